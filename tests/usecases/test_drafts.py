"""A draft ends with the act that it belongs to: both are committed, or neither."""

import pytest

from desk.db import changes
from desk.records.appeal_steps import YesNo
from desk.records.attendance import AttendanceCorrection
from desk.records.base import new_id, utc_now
from desk.records.kinds import SignIn
from desk.usecases.desk import Desk
from desk.usecases.drafts import draft_of, ending_draft, keep_draft
from desk.usecases.measures import enter_measure
from tests.registers.cards import measure


def _write(desk: Desk, fails: bool) -> None:
    clerk = desk.clerk
    record = SignIn(
        id=new_id(), clerk=clerk.id, clerk_name=clerk.name, office="GNC", desk="GNC2", at=utc_now()
    )
    with desk.store.write() as connection:
        changes.append(connection, desk.author, "session.opened", f"session:{record.id}", record)
        if fails:
            raise ArithmeticError


def test_act_that_is_rolled_back_leaves_its_draft(desk: Desk) -> None:
    keep_draft(desk, "measure", {"title": "x"})
    with pytest.raises(ArithmeticError), ending_draft("measure", desk):
        _write(desk, fails=True)
    assert draft_of(desk, "measure") is not None
    with ending_draft("measure", desk) as end:
        _write(desk, fails=False)
    assert end.written
    assert draft_of(desk, "measure") is None


def test_act_ends_only_the_draft_that_it_belongs_to(desk: Desk) -> None:
    keep_draft(desk, "measure", {"title": "x"})
    keep_draft(desk, "training", {"topic": "y"})
    enter_measure(desk, measure())
    assert draft_of(desk, "measure") is not None
    with ending_draft("measure", desk):
        enter_measure(desk, measure())
    assert draft_of(desk, "measure") is None
    assert draft_of(desk, "training") is not None


def test_correction_of_a_past_day_takes_any_time_of_it() -> None:
    typed = AttendanceCorrection(present=YesNo.yes, came_at="10:00", left_at="23:59", reason="x")
    at = utc_now()
    day = at.date()
    assert typed.wrong(day.replace(year=day.year - 1, day=1), at) == []
    assert {one.code for one in typed.wrong(day.replace(year=day.year + 1, day=1), at)} == {"time_future"}
