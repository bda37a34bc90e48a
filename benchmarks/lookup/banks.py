"""Common Azerbaijani names, written down for this benchmark; they name nobody."""

MALE = """Əli Vəli Həsən Hüseyn Məmməd Əhməd İbrahim İsmayıl Rəşid Elçin Elnur Elşən Rauf Rüfət Cavid Cavanşir Cəfər Nicat
Vüqar Vüsal Orxan Oqtay Turqut Tural Toğrul Teymur Samir Səməd Sənan Şahin Şakir Şamil Qasım Qədir Qurban Xəlil Xəyyam
Xaqan Kamran Kənan Kərim Yusif Yaşar Zaur Ziya Zahid Fərid Fuad Faiq Fərhad Firudin Murad Mübariz Müşfiq Mehman Nazim
Natiq Namiq Nüsrət Nəsrəddin Seyfəddin Şəmsəddin Abdulla Əbdülkərim Əbdürrəhman Əbülfəz Ağakərim Babək Bəxtiyar Bayram
Cabbar Cəlal Çingiz Davud Dəyanət Eldar Eldəniz Emin Etibar Əfqan Əkbər Əlixan Ənvər Əsgər Əşrəf Fazil Gündüz Habil Heydər
Həmid İbad İlham İlqar İlkin İlyas İsa İsgəndər İsrafil Kazım Lətif Mahir Maqsud Mirzə Musa Mustafa Nadir Nizami Nurəddin
Pərviz Polad Ramil Ramin Rasim Rəhim Rövşən Ruslan Sabir Sadiq Saleh Sərdar Sərxan Siyavuş Süleyman Tahir Tofiq Ülvi Vaqif
Valeh Vidadi Yaqub Yavər Zakir Zeynal Zülfüqar Aqil Aydın Azər Arif Asif Anar Araz""".split()
FEMALE = """Aytən Aygün Aysel Ayşə Arzu Afaq Aidə Bahar Cəmilə Çinarə Dilarə Elmira Elnarə Esmira Fatimə Fidan Firəngiz Gülnar
Gülnarə Günel Günay Gülşən Gülər Həcər Xədicə Xalidə Xatirə İradə Kamalə Könül Lalə Lamiyə Leyla Ləman Mehriban Mətanət
Mələk Nigar Nərgiz Nərmin Nailə Natəvan Nazlı Nuranə Nübar Pərvanə Pəri Ramilə Rəna Rəhilə Röya Ruqiyyə Sara Sevinc Sevda
Səbinə Səkinə Səidə Simuzər Solmaz Şəhla Şəfəq Şərqiyyə Şəbnəm Tamilla Təranə Tünzalə Türkan Ülkər Ülviyyə Validə Vəfa
Xuraman Yeganə Zəhra Zeynəb Zərifə Zümrüd Züleyxa""".split()
SURNAME = """Əliyev Məmmədov Hüseynov Həsənov Quliyev İsmayılov Əhmədov Cəfərov Qasımov Rzayev İbrahimov Abdullayev Kərimov
Babayev Mustafayev Vəliyev Abbasov Bağırov Ağayev Musayev Səfərov Rəhimov Süleymanov Orucov Novruzov Nəsirov Nəbiyev
Mirzəyev Xəlilov Xudiyev Heydərov Şahbazov Şirinov Şükürov Qəhrəmanov Qurbanov Qədirov Cavadov Cabbarov Camalov Çobanov
Tağıyev Yusifov Yaqubov Zeynalov Zülfüqarov Fərzəliyev Fətəliyev Eyvazov Əsgərov Əzizov Əsədov Bədəlov Bayramov Bəkirov
Dadaşov Hacıyev Hümbətov İskəndərov İsgəndərov Kazımov Lətifov Mehdiyev Məhərrəmov Mövsümov Muradov Namazov Niftəliyev
Paşayev Pənahov Rəcəbov Rüstəmov Sadıqov Salmanov Səlimov Sultanov Talıbov Ümudov Vahabov Verdiyev Xanlarov Allahverdiyev
Ağamalıyev Əmiraslanov Cəlilov Eminov Ələkbərov Məcidov Möhübbətov Qarayev Qəmbərov Şəfiyev Təhməzov Axundov Ədilov
Rzazadə Hacızadə Qulizadə Əlizadə Axundzadə Xəlilzadə Şıxlinski Talışinski Bakıxanov Vəzirov""".split()
EXACT_CITIZENSHIPS = {"az": "AZE", "ru": "RUS", "ar": "IRN", "ka": "GEO", "tr": "TUR", "xx": "GBR"}
