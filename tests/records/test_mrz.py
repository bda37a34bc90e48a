import random
from collections import Counter
from datetime import date

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from desk.lang import lower
from desk.records.errors import SENTENCES, sentence
from desk.records.mrz import check_digit, read
from desk.records.mrz_layout import ungarble
from desk.records.person import DocumentKind, Sex
from tests.pty.typed import garbled
from tests.records.zones import LONG_TD1, LONG_TD2, SPECIMENS, TD1, TD3, td1, td3

OUTCOMES = ("read", "mrz_form", "mrz_check", "mrz_date")
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
CHECKED = {"TD3": [*range(44, 54), *range(57, 64), *range(65, 88)]}
CHECKED["TD1"] = [*range(5, 37), *range(38, 45), *range(48, 60)]
CHECKED["TD2"] = [*range(36, 46), *range(49, 56), *range(57, 72)]


def refused(text: str) -> PydanticCustomError:
    with pytest.raises(PydanticCustomError) as caught:
        read(text)
    return caught.value


def outcome(text: str) -> str:
    """Which refusal came, its sentence complete, or that the zone was read."""
    try:
        read(text)
    except PydanticCustomError as error:
        told = sentence(error.type, dict(error.context or {}))
        return error.type if error.type in SENTENCES and "{" not in told else "unspoken"
    return "read"


@pytest.mark.parametrize("size", SPECIMENS)
def test_the_icao_specimen_is_read(size: str) -> None:
    zone = read(SPECIMENS[size])
    assert (zone.surname, zone.given_names) == ("ERIKSSON", "ANNA MARIA")
    assert (zone.birth_date, zone.expires) == (date(1974, 8, 12), date(2012, 4, 15))
    assert (zone.sex, zone.citizenship, zone.issuing_state) == (Sex.F, "UTO", "UTO")
    assert zone.document_number == {"TD3": "L898902C3"}.get(size, "D23145890")
    assert zone.document_kind == {"TD3": DocumentKind.passport}.get(size, DocumentKind.id_card)
    assert "\n".join(zone.lines) == SPECIMENS[size]


@pytest.mark.parametrize("text", [LONG_TD1, LONG_TD2])
def test_a_long_document_number_goes_on_in_the_optional_data(text: str) -> None:
    zone = read(text)
    assert zone.document_number == "D23145890734"
    assert zone.optional == ""


@pytest.mark.parametrize("size", SPECIMENS)
def test_line_breaks_and_spaces_do_not_matter(size: str) -> None:
    lines = SPECIMENS[size].split("\n")
    assert read("".join(lines)) == read("\r\n".join(lines)) == read("  " + " \r".join(lines).lower() + "\t\n")


@pytest.mark.parametrize("layout", ["us", "az", "ru"])
@pytest.mark.parametrize("size", SPECIMENS)
def test_a_scan_typed_under_another_layout_is_restored(size: str, layout: str) -> None:
    typed = garbled(SPECIMENS[size], layout)
    assert read(typed) == read(lower(typed)) == read(SPECIMENS[size])


@settings(deadline=None)
@given(st.text(ALPHABET), st.sampled_from(["us", "az", "ru"]))
def test_ungarbling_undoes_every_layout(text: str, layout: str) -> None:
    assert ungarble(garbled(text, layout)) == text


@pytest.mark.parametrize("size", SPECIMENS)
def test_every_substitution_that_731_can_see_is_refused(size: str) -> None:
    zone = SPECIMENS[size].replace("\n", "")
    seen = 0
    for place in CHECKED[size]:
        for other in ALPHABET:
            if check_digit(other) != check_digit(zone[place]):
                seen += 1
                assert refused(zone[:place] + other + zone[place + 1 :]).type in ("mrz_check", "mrz_form")
    assert seen > 1000


mutations = st.lists(
    st.tuples(
        st.sampled_from(["put", "insert", "cut"]),
        st.integers(0, 95),
        st.text(st.characters() | st.sampled_from(ALPHABET + "İÜÇЫБ\n\r\t"), min_size=1, max_size=3),
    ),
    max_size=4,
)


def mutated(text: str, changes: list[tuple[str, int, str]]) -> str:
    for how, place, new in changes:
        rest = text[place + (how != "insert") * len(new) :]
        text = text[:place] + ("" if how == "cut" else new) + rest
    return text


@settings(deadline=None)
@given(st.sampled_from([*SPECIMENS.values(), LONG_TD1, LONG_TD2]), mutations)
def test_a_damaged_zone_raises_nothing_but_refusals_with_a_sentence(
    text: str, changes: list[tuple[str, int, str]]
) -> None:
    assert outcome(mutated(text, changes)) in OUTCOMES


def test_twenty_thousand_random_damages_raise_nothing_but_refusals() -> None:
    chance = random.Random(9303)
    found: Counter[str] = Counter()
    for _turn in range(20_000):
        characters = list(chance.choice([*SPECIMENS.values(), LONG_TD1, LONG_TD2]))
        for _change in range(chance.randint(1, 3)):
            strange = chr(chance.choice([chance.randrange(128), chance.randrange(0x110000)]))
            new = chance.choice([chance.choice(ALPHABET), strange, ""])
            characters[chance.randrange(len(characters))] = new
        found[outcome("".join(characters))] += 1
    assert set(found) <= set(OUTCOMES)
    assert found["mrz_check"] > 2_000


@settings(deadline=None)
@given(
    st.text(ALPHABET, min_size=9, max_size=9),
    st.text(ALPHABET, min_size=6, max_size=6),
    st.text(ALPHABET, min_size=6, max_size=6),
    st.text(ALPHABET, min_size=14, max_size=14),
)
def test_fitting_check_digits_over_any_data_raise_nothing_but_refusals(
    number: str, birth: str, expires: str, optional: str
) -> None:
    assert outcome(td3(number=number, birth=birth, expires=expires, optional=optional)) in OUTCOMES


@pytest.mark.parametrize(
    ("place", "part"),
    [
        (53, "document number"),
        (63, "date of birth"),
        (71, "date of expiry"),
        (86, "personal number"),
        (87, "whole zone"),
    ],
)
def test_the_refusal_names_the_part_whose_digit_does_not_fit(place: int, part: str) -> None:
    zone = TD3.replace("\n", "")
    wrong = str((int(zone[place]) + 1) % 10)
    error = refused(zone[:place] + wrong + zone[place + 1 :])
    assert (error.type, error.context) == ("mrz_check", {"part": part})


@pytest.mark.parametrize("text", ["", "P", TD3[:-1], TD3 + "<", TD3 + " " * 300, "V" + TD3[1:], TD3 * 50])
def test_another_text_is_no_zone(text: str) -> None:
    assert refused(text).type == "mrz_form"


@pytest.mark.parametrize(
    ("typed", "born"),
    [("261122", date(2026, 11, 22)), ("261123", date(1926, 11, 23)), ("000229", date(2000, 2, 29))],
)
def test_nobody_is_born_in_the_future(typed: str, born: date) -> None:
    with time_machine.travel("2026-11-22T12:00+04:00", tick=False):
        assert read(td3(birth=typed)).birth_date == born


@pytest.mark.parametrize(
    ("typed", "ends"), [("361122", date(2036, 11, 22)), ("951122", date(1995, 11, 22)), ("<<<<<<", None)]
)
def test_a_document_ends_within_fifty_years(typed: str, ends: date | None) -> None:
    with time_machine.travel("2026-11-22T12:00+04:00", tick=False):
        assert read(td3(expires=typed)).expires == ends


@pytest.mark.parametrize("typed", ["741301", "740230", "7408I2", "740<12", "000000"])
def test_a_day_that_does_not_exist_is_refused(typed: str) -> None:
    assert refused(td3(birth=typed)).type == "mrz_date"


@pytest.mark.parametrize("typed", ["74<<<<", "7408<<", "<<<<<<"])
def test_a_birth_date_that_the_zone_leaves_open_is_left_to_the_clerk(typed: str) -> None:
    assert read(td3(birth=typed)).birth_date is None


@pytest.mark.parametrize(
    ("field", "surname", "given"),
    [
        ("MAMMADOVA<<KAMALA", "MAMMADOVA", "KAMALA"),
        ("VAN<DER<MUELLEN<<ANNE<MARIE", "VAN DER MUELLEN", "ANNE MARIE"),
        ("SUKARNO", "SUKARNO", ""),
        ("<<ARKFREITH", "ARKFREITH", ""),
    ],
)
def test_fillers_part_the_names(field: str, surname: str, given: str) -> None:
    zone = read(td3(names=field))
    assert (zone.surname, zone.given_names, zone.names_cut) == (surname, given, False)


def test_names_that_fill_their_field_may_be_cut() -> None:
    assert read(td3(names="PAPANDROPOULOUS<<JONATHON<ALEC<HARRISON")).names_cut


@pytest.mark.parametrize("names", ["", "ER1KSSON<<ANNA"])
def test_names_without_letters_or_with_digits_are_refused(names: str) -> None:
    assert refused(td3(names=names)).type == "mrz_form"


def test_a_german_passport_has_the_code_of_one_letter() -> None:
    zone = read(td3(issuer="D", citizenship="D", number="C01X00T47"))
    assert (zone.citizenship, zone.issuing_state) == ("D", "D")


@pytest.mark.parametrize(("letter", "sex"), [("M", Sex.M), ("F", Sex.F), ("<", Sex.X), ("X", Sex.X)])
def test_sex_is_read(letter: str, sex: Sex) -> None:
    assert read(td3(sex=letter)).sex == sex


def test_an_azerbaijani_passport_carries_the_fin_from_position_29() -> None:
    text = td3(issuer="AZE", citizenship="AZE", number="C01234567", optional="94FMDDD")
    assert text.split("\n")[1][28:35] == "94FMDDD"
    assert read(text).fin == "94FMDDD"
    assert read(td3(optional="94FMDDD")).fin == ""


@pytest.mark.parametrize(("first", "second"), [("94FMDDD", ""), ("", "94FMDDD")])
def test_an_azerbaijani_card_carries_the_fin_in_optional_data(first: str, second: str) -> None:
    text = td1(issuer="AZE", citizenship="AZE", number="AA1234567", optional=first, optional_2=second)
    zone = read(text)
    assert (zone.fin, zone.document_kind) == ("94FMDDD", DocumentKind.id_card)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (td1(issuer="AZE", citizenship="TUR"), DocumentKind.residence_permit),
        (td1(code="IR"), DocumentKind.residence_permit),
        (td1(issuer="AZE", citizenship="AZE", number="MYI123456"), DocumentKind.residence_permit),
        (td1(code="AC"), DocumentKind.other),
        (td3(citizenship="XXB"), DocumentKind.travel_document),
        (TD1, DocumentKind.id_card),
    ],
)
def test_the_kind_of_document_is_told(text: str, kind: DocumentKind) -> None:
    assert read(text).document_kind == kind


def test_an_empty_personal_number_may_have_a_filler_for_its_digit() -> None:
    assert read(td3(optional="", personal_digit="<")).optional == ""
    assert refused(td3(optional="A", personal_digit="<")).type == "mrz_check"
