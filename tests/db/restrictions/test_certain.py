"""What each answer is made of: found where all that is known agrees, possible where a person must compare."""

import pytest

from desk.db.restrictions.answer import Query
from desk.db.restrictions.lists import RestrictionList
from tests.db.restrictions.conftest import TODAY, Ask, first

NAMES = {
    "same": "Qasımov Mübariz",
    "same with the father": "Qasımov Mübariz Nüsrət oğlu",
    "other spelling": "Gasimov Mubariz",
    "near": "Qasımow Mübarix",
    "initial": "Qasımov M.",
    "surname alone": "Qasımov",
    "other father": "Qasımov Mübariz Rauf oğlu",
    "brother": "Qasımov Rauf Nüsrət oğlu",
}
BIRTHS = {
    "same": "1970-10-22",
    "one digit": "1970-10-27",
    "a day off": "1970-10-21",
    "year off": "1971-10-22",
    "other year": "1985-10-22",
    "other date": "1985-03-05",
    "month known": "1970-10",
    "year known": "1970",
    "missing": "",
}
AGREEING = {"same", "same with the father", "other spelling"}
OTHER = {"other year", "other date"}


def expected(name: str, birth: str, citizenship: str) -> str:
    """By name: found where names and whole date are the same and nothing else differs; else possible."""
    if birth in OTHER:
        return "no_record"
    found = name in AGREEING and birth == "same" and citizenship != "RUS"
    return "record_found" if found else "possible_records"


@pytest.mark.parametrize("citizenship", ["", "AZE", "RUS"])
@pytest.mark.parametrize("birth", BIRTHS)
@pytest.mark.parametrize("name", NAMES)
def test_name_is_called_found_only_where_all_that_is_known_agrees(
    ask: Ask, name: str, birth: str, citizenship: str
) -> None:
    found = ask(NAMES[name], birth_date=BIRTHS[birth], citizenship=citizenship)
    said = {found.answer.value}
    if name not in AGREEING and citizenship == "RUS":
        said.discard("no_record")  # the less agrees, the sooner another citizenship is another person
    assert said <= {expected(name, birth, citizenship)}
    if found.candidates:
        assert first(found) == "qasimov"


@pytest.mark.parametrize("birth", ["1980-08-18", "1980", ""])
def test_record_without_a_date_is_never_found_by_name(ask: Ask, birth: str) -> None:
    found = ask("Sardarli Valeh Yaqub oglu", birth_date=birth)
    assert (first(found), found.answer.value) == ("undated", "possible_records")


@pytest.mark.parametrize(
    ("name", "birth"), [("Mohubbatov Eldaniz", "1969"), ("Hamzayev Polad", "1974-08-18")]
)
def test_year_that_agrees_is_no_date_that_agrees(ask: Ask, name: str, birth: str) -> None:
    assert ask(name, birth_date=birth).answer.value == "possible_records"


NUMBERS = {
    "alone": ({"document": "C01234567"}, "record_found"),
    "FIN alone": ({"fin": "94FMDDD"}, "record_found"),
    "other name": ({"name": "Smith John", "document": "C01234567"}, "record_found"),
    "other date": ({"document": "C01234567", "birth_date": "1985-03-05"}, "record_found"),
    "other citizenship": ({"document": "C01234567", "citizenship": "RUS"}, "record_found"),
    "other father too": ({"name": "Smith John Rauf oglu", "document": "C01234567"}, "record_found"),
    "other name and date": (
        {"name": "Smith John", "document": "C01234567", "birth_date": "1985-03-05"},
        "possible_records",
    ),
    "other name and citizenship": (
        {"name": "Smith John", "document": "C01234567", "citizenship": "USA"},
        "possible_records",
    ),
    "other FIN and name": (
        {"name": "Smith John", "document": "C01234567", "fin": "1111111"},
        "possible_records",
    ),
    "near name and date": (
        {"name": "Gasimov Mubaris", "document": "C01234567", "birth_date": "1970-10-27"},
        "record_found",
    ),
}


@pytest.mark.parametrize(("asked", "answer"), NUMBERS.values(), ids=NUMBERS.keys())
def test_number_outweighs_one_contradiction_but_not_two(ask: Ask, asked: dict[str, str], answer: str) -> None:
    found = ask(**asked)
    assert (first(found), found.answer.value) == ("qasimov", answer)


@pytest.mark.parametrize(
    ("more", "answer"),
    [
        ({"document": "X99999999"}, "record_found"),
        ({"document": "X99999999", "fin": "94FMDDD"}, "record_found"),
        ({"fin": "1111111"}, "possible_records"),
    ],
    ids=["another document", "another document, same FIN", "another FIN"],
)
def test_another_document_is_no_contradiction_and_another_lifelong_number_is(
    ask: Ask, more: dict[str, str], answer: str
) -> None:
    found = ask("Qasımov Mübariz", birth_date="1970-10-22", **more)
    assert (first(found), found.answer.value) == ("qasimov", answer)


def test_record_by_name_and_date_stands_before_one_by_a_number_that_all_else_contradicts(ask: Ask) -> None:
    found = ask("Jafarov Chingiz", birth_date="1981-03-07", document="C01234567")
    assert (first(found), found.answer.value) == ("ceferov", "record_found")
    assert [candidate.strong for candidate in found.candidates] == [True, False]


def test_codes_of_one_state_are_one_citizenship(ask: Ask) -> None:
    found = ask("Gasimov Mubariz", birth_date="1970-10-22", citizenship="aze")
    assert found.candidates[0].parts.citizenship.value == "equal"


@pytest.mark.parametrize("name", ["Qasımov Mübariz", "Gasimov Mubariz", "Qasımov"])
@pytest.mark.parametrize("birth", ["", "1970", "1970-10"])
def test_what_the_threshold_holds_back_is_not_called_no_record(
    held: RestrictionList, monkeypatch: pytest.MonkeyPatch, name: str, birth: str
) -> None:
    monkeypatch.setitem(held.about, "possible_nothing", "99")
    monkeypatch.setitem(held.about, "possible_year", "99")
    found = held.find(Query(name=name, birth_date=birth), today=TODAY)
    assert (found.answer.value, found.candidates) == ("too_little_known", ())


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "Qasımov Rauf"},
        {"name": "Qasımov Mübarix"},
        {"name": "Qasımov Mübariz", "birth_date": "1985"},
        {"name": "Qasımov Mübariz", "citizenship": "RUS"},
    ],
    ids=["other given name", "near", "other year", "other citizenship"],
)
def test_what_contradicts_a_record_is_no_record(
    held: RestrictionList, monkeypatch: pytest.MonkeyPatch, asked: dict[str, str]
) -> None:
    monkeypatch.setitem(held.about, "possible_nothing", "99")
    monkeypatch.setitem(held.about, "possible_year", "99")
    assert held.find(Query(**asked), today=TODAY).answer.value == "no_record"
