"""Words, forms, birth dates and document numbers by themselves."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.names.birth import Birth, BirthRelation, parse_birth, relate, slip_dates, slip_years
from desk.names.clean import MAX_LENGTH, clean, unmix
from desk.names.errors import LookupInputError
from desk.names.forms import forms, reading
from desk.names.numbers import fold_number
from desk.names.similar import FLOOR, similarity
from desk.names.words import MAX_WORDS, Role, parse

ONE_NAME = [
    "Cəfərov",
    "Cafarov",
    "Ceferov",
    "Jafarov",
    "Dzhafarov",
    "Джафаров",
    "Ҹәфәров",
    "ჯაფაროვ",
    "CAFAROV",
]


@pytest.mark.parametrize("spelling", ONE_NAME)
def test_spellings_of_one_surname_have_a_collapsed_form_in_common(spelling: str) -> None:
    assert forms("Cəfərov").main.collapsed in [reading.collapsed for reading in forms(spelling).readings]


@pytest.mark.parametrize(
    ("one", "two"), [("Həsən", "Hüseyn"), ("Əli", "Vəli"), ("Samir", "Tahir"), ("حسن", "Tahir")]
)
def test_other_names_are_not_strongly_alike(one: str, two: str) -> None:
    assert similarity(forms(one), forms(two))[0] < 0.8


@pytest.mark.parametrize(
    ("one", "two"), [("محمد", "Məhəmməd"), ("حسین", "Hüseyn"), ("یوسف", "Yusif"), ("Исмаил", "İsmayıl")]
)
def test_one_name_in_two_scripts_is_alike(one: str, two: str) -> None:
    assert similarity(forms(one), forms(two))[0] >= 0.85


def test_hasan_in_arabic_is_nearer_to_hasan_than_to_huseyn() -> None:
    assert similarity(forms("حسن"), forms("Həsən"))[0] > similarity(forms("حسن"), forms("Hüseyn"))[0]


@pytest.mark.parametrize(
    "marker",
    ["oğlu", "oglu", "ogly", "oghlu", "оглы", "оғлу", "اوغلو", "qızı", "qizi", "kyzy", "gizi", "кызы"],
)
def test_marker_makes_the_word_before_a_fathers_name(marker: str) -> None:
    words = parse(f"Əliyev Rəşid Məmməd {marker}")
    assert [word.role for word in words] == [Role.UNKNOWN, Role.UNKNOWN, Role.PATRONYMIC]


@pytest.mark.parametrize("patronymic", ["Рашидович", "Рашидовна", "Rashidovich", "Rəşidoviç", "RASHIDOVNA"])
def test_russian_patronymic_is_stemmed_to_the_fathers_name(patronymic: str) -> None:
    word = parse(f"Əliyev Əli {patronymic}")[-1]
    assert (word.role, word.forms.main.collapsed) == (Role.PATRONYMIC, forms("Rəşid").main.collapsed)


def test_surname_before_comma_or_double_filler_has_its_role() -> None:
    assert [word.role for word in parse("QASIMOV<<MUBARIZ<<<")] == [Role.SURNAME, Role.GIVEN]
    assert [word.role for word in parse("Qasımov, Mübariz")] == [Role.SURNAME, Role.GIVEN]


def test_short_surname_in_front_of_the_filler_is_no_document_code() -> None:
    assert [word.text for word in parse("ALIYEV<<RASHID")] == ["aliyev", "rashid"]


def test_look_alikes_go_to_the_script_of_most_letters() -> None:
    assert (unmix("Аlіyеv"), unmix("Aлиeв")) == ("Aliyev", "Алиев")


@given(st.text(max_size=MAX_LENGTH))
def test_any_text_is_words_or_nothing(text: str) -> None:
    try:
        words = parse(text)
    except LookupInputError:
        return
    assert len(words) <= MAX_WORDS
    assert all(word.forms.main.sound for word in words)


@given(st.text(max_size=400))
def test_cleaning_again_changes_nothing(text: str) -> None:
    try:
        once = clean(text)
        twice = clean(once)
    except LookupInputError:
        return
    assert twice == once


@given(st.text("abcdefghijklmnopqrstuvwxyzSCJZXGT", min_size=1, max_size=20))
def test_reading_of_a_sound_is_stable(sound: str) -> None:
    once = reading(sound)
    assert reading(once.sound).collapsed == once.collapsed


WORD = st.text("abcçdeəfgğhxıijkqlmnoöprsştuüvyzабвгдежзилмнорстухяمحدسینر", min_size=1, max_size=14).map(
    forms
)


@given(WORD, WORD)
def test_similarity_is_symmetrical_and_in_range(one: object, two: object) -> None:
    value = similarity(one, two)[0]  # type: ignore[arg-type]
    assert value == pytest.approx(similarity(two, one)[0])  # type: ignore[arg-type]
    assert value == 0.0 or FLOOR <= value <= 1.0


DATES = st.dates(date(1902, 1, 1), date(2030, 12, 31)).map(lambda d: Birth(d.year, d.month, d.day))


@given(DATES)
def test_written_date_is_read_back(birth: Birth) -> None:
    iso = f"{birth.year:04}-{birth.month:02}-{birth.day:02}"
    local = f"{birth.day:02}.{birth.month:02}.{birth.year}"
    assert (
        parse_birth(iso)
        == parse_birth(local)
        == parse_birth(iso.replace("-", ""))
        == birth
        == Birth.of(birth.number)
    )


@given(st.text(max_size=14))
def test_any_text_is_a_birth_date_or_none(text: str) -> None:
    birth = parse_birth(text)
    assert birth is None or 1850 <= birth.year <= 2150


@given(DATES, DATES)
def test_relation_of_dates_is_symmetrical(one: Birth, two: Birth) -> None:
    assert relate(one, two) is relate(two, one)


@given(DATES)
def test_slips_of_a_date_are_found_by_its_dates_and_years(birth: Birth) -> None:
    assert birth.number in slip_dates(birth)
    assert all(number // 10000 in slip_years(birth.year) for number in slip_dates(birth))


RELATIONS = [
    ("1970-10-22", "1970-10-22", BirthRelation.EQUAL), ("1970-10-12", "1970-12-10", BirthRelation.SWAPPED),
    ("1970-10-22", "1970-10", BirthRelation.PARTIAL), ("1970-10-22", "1970-10-27", BirthRelation.SLIP),
    ("1970-10-31", "1970-11-01", BirthRelation.SLIP), ("1970-10-22", "1970", BirthRelation.YEAR_ONLY),
    ("1970-10-22", "1970-01-01", BirthRelation.LISTED_FIRST_JANUARY), ("1970-10-22", "1971-10-22",
    BirthRelation.YEAR_SLIP),
    ("1970-10-22", "1980-10-22", BirthRelation.YEAR_SLIP), ("1970-10-22", "1970-10-09",
    BirthRelation.SAME_YEAR_CLOSE),
    ("1970-10-22", "1970-03-09", BirthRelation.SAME_YEAR), ("1970-10-22", "1971-03-09",
    BirthRelation.NEAR_YEAR),
    ("1970-10-22", "1985-03-09", BirthRelation.DIFFERENT), ("1970-10-22", "", BirthRelation.MISSING),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "listed", "relation"), RELATIONS)
def test_dates_relate(asked: str, listed: str, relation: BirthRelation) -> None:
    assert relate(parse_birth(asked), parse_birth(listed)) is relation


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("C 0123-4567", "C01234567"), ("с01234567", "C01234567"), ("CO1234567", "C01234567"),
        ("AZE12345678", "12345678"),
        ("№ AA 1234567", "AA1234567"), ("MYİ1234567", "MY11234567"), ("MYI 1234567", "MY11234567"),
        ("12", ""), ("", ""),
        ("Pasport: C01234567", "C01234567"), ("C01234567<", "C01234567"),
    ],
)  # fmt: skip
def test_number_is_folded(typed: str, key: str) -> None:
    assert fold_number(typed) == key


@given(st.text(max_size=60))
def test_folding_a_number_again_changes_nothing_but_a_country(typed: str) -> None:
    key = fold_number(typed)
    assert all(char in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" for char in key)
