"""Conflicts: nothing is overwritten that its writer had not seen, and a person settles each one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from desk.db import changes, conflicts
from desk.db.log_tables import ChangeState
from desk.db.log_tables import conflict as conflict_table
from desk.lang import today
from desk.records.reference import Clerk, Role
from desk.records.visit import CorrectableVisit
from desk.sync import ledger
from desk.usecases.change_details import details
from desk.usecases.conflicts import keep_mine, keep_theirs, open_conflicts
from desk.usecases.correct_visit import correct_conflict, correct_visit
from desk.usecases.day import visits_of
from desk.usecases.desk import Desk
from desk.usecases.quarantine import LogLine, log_lines
from tests.central.world import World
from tests.sync.house import House
from tests.usecases.test_correct_visit import at_central, correct, shown

Enrol = Callable[..., House]
A = ChangeState.acknowledged


@dataclass
class Contest:
    """One visit corrected on two desks; `late` is the one that central did not follow."""

    early: House
    late: House
    number: str

    def settle(self) -> None:
        """Both desks synchronise, and once more for what the other one did."""
        for house in (self.late, self.early, self.late):
            assert house.sync().online


@pytest.fixture
def contest(enrolled: Enrol) -> Contest:
    """Note one → early / late; the late desk also wrote a telephone that nobody else touched."""
    early, late = enrolled(), enrolled()
    number = early.register(note="one").number
    early.sync()
    late.sync()
    correct(early.desk, number, note="early")
    correct(late.desk, number, note="late", phone="+994501112233")
    early.sync()
    late.sync()
    return Contest(early, late, number)


def counted(house: House) -> tuple[int, int]:
    """The counter of the header, and the table's own count."""
    with house.desk.store.read() as connection:
        own = conflict_table.c.own & (conflict_table.c.how == "")
        rows = connection.execute(select(func.count()).where(own)).scalar_one()
    return ledger.counts(house.desk.store).conflicts, rows


def only(desk: Desk) -> Any:
    (view,) = open_conflicts(desk)
    return view


def test_i9_both_values_stay_and_the_screen_has_all_sides(contest: Contest, world: World) -> None:
    assert at_central(world, contest.number).note == "early"
    row = shown(contest.late.desk, contest.number)
    assert (row.note, row.phone) == ("early", "")
    view = only(contest.late.desk)
    assert (view.number, view.mine_by, view.theirs_by) == (contest.number, "Nümunə", "Nümunə")
    assert view.theirs_at == datetime.fromisoformat(contest.early.log()[-1].at)
    assert view.mine_at == datetime.fromisoformat(contest.late.log()[-1].at)
    sides = {side.title: (side.base, side.mine, side.theirs, side.clashes) for side in view.sides}
    assert sides == {
        "Telephone": ("", "+994501112233", "", False),
        "Note": ("one", "late", "early", True),
    }


def test_i18_the_counter_equals_the_tables_count(contest: Contest) -> None:
    assert contest.late.sync().conflicts == 1
    assert counted(contest.late) == (1, 1)
    assert contest.early.sync().conflicts == 0
    keep_theirs(contest.late.desk, only(contest.late.desk))
    assert contest.late.sync().conflicts == 0
    assert counted(contest.late) == (0, 0)


def test_keep_mine_writes_again_with_a_fresh_witness_all_that_was_refused(
    contest: Contest, world: World
) -> None:
    settled = keep_mine(contest.late.desk, only(contest.late.desk))
    assert settled.fields == ["note", "phone"]
    assert shown(contest.late.desk, contest.number).note == "late"
    contest.settle()
    held = at_central(world, contest.number)
    assert (held.note, held.phone) == ("late", "+994501112233")
    for house in (contest.early, contest.late):
        row = shown(house.desk, contest.number)
        assert (row.note, row.phone, row.contested) == ("late", "+994501112233", 0)


def test_keep_theirs_changes_no_value_and_every_desk_learns_that_it_is_settled(
    contest: Contest, world: World
) -> None:
    contest.early.sync()
    assert shown(contest.early.desk, contest.number).contested
    keep_theirs(contest.late.desk, only(contest.late.desk))
    contest.settle()
    assert at_central(world, contest.number).note == "early"
    assert [shown(house.desk, contest.number).contested for house in (contest.early, contest.late)] == [0, 0]
    assert open_conflicts(contest.late.desk) == []


def test_edit_settles_with_a_third_value(contest: Contest, world: World) -> None:
    view = only(contest.late.desk)
    draft = correct_conflict(contest.late.desk, view.change_id)
    assert draft is not None
    assert draft.values["note"] == "early"
    form = CorrectableVisit.model_validate(draft.values | {"note": "early and late"})
    assert correct_visit(contest.late.desk, draft, form).fields == ["note"]
    contest.settle()
    assert at_central(world, contest.number).note == "early and late"
    assert open_conflicts(contest.late.desk) == []
    assert correct_conflict(contest.late.desk, view.change_id) is None


def test_i9_a_value_that_changed_while_the_person_decided_is_a_new_conflict(
    contest: Contest, world: World
) -> None:
    view = only(contest.late.desk)
    correct(contest.early.desk, contest.number, note="earlier still")
    contest.early.sync()
    keep_mine(contest.late.desk, view)
    contest.settle()
    assert at_central(world, contest.number).note == "earlier still"
    again = only(contest.late.desk)
    assert [(side.base, side.mine, side.theirs) for side in again.sides if side.clashes] == [
        ("early", "late", "earlier still")
    ]
    keep_mine(contest.late.desk, again)
    contest.settle()
    assert at_central(world, contest.number).note == "late"


def test_an_open_conflict_holds_up_no_other_work(contest: Contest) -> None:
    desk = contest.late.desk
    contest.late.register(document_number="X1234567")
    correct(desk, contest.number, given_name="Başqa")
    contest.late.sync()
    assert set(contest.late.states()) == {A}
    assert only(desk).number == contest.number


def test_the_other_desk_sees_it_but_only_its_supervisor_settles_it_there(
    contest: Contest, world: World
) -> None:
    contest.early.sync()
    desk = contest.early.desk
    assert visits_of(desk, today())[0].state == "two corrections differ"
    assert open_conflicts(desk) == []
    assert counted(contest.early) == (0, 0)
    chief = desk.signed_in(Clerk(id="clerk-GNC", name="Nümunə", office="GNC", roles=[Role.supervisor]))
    keep_mine(chief, only(chief))
    for house in (contest.early, contest.late):
        house.sync()
    assert at_central(world, contest.number).note == "late"
    assert counted(contest.late) == (0, 0)
    assert shown(contest.late.desk, contest.number).phone == "+994501112233"


def test_a_conflict_settled_twice_is_settled_once(contest: Contest) -> None:
    view = only(contest.late.desk)
    keep_theirs(contest.late.desk, view)
    keep_theirs(contest.late.desk, view)
    with contest.late.desk.store.read() as connection:
        kinds = [row.kind for row in changes.newest(connection, 50)]
        kept = conflicts.one(connection, view.change_id)
    assert kinds.count("conflict.settled") == 1
    assert kept is not None
    assert kept.how == "theirs"


def test_the_same_value_on_both_desks_is_no_conflict(enrolled: Enrol) -> None:
    first, second = enrolled(), enrolled()
    number = first.register(note="one").number
    first.sync()
    second.sync()
    for house in (first, second):
        correct(house.desk, number, note="two")
    assert [first.sync().conflicts, second.sync().conflicts] == [0, 0]


def test_the_feed_read_again_opens_no_settled_conflict(contest: Contest) -> None:
    keep_theirs(contest.late.desk, only(contest.late.desk))
    contest.settle()
    with contest.late.desk.store.write() as connection:
        connection.exec_driver_sql("update cursor set after = 0")
    contest.late.sync()
    assert counted(contest.late) == (0, 0)
    assert shown(contest.late.desk, contest.number).note == "early"


def test_line_of_the_log_names_the_record_and_who_else_corrected_it_until_it_is_settled(
    contest: Contest,
) -> None:
    desk = contest.late.desk
    view = only(desk)

    def line() -> LogLine:
        return next(line for line in log_lines(desk) if line.change_id == view.change_id)

    def advice() -> str:
        return line().advice

    assert line().state == "not applied: somebody else changed the same"
    assert advice() == f"F6 settles it: visit {contest.number}, also corrected by {view.theirs_by}."
    keep_theirs(desk, view)
    assert advice() == "Nothing to do about this one: central has it."
    assert line().state == "not applied; the conflict was settled"
    told = details(desk, view.change_id)
    assert told is not None
    assert {("Where it stands", line().state), ("Number", contest.number)} <= set(told.lines)
