"""Sample persons: spelled as documents spell, numbered as documents number, the same for the same seed."""

import re
import unicodedata
from itertools import islice

import pytest

from central.sample.people import FIN_ALPHABET, SamplePerson, people, person
from central.sample.scripts import latin, mrz_name, td1, td3
from desk.records.person import DocumentKind, document_remarks, fin_remarks

MANY = [person(11, n) for n in range(3000)]


def _scripts(text: str) -> set[str]:
    return {unicodedata.name(letter).split()[0] for letter in text if letter.isalpha()}


def test_same_seed_gives_the_same_persons_and_another_seed_others() -> None:
    assert list(islice(people(11), 50)) == MANY[:50]
    assert list(islice(people(12), 50)) != MANY[:50]


def test_document_spelling_is_latin_without_marks() -> None:
    for found in MANY:
        spelled = f"{found.latin_surname} {found.latin_given_name} {found.latin_patronymic}"
        assert re.fullmatch(r"[A-Za-z ]+", spelled), found


def test_own_scripts_are_those_of_a_dozen_name_cultures() -> None:
    scripts = set().union(*(_scripts(found.surname + found.given_name) for found in MANY))
    assert scripts >= {"LATIN", "CYRILLIC", "ARABIC", "GEORGIAN", "DEVANAGARI", "CJK"}
    assert len({found.citizenship for found in MANY}) >= 13


def test_names_are_various() -> None:
    assert len({(found.surname, found.given_name, found.patronymic) for found in MANY}) > 2400


def test_fin_is_of_its_alphabet_and_only_residents_have_one() -> None:
    for found in MANY:
        resident = found.citizenship == "AZE" or found.document_kind is DocumentKind.residence_permit
        assert len(found.fin) == (7 if resident else 0)
        assert set(found.fin) <= set(FIN_ALPHABET)
        assert not fin_remarks(found.fin)


def test_azerbaijani_documents_have_their_usual_form() -> None:
    own = [found for found in MANY if found.citizenship == "AZE"]
    assert {found.document_kind for found in own} == {DocumentKind.passport, DocumentKind.id_card}
    assert not any(document_remarks(each.document_kind, each.document_number, "AZE") for each in own)


def test_specimens_of_icao_are_reproduced() -> None:
    name, days = mrz_name("Eriksson", "Anna Maria"), ("740812", "120415")
    assert td3(name, "UTO", "L898902C3", days, "F", "ZE184226B") == (
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    )
    assert td1(name, "UTO", "D23145890", days, "F", "") == (
        "I<UTOD231458907<<<<<<<<<<<<<<<",
        "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    )


def _widths(found: SamplePerson) -> list[int]:
    return {DocumentKind.passport: [44, 44], DocumentKind.id_card: [30, 30, 30]}.get(found.document_kind, [])


def test_machine_readable_zone_fits_its_document() -> None:
    for found in MANY:
        assert [len(line) for line in found.mrz] == _widths(found)
        assert all(re.fullmatch(r"[A-Z0-9<]+", line) for line in found.mrz)
        assert not found.mrz or found.fin in "".join(found.mrz)


@pytest.mark.parametrize(
    ("word", "nation", "spelled"),
    [
        ("Camalov", "AZE", "Jamalov"),
        ("Bağırov", "AZE", "Baghirov"),
        ("Dadaşova", "AZE", "Dadashova"),
        ("Məmmədova", "AZE", "Mammadova"),
        ("Natiq", "AZE", "Natig"),
        ("Xəyyam", "AZE", "Khayyam"),
        ("İlqar", "AZE", "Ilgar"),
        ("Işıqlı", "AZE", "Ishigli"),
        ("Şıhlı", "AZE", "Shihli"),
        ("Öztürk", "TUR", "Ozturk"),
        ("Щукин", "RUS", "Shchukin"),
        ("Хабибуллин", "RUS", "Khabibullin"),
        ("Юрій", "UKR", "Iurii"),
        ("Гриценко", "UKR", "Hrytsenko"),
        ("Құдайбергенов", "KAZ", "Kudaibergenov"),
        ("ჭანტურია", "GEO", "Chanturia"),
        ("G‘aniyev", "UZB", "Ganiyev"),
    ],
)
def test_latin_spelling(word: str, nation: str, spelled: str) -> None:
    assert latin(word, nation) == spelled


def test_women_have_women_s_surnames_and_patronymics() -> None:
    for found in MANY:
        if found.citizenship in ("AZE", "RUS", "KAZ", "UZB"):
            male = re.search(r"(ov|ev|ов|ев|ёв|ин)$", found.surname)
            assert not (male and found.sex == "F"), found
        if found.citizenship == "AZE":
            assert found.patronymic.endswith("qızı" if found.sex == "F" else "oğlu")
