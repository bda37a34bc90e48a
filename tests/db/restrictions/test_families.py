"""Every family of spelling that the lookup promises, one named case each."""

import pytest

from tests.db.restrictions.conftest import Ask, first

FAMILIES = {
    "az as listed": ("Qasımov Mübariz", "1970-10-22", "qasimov"),
    "az marks dropped": ("Qasimov Mubariz", "1970-10-22", "qasimov"),
    "az schwa as e": ("Ceferov Cingiz", "1981-03-07", "ceferov"),
    "az schwa as a": ("Cafarov Chingiz", "1981-03-07", "ceferov"),
    "az q as g": ("Gasimov Mubariz", "1970-10-22", "qasimov"),
    "az q as k": ("Kasimov Mubariz", "1970-10-22", "qasimov"),
    "az x as kh": ("Huseynov Khayyam", "1990-02-11", "huseynov"),
    "az x as h": ("Huseynov Hayyam", "1990-02-11", "huseynov"),
    "az c as j": ("Jafarov Chingiz", "1981-03-07", "ceferov"),
    "az c as dzh": ("Dzhafarov Chingiz", "1981-03-07", "ceferov"),
    "English double letters": ("Gaseemov Moobareez", "1970-10-22", "qasimov"),
    "capitals": ("QASIMOV MÜBARİZ", "1970-10-22", "qasimov"),
    "Russian Cyrillic": ("Гасымов Мубариз", "1970-10-22", "qasimov"),
    "Russian with dzh": ("Джафаров Чингиз", "1981-03-07", "ceferov"),
    "Russian g for h": ("Гусейнов Хайям", "1990-02-11", "huseynov"),
    "Soviet Azerbaijani Cyrillic": ("Гасымов Мүбариз Нүсрәт оғлу", "1970-10-22", "qasimov"),
    "Soviet Azerbaijani j": ("Ҹәфәров Чинҝиз", "1981-03-07", "ceferov"),
    "MRZ name line": ("QASIMOV<<MUEBARIZ<NUSRAT<OGLU<<<<<<", "1970-10-22", "qasimov"),
    "MRZ whole first line": ("P<AZEGASIMOV<<MUBARIZ<<<<<<<<<<<<<<<<<<<<<<<", "1970-10-22", "qasimov"),
    "Arabic script as listed": ("محمد الحسيني", "1979-05-14", "mohammed"),
    "Arabic listed, Latin asked": ("Muhammad Al-Husseini", "1979-05-14", "mohammed"),
    "Latin listed, Arabic asked": ("قاسموف مبارز", "1970-10-22", "qasimov"),
    "Persian listed, Latin asked": ("Hossein Rezaei", "1968-03-25", "rezaei"),
    "Persian listed, az asked": ("Rzayi Hüseyn", "1968-03-25", "rezaei"),
    "Georgian listed, Latin asked": ("Kapanadze Giorgi", "1988-04-03", "kapanadze"),
    "Georgian asked": ("ყასიმოვი მუბარიზ", "1970-10-22", "qasimov"),
    "Georgian listed, Russian asked": ("Капанадзе Георгий", "1988-04-03", "kapanadze"),
    "Turkish": ("Yilmaz Gokce", "1992-12-30", "yilmaz"),
    "Pakistani": ("Mohammed Osman Khan", "1985-08-09", "khan"),
    "Ukrainian listed, Latin asked": ("Shevchenko Serhii", "1975-01-19", "shevchenko"),
    "Ukrainian listed, Russian asked": ("Шевченко Сергей", "1975-01-19", "shevchenko"),
    "Tajik listed, Latin asked": ("Rahimov Shuhrat", "1983-07-21", "rahimov"),
    "Uzbek spelling": ("Raximov Shuxrat", "1983-07-21", "rahimov"),
    "Indian in Devanagari": ("राहुल शर्मा", "1994-06-06", "sharma"),
    "Chinese in Han": ("王小明", "1987-09-17", "wang"),
    "Chinese apart": ("Wang Xiao Ming", "1987-09-17", "wang"),
    "Nigerian": ("Okonkwo Chukwu Emeka", "1991-11-05", "okonkwo"),
    "Arab servant-of name joined": ("Abdurrahman Salehi", "1972-02-02", "rahman"),
    "Arab servant-of name apart": ("Salehi Abdul Rahman", "1972-02-02", "rahman"),
    "Arab servant-of name in Arabic": ("عبد الرحمن صالحي", "1972-02-02", "rahman"),
    "patronymic added": ("Qasımov Mübariz Nüsrət oğlu", "1970-10-22", "qasimov"),
    "patronymic with oglu": ("Gasimov Mubariz Nusrat oglu", "1970-10-22", "qasimov"),
    "patronymic with ogly in Cyrillic": ("Гасымов Мубариз Нусрат оглы", "1970-10-22", "qasimov"),
    "patronymic russified": ("Гасымов Мубариз Нусратович", "1970-10-22", "qasimov"),
    "patronymic russified in Latin": ("Gasimov Mubariz Nusratovich", "1970-10-22", "qasimov"),
    "patronymic of a woman with qizi": ("Fataliyeva Gunel Alikhan gizi", "1996-05-15", "elixan"),
    "patronymic of a woman russified": ("Фаталиева Гюнель Алихановна", "1996-05-15", "elixan"),
    "order swapped": ("Mübariz Qasımov", "1970-10-22", "qasimov"),
    "surname, given": ("QASIMOV, Mubariz", "1970-10-22", "qasimov"),
    "initial": ("Qasımov M.", "1970-10-22", "qasimov"),
    "initials before": ("M. N. Qasimov", "1970-10-22", "qasimov"),
    "hyphen": ("Qasımov-Mübariz", "1970-10-22", "qasimov"),
    "split": ("Fətəliyeva Gün el", "1996-05-15", "elixan"),
    "joined": ("Khan MuhammadUsman", "1985-08-09", "khan"),
    "one typing error": ("Qasımow Mübarix", "1970-10-22", "qasimov"),
    "two typing errors": ("Qsaimov Mubaiz", "1970-10-22", "qasimov"),
    "look-alike Cyrillic letters in Latin": ("Qаsımоv Mübаriz", "1970-10-22", "qasimov"),
    "look-alike Latin letters in Cyrillic": ("Гаcымoв Мубapиз", "1970-10-22", "qasimov"),
    "other name": ("Petrenko Ivan", "1977-07-07", "alias"),
    "bidi marks inside": ("\u202bمحمد\u200f الحسيني\u202c", "1979-05-14", "mohammed"),
}


@pytest.mark.parametrize(("name", "birth", "who"), FAMILIES.values(), ids=FAMILIES.keys())
def test_name_in_this_spelling_finds_the_person(ask: Ask, name: str, birth: str, who: str) -> None:
    assert first(ask(name, birth_date=birth)) == who


DATES = {
    "equal": ("Gasimov Mubariz", "1970-10-22", "qasimov"),
    "year only": ("Gasimov Mubariz", "1970", "qasimov"),
    "year and month": ("Gasimov Mubariz", "1970-10", "qasimov"),
    "missing": ("Gasimov Mubariz Nusrat oglu", "", "qasimov"),
    "day and month swapped": ("Jafarov Chingiz", "1981-07-03", "ceferov"),
    "one digit off": ("Gasimov Mubariz", "1970-10-27", "qasimov"),
    "year off by one": ("Gasimov Mubariz", "1971-10-22", "qasimov"),
    "a digit of the year off": ("Gasimov Mubariz", "1980-10-22", "qasimov"),
    "listed by year": ("Mohubbatov Eldaniz", "1969-04-04", "yearonly"),
    "listed on 1 January": ("Hamzayev Polad", "1974-08-18", "newyear"),
    "listed without": ("Sardarli Valeh", "1980-08-18", "undated"),
}


@pytest.mark.parametrize(("name", "birth", "who"), DATES.values(), ids=DATES.keys())
def test_birth_date_in_this_relation_finds_the_person(ask: Ask, name: str, birth: str, who: str) -> None:
    assert first(ask(name, birth_date=birth)) == who


def test_another_citizenship_never_hides_the_person(ask: Ask) -> None:
    assert first(ask("Gasimov Mubariz", birth_date="1970-10-22", citizenship="RUS")) == "qasimov"


@pytest.mark.parametrize(
    "typed", ["C01234567", "c 0123 4567", "C-01234567", "№ C01234567", "СO1234567", "Passport: C01234567"]
)
def test_exact_document_is_found_whatever_the_name(ask: Ask, typed: str) -> None:
    found = ask("Somebody Else", document=typed)
    assert first(found) == "qasimov"
    assert found.answer.value == "record_found"


def test_fin_is_found_without_a_name(ask: Ask) -> None:
    assert first(ask(fin="94fmddd")) == "qasimov"


@pytest.mark.parametrize(
    ("name", "birth"),
    [
        ("Talışinski Zülfüqar", "1966-06-16"),
        ("Bakıxanov Siyavuş", "1961-01-21"),
        ("Vəzirov Dəyanət", "1963-03-24"),
    ],
    ids=["lifted today", "ended yesterday", "begins tomorrow"],
)
def test_restriction_out_of_force_does_not_match(ask: Ask, name: str, birth: str) -> None:
    assert first(ask(name, birth_date=birth)) is None


def test_restriction_matches_on_its_last_day(ask: Ask) -> None:
    assert first(ask("Şıxlinski Həmid", birth_date="1962-02-23")) == "lastday"


def test_stranger_gets_no_record(ask: Ask) -> None:
    assert ask("Johansson Lars", birth_date="1980-01-15").answer.value == "no_record"


def test_namesake_of_another_age_is_not_called_found(ask: Ask) -> None:
    assert ask("Qasımov Mübariz", birth_date="1999-04-03").answer.value != "record_found"
