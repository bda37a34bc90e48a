"""A lookup compared with central's newer list: said when it agrees, also written down when it does not."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from desk.db.log_tables import change
from desk.db.restrictions.held import HeldList
from desk.records.lookup import AnswerKind, LookupChecked, LookupForm
from desk.usecases.desk import Desk
from desk.usecases.live_check import check_live
from desk.usecases.lookup import Answer, look_up
from tests.db.restrictions.conftest import person
from tests.desks import Made
from tests.lists import BUILT, NAMED
from tests.usecases.conftest import NOW, clock_at

LATER = BUILT + timedelta(hours=2)
LISTED = LookupForm(purpose="reception", name="Gasimov Mubariz", birth_date="1970-10-22")
STRANGER = LookupForm(purpose="reception", name="Johansson Lars", birth_date="15.01.1980")
NEWCOMER = person(77, "Johansson", "Lars", "", "1980-01-15")


@pytest.fixture
def asking(desk: Desk, held: HeldList) -> Desk:
    return replace(desk, restrictions=held, clock=clock_at(NOW))


def noted(desk: Desk) -> list[LookupChecked]:
    with desk.store.read() as connection:
        bodies = connection.execute(select(change.c.body).where(change.c.kind == "lookup.checked"))
        return [LookupChecked.model_validate_json(body) for body in bodies.scalars()]


def asked(desk: Desk, made: Made, form: LookupForm) -> Answer:
    return look_up(desk, made.settings, form)


def test_nothing_is_said_before_the_list_is_newer_than_the_answer(asking: Desk, made: Made) -> None:
    assert check_live(asking, asked(asking, made, LISTED)) is None


@pytest.mark.parametrize("form", [LISTED, STRANGER])
def test_newer_list_that_agrees_is_said_and_not_written_down(
    asking: Desk, made: Made, held: HeldList, form: LookupForm
) -> None:
    answer = asked(asking, made, form)
    held.apply([], 8, LATER)
    checked = check_live(asking, answer)
    assert checked is not None
    assert (checked.same, checked.as_of) == (True, LATER)
    assert "the same as of" in checked.text
    assert noted(asking) == []


def test_record_that_central_has_and_the_desk_had_not_is_told_and_written_down_once(
    asking: Desk, made: Made, held: HeldList
) -> None:
    answer = asked(asking, made, STRANGER)
    assert answer.kind is AnswerKind.none
    held.apply([NEWCOMER], 8, LATER)
    checked = check_live(asking, answer)
    assert checked is not None
    assert not checked.same
    assert "CENTRAL SAYS OTHERWISE" in checked.text
    (record,) = noted(asking)
    assert (record.lookup, record.answered) == (answer.made.id, AnswerKind.none)
    assert (record.candidates, record.list_version, record.list_as_of) == ([NEWCOMER.id], 8, LATER)


def test_record_lifted_at_central_is_a_difference(asking: Desk, made: Made, held: HeldList) -> None:
    answer = asked(asking, made, LISTED)
    held.apply([replace(NAMED["qasimov"], lifted_at=BUILT)], 8, LATER)
    checked = check_live(asking, answer)
    assert checked is not None
    assert not checked.same
    assert NAMED["qasimov"].id not in noted(asking)[0].candidates


def test_no_list_is_compared_with_nothing(asking: Desk, made: Made) -> None:
    without = replace(asking, restrictions=None)
    assert check_live(without, asked(without, made, STRANGER)) is None
