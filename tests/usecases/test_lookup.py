"""A lookup: written down before it is answered, and honest about the list's age."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError
from sqlalchemy import select

from desk.db.log_tables import change
from desk.db.restrictions.held import HeldList
from desk.db.store import StoreFailed
from desk.records.errors import issues
from desk.records.lookup import AnswerKind, ListAge, LookupForm, LookupMade
from desk.usecases.desk import Desk
from desk.usecases.list_age import age_words, list_age
from desk.usecases.lookup import LookupRefused
from tests.db.restrictions.test_families import DATES, FAMILIES
from tests.desks import Made
from tests.lists import BUILT, NAMED
from tests.usecases.conftest import Ask, clock_at

NAMES = {row.id: name for name, row in NAMED.items()}


def log(desk: Desk) -> list[LookupMade]:
    with desk.store.read() as connection:
        bodies = connection.execute(select(change.c.body).where(change.c.kind == "lookup.made"))
        return [LookupMade.model_validate_json(body) for body in bodies.scalars()]


def test_lookup_is_a_change_of_its_own_with_purpose_list_and_candidates(ask: Ask, desk: Desk) -> None:
    answer = ask("Gasimov Mubariz", birth_date="1970-10-22", case_number="12/3")
    (made,) = log(desk)
    assert made == answer.made
    assert (made.purpose, made.case_number, made.name) == ("reception", "12/3", "Gasimov Mubariz")
    assert (made.answer, made.candidates[0]) == (AnswerKind.found, NAMED["qasimov"].id)
    assert (made.list_version, made.list_as_of, made.list_age) == (7, BUILT, ListAge.fresh)
    assert (made.clerk, made.desk) == (desk.clerk.id, desk.identity.desk)
    assert answer.made.id in {made.id for made in log(desk)}


def test_without_the_change_there_is_no_answer(ask: Ask, desk: Desk) -> None:
    desk.store.stopped = "disk_full"
    with pytest.raises(StoreFailed):
        ask("Gasimov Mubariz")
    assert log(desk) == []


def test_change_is_in_the_sealed_copy_before_the_answer(ask: Ask, desk: Desk) -> None:
    ask("Johansson Lars")
    with desk.store.read() as connection:
        newest = connection.execute(select(change.c.change_id).order_by(change.c.n.desc())).scalars().first()
    assert newest in desk.spool.ids()


def test_purpose_is_asked_for() -> None:
    with pytest.raises(ValidationError):
        LookupForm(name="Qasımov")  # type: ignore[call-arg]


@pytest.mark.parametrize(("name", "birth", "who"), FAMILIES.values(), ids=FAMILIES.keys())
def test_person_is_found_in_this_spelling_through_the_whole_path(
    ask: Ask, name: str, birth: str, who: str
) -> None:
    if "\u202b" in name:
        with pytest.raises(ValidationError):
            ask(name, birth_date=birth)
        return
    answer = ask(name, birth_date=birth)
    assert [NAMES.get(one) for one in answer.made.candidates[:1]] == [who]
    assert answer.kind in (AnswerKind.found, AnswerKind.possible)


@pytest.mark.parametrize(("name", "birth", "who"), DATES.values(), ids=DATES.keys())
def test_person_is_found_with_this_date_through_the_whole_path(
    ask: Ask, name: str, birth: str, who: str
) -> None:
    assert [NAMES.get(one) for one in ask(name, birth_date=birth).made.candidates[:1]] == [who]


@pytest.mark.parametrize("typed", ["C01234567", "c 0123-4567", "№ C01234567", "СO1234567"])
def test_document_is_found_whatever_the_name(ask: Ask, typed: str) -> None:
    answer = ask("Somebody Else", document_number=typed)
    assert (answer.kind, answer.made.candidates[0]) == (AnswerKind.found, NAMED["qasimov"].id)


AGES = [
    (1, ListAge.fresh, AnswerKind.none),
    (23.9, ListAge.fresh, AnswerKind.none),
    (24, ListAge.ageing, AnswerKind.none),
    (71.9, ListAge.ageing, AnswerKind.none),
    (72, ListAge.stale, AnswerKind.unconfirmed),
    (24 * 365, ListAge.stale, AnswerKind.unconfirmed),
]


@pytest.mark.parametrize(("hours", "age", "kind"), AGES)
def test_only_a_sound_list_gives_a_clean_answer(
    ask: Ask, hours: float, age: ListAge, kind: AnswerKind
) -> None:
    answer = ask("Johansson Lars", birth_date="1980-01-15", now=BUILT + timedelta(hours=hours))
    assert (answer.age.state, answer.kind) == (age, kind)


def test_stale_list_still_shows_whom_it_has_and_says_that_it_is_stale(ask: Ask) -> None:
    answer = ask("Gasimov Mubariz", birth_date="1970-10-22", now=BUILT + timedelta(hours=100))
    assert (answer.kind, answer.age.state) == (AnswerKind.found, ListAge.stale)


def test_absent_list_confirms_nothing_and_the_lookup_is_recorded(
    ask: Ask, desk: Desk, tmp_path: Path
) -> None:
    answer = ask("Johansson Lars", held=HeldList(tmp_path / "none", bytes(32)))
    assert (answer.kind, answer.age.state) == (AnswerKind.unconfirmed, ListAge.absent)
    assert [made.list_as_of for made in log(desk)] == [None]


def test_list_that_breaks_under_the_question_confirms_nothing(ask: Ask, held: HeldList) -> None:
    (file,) = held.folder.glob("*.db")
    file.write_bytes(b"\0" * file.stat().st_size)
    answer = ask("Johansson Lars", held=held)
    assert answer.kind is AnswerKind.unconfirmed
    assert held.damaged


def test_ages_are_settings(ask: Ask, made: Made) -> None:
    options = replace(made.settings, list_ageing_hours=1, list_stale_hours=2)
    assert ask("Johansson Lars", options=options).age.state is ListAge.ageing
    assert (
        ask("Johansson Lars", options=options, now=BUILT + timedelta(hours=2)).kind is AnswerKind.unconfirmed
    )


def test_restriction_ends_at_midnight_of_baku(ask: Ask) -> None:
    last_second = datetime(2026, 6, 1, 19, 59, 59, tzinfo=UTC)
    asked = {"birth_date": "1962-02-23"}
    assert ask("Şıxlinski Həmid", now=last_second, **asked).kind is not AnswerKind.none
    assert ask("Şıxlinski Həmid", now=last_second + timedelta(seconds=1), **asked).kind is AnswerKind.none


BAD = {
    "empty": ({}, "name", "lookup_empty"),
    "spaces": ({"name": "   "}, "name", "lookup_empty"),
    "one letter": ({"name": "Q"}, "name", "lookup_too_short"),
    "initials": ({"name": "Q. M."}, "name", "lookup_too_short"),
    "only a patronymic": ({"patronymic": "Nüsrət oğlu"}, "patronymic", "lookup_only_patronymic"),
    "digits": ({"name": "12 3"}, "name", "lookup_no_letters"),
    "FTS operators": ({"name": '"" * ( ) : ^'}, "name", "lookup_no_letters"),
    "short number": ({"document_number": "A1"}, "document_number", "lookup_number_short"),
    "short FIN": ({"fin": "A-1"}, "fin", "lookup_number_short"),
}


@pytest.mark.parametrize(("typed", "field", "code"), BAD.values(), ids=BAD.keys())
@pytest.mark.parametrize("has_list", [True, False])
def test_what_cannot_be_looked_up_is_told_and_not_recorded(
    ask: Ask,
    desk: Desk,
    held: HeldList,
    tmp_path: Path,
    typed: dict[str, str],
    field: str,
    code: str,
    has_list: bool,
) -> None:
    with pytest.raises(LookupRefused) as refused:
        ask(**typed, held=held if has_list else HeldList(tmp_path / "none", bytes(32)))
    assert (refused.value.issue.field, refused.value.issue.code) == (field, code)
    assert not refused.value.issue.text.startswith("Not accepted")
    assert log(desk) == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"name": "x" * 10_000}, "string_too_long"),
        ({"name": "Qas\u202eimov"}, "text_control"),
        ({"name": "Qas\x1b[2Jimov"}, "text_control"),
        ({"name": "Qas\x00imov"}, "text_control"),
        ({"document_number": "9" * 10_000}, "string_too_long"),
        ({"birth_date": "yesterday"}, "date_form"),
        ({"birth_date": "31.02.1990"}, "date_impossible"),
        ({"birth_date": "13.1990"}, "date_impossible"),
        ({"birth_date": "1785"}, "date_too_early"),
        ({"birth_date": "2999"}, "date_future"),
        ({"citizenship": "XYZ"}, "country_unknown"),
    ],
)
def test_what_no_field_takes_has_a_sentence(typed: dict[str, str], code: str) -> None:
    with pytest.raises(ValidationError) as error:
        LookupForm(purpose="reception", **typed)
    (issue,) = issues(error.value)
    assert issue.code == code
    assert not issue.text.startswith("Not accepted")


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("22.10.1970", "1970-10-22"),
        ("22101970", "1970-10-22"),
        ("10.1970", "1970-10"),
        ("1970-10", "1970-10"),
        ("1970", "1970"),
        ("", ""),
    ],
)
def test_birth_date_may_be_known_in_part(typed: str, iso: str) -> None:
    form = LookupForm(purpose="reception", birth_date=typed)
    assert form.birth_date == iso
    assert LookupForm.model_validate_json(form.model_dump_json()) == form


@pytest.mark.parametrize(
    "name", ['Gasimov" OR keys:*', "Gasimov AND NOT x", "NEAR(Gasimov Mubariz)", "Gasimov*"]
)
def test_search_syntax_is_only_text(ask: Ask, name: str) -> None:
    assert ask(name, birth_date="1970-10-22").kind in AnswerKind


def test_more_lookups_than_usual_are_told_and_recorded(ask: Ask, desk: Desk, made: Made) -> None:
    options = replace(made.settings, lookups_an_hour=2)
    told = [ask("Johansson Lars", options=options).lookups for _ in range(4)]
    assert told == [0, 0, 3, 4]
    assert [one.over_limit for one in log(desk)] == [False, False, True, True]


def test_age_is_told_in_words(desk: Desk, made: Made, held: HeldList) -> None:
    def words(hours: int) -> str:
        asking = replace(desk, restrictions=held, clock=clock_at(BUILT + timedelta(hours=hours)))
        return age_words(list_age(asking, made.settings))

    assert [words(2), words(30), words(80)] == ["list 2 h", "list 30 h, ageing", "list 80 h, stale"]
    assert age_words(list_age(desk, made.settings)) == "no list"
