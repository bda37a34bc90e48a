"""What an answer of the lookup says: what agrees, what differs, and what was not asked."""

from pathlib import Path

import pytest

from desk.db.restrictions.held import HeldList
from desk.db.restrictions.store import connect, write_about
from desk.records.lookup import AnswerKind
from desk.usecases.answer_words import remark
from desk.usecases.candidates import shown
from tests.db.restrictions.conftest import person
from tests.lists import BUILT, ROWS, built
from tests.usecases.conftest import Ask


def test_match_by_another_name_shows_that_name_beside_the_listed_one(ask: Ask) -> None:
    answer = ask("Petrenko Ivan", birth_date="1977-07-07")
    one = shown(answer.candidates[0], answer.query)
    assert one.name == "Bağırov Habil, other name: Ivan Petrenko"
    assert (one.compared[0].listed, one.compared[0].relation.value) == ("Ivan Petrenko", "equal")


def test_whole_name_is_not_called_the_same_where_its_patronymic_differs(ask: Ask, tmp_path: Path) -> None:
    row = person(900, "Zeynal", "Habil", birth="1961-07-08", other_names=("Dubrovin Oleq Nüsrət oğlu",))
    held = built(tmp_path / "own", bytes(32), [row, *ROWS], BUILT)
    answer = ask("Dubrovin Oleq", patronymic="Kamil oğlu", birth_date="1961-07-08", held=held)
    one = shown(answer.candidates[0], answer.query)
    held.close()
    assert (one.compared[0].title, one.compared[0].relation.value) == ("Whole name", "different")
    assert one.why.endswith("But the patronymic differs.")


def test_a_fathers_name_scanned_among_the_given_names_stands_beside_its_own(ask: Ask) -> None:
    answer = ask(surname="HUSEYNOV", given_name="KHAYYAM SHAHIN", birth_date="1990-02-11")
    father = shown(answer.candidates[0], answer.query).compared[2]
    assert (father.title, father.asked, father.listed) == ("Patronymic", "SHAHIN", "Şahin oğlu")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"name": "Johansson Lars"}, ""),
        ({"name": "Johansson Lars", "birth_date": "1980-01-15"}, "by_birth"),
        ({"name": "Johansson Lars 15.01.1980"}, "by_birth"),
        ({"document_number": "ZZ9999999"}, "by_number"),
        ({"name": "ZZ9999999"}, "by_number"),
        ({"fin": "1111111"}, "by_number"),
        ({"name": "Johansson Lars", "document_number": "ZZ9999999"}, ""),
    ],
)
def test_no_record_says_what_was_not_asked(ask: Ask, asked: dict[str, str], told: str) -> None:
    answer = ask(**asked)
    assert (answer.kind, remark(answer)) == (AnswerKind.none, told)


def test_records_that_fit_and_are_too_many_are_not_called_no_record(ask: Ask, held: HeldList) -> None:
    (file,) = held.folder.glob("*.db")
    writer = connect(file, held.key)
    write_about(writer, possible_nothing=99)
    writer.close()
    answer = ask("Quliyev")
    assert (answer.kind, answer.candidates, remark(answer)) == (AnswerKind.unconfirmed, (), "too_little")
    assert answer.age.is_sound


WHY = {
    "name": ({"name": "Smith John"}, "The document number is the same. But the name differs."),
    "date": (
        {"name": "Gasimov Mubariz", "birth_date": "1985-03-05"},
        "The document number is the same. But the date of birth differs.",
    ),
    "a digit of the date": (
        {"name": "Gasimov Mubariz", "birth_date": "1970-10-23"},
        "The document number is the same. But the date of birth differs by one digit.",
    ),
    "only the year known": (
        {"name": "Gasimov Mubariz", "birth_date": "1970"},
        "The document number is the same.",
    ),
    "nothing": ({"name": "Gasimov Mubariz", "birth_date": "1970-10-22"}, "The document number is the same."),
}


@pytest.mark.parametrize(("asked", "why"), WHY.values(), ids=WHY.keys())
def test_number_that_agrees_tells_what_else_differs(ask: Ask, asked: dict[str, str], why: str) -> None:
    answer = ask(document_number="C01234567", **asked)
    one = shown(answer.candidates[0], answer.query)
    assert (one.why, one.strength) == (why, "agrees" if why.endswith("same.") else "number agrees")


def test_name_and_date_that_agree_tell_another_citizenship(ask: Ask) -> None:
    answer = ask("Gasimov Mubariz", birth_date="1970-10-22", citizenship="RUS")
    one = shown(answer.candidates[0], answer.query)
    assert (answer.kind, one.strength) == (AnswerKind.possible, "may be the person")
    assert one.why.endswith("the date of birth is the same. But the citizenship differs.")


def test_record_found_by_name_and_date_tells_that_the_document_is_another(ask: Ask) -> None:
    answer = ask("Gasimov Mubariz", birth_date="1970-10-22", document_number="C99999999")
    one = shown(answer.candidates[0], answer.query)
    assert (answer.kind, one.strength) == (AnswerKind.found, "agrees")
    assert one.why.endswith("the date of birth is the same. But the document number is another.")


@pytest.mark.parametrize("asked", [{"document_number": "C 012 345 67"}, {"name": "C-01234567"}])
def test_listed_document_number_is_shown_as_the_list_has_it(ask: Ask, asked: dict[str, str]) -> None:
    answer = ask(**asked)
    document = shown(answer.candidates[0], answer.query).compared[-1]
    assert (document.asked, document.listed) == (*asked.values(), "C01234567")


def test_number_that_all_else_contradicts_is_to_be_checked_and_told(ask: Ask) -> None:
    answer = ask("Smith John", birth_date="1985-03-05", document_number="C01234567")
    one = shown(answer.candidates[0], answer.query)
    assert (answer.kind, one.strength) == (AnswerKind.possible, "number agrees")
    assert "tell the supervisor" in one.next_step
