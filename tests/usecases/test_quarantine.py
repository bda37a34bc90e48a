"""Rejected changes: said in words, corrected, sent again, handed to the supervisor."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from desk.db import changes, visits
from desk.db.log_tables import ChangeState
from desk.records.base import new_id
from desk.records.kinds import EDITABLE, FACTS
from desk.records.reference import Clerk, Role
from desk.records.visit import CorrectableVisit, Visit
from desk.records.wire import Edit, FieldEdit
from desk.usecases import change_words
from desk.usecases.change_details import details
from desk.usecases.correct_visit import begin_correction, correct_rejected, correct_visit
from desk.usecases.desk import Desk
from desk.usecases.quarantine import Action, LogLine, hand_over, log_lines, send_again
from tests.central.world import World
from tests.sync.house import House, form
from tests.usecases.test_correct_visit import at_central, correct, draft_of, shown

Enrol = Callable[..., House]
A, B, P, R, S = (
    ChangeState.acknowledged,
    ChangeState.blocked,
    ChangeState.pending,
    ChangeState.rejected,
    ChangeState.superseded,
)


def register_badly(house: House, **wrong: Any) -> str:
    """A visit as an older program would have let it pass, with values that central refuses."""
    receipt = house.register()
    desk = house.desk
    record = Visit.model_construct(**(dict(receipt.visit) | wrong | {"id": new_id()}))
    with desk.store.write() as connection:
        connection.exec_driver_sql("delete from visit")
        connection.exec_driver_sql("delete from change")
        change = changes.append(connection, desk.author, "visit.registered", f"visit:{record.id}", record)
        visits.add(connection, record, change.n)
    return receipt.number


def edit_badly(house: House, number: str, **wrong: Any) -> None:
    """An edit that central refuses."""
    row = shown(house.desk, number)
    fields = {name: FieldEdit(old=getattr(row, name), new=value) for name, value in wrong.items()}
    with house.desk.store.write() as connection:
        edit = Edit(id=row.id, fields=fields)
        changes.append(connection, house.desk.author, "visit.edited", f"visit:{row.id}", edit)


def first(desk: Desk) -> LogLine:
    return log_lines(desk)[0]


def letters(world: World) -> list[str]:
    return [row[0] for row in world.db.execute("select state from dead_letter order by at, change_id")]


def test_a_rejected_change_stands_first_with_reason_and_field_in_the_clerks_language(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    register_badly(house, fin="12")
    house.register(document_number="X1234567")
    house.sync()
    line = first(house.desk)
    assert line.is_rejected
    assert line.state == "rejected: FIN: 7 characters, not 2."
    assert line.actions == {Action.read, Action.correct, Action.send_again, Action.hand_over, Action.print}
    assert not any(later.is_rejected for later in log_lines(house.desk)[1:])
    monkeypatch.setattr(change_words, "_", lambda text: f"‹{text}›")
    assert first(house.desk).state.startswith("‹rejected: ‹FIN›: ")


def test_a_field_without_a_title_is_not_told_before_the_reason() -> None:
    assert change_words.why("clerk_inactive", "actor", {}).startswith("Who wrote this did not work there")


def test_a_correction_supersedes_and_what_was_blocked_behind_it_follows(house: House, world: World) -> None:
    number = register_badly(house, fin="12")
    correct_later = draft_of(house.desk, number)
    typed = CorrectableVisit.model_validate(correct_later.values | {"fin": "", "note": "x"})
    correct_visit(house.desk, correct_later, typed)
    house.sync()
    assert house.states() == [R, B]
    draft = correct_rejected(house.desk, first(house.desk).n)
    assert draft is not None
    assert draft.values["fin"] == "12"
    correct_visit(house.desk, draft, CorrectableVisit.model_validate(draft.values | {"fin": "94FMDDD"}))
    assert house.states() == [S, P, P]
    house.sync()
    assert house.states()[:1] == [S]
    assert set(house.states()[1:]) == {A}
    held = at_central(world, number)
    assert (held.number, held.registered_at) == (number, shown(house.desk, number).registered_at)
    # What followed took the FIN away from another value than the corrected one: that waits for somebody.
    assert letters(world) == ["superseded", "open"]
    assert shown(house.desk, number).state == A


def test_a_rejected_registration_is_corrected_from_the_days_list_too(house: House, world: World) -> None:
    number = register_badly(house, fin="12")
    house.sync()
    draft = begin_correction(house.desk, number)
    assert draft is not None
    assert draft.registration is not None
    correct_visit(house.desk, draft, CorrectableVisit.model_validate(draft.values | {"fin": ""}))
    house.sync()
    assert (house.states(), at_central(world, number).fin) == ([S, A], "")


def test_a_rejected_edit_is_corrected_in_its_turn_before_those_behind_it(house: House, world: World) -> None:
    number = house.register(note="one").number
    house.sync()
    edit_badly(house, number, fin="12")
    correct(house.desk, number, note="two")
    house.sync()
    assert house.states() == [A, R, B]
    draft = correct_rejected(house.desk, 2)
    assert draft is not None
    assert (draft.seen["fin"], draft.values["fin"], draft.values["note"]) == ("", "12", "one")
    correct_visit(house.desk, draft, CorrectableVisit.model_validate(draft.values | {"fin": "94FMDDD"}))
    assert shown(house.desk, number).note == "two"
    assert shown(house.desk, number).fin == "94FMDDD"
    house.sync()
    assert house.states() == [A, S, A, A]
    held = at_central(world, number)
    assert (held.fin, held.note) == ("94FMDDD", "two")
    order = world.db.execute("select change_id from feed where kind = 'visit.edited' order by n").fetchall()
    log = house.log()
    assert [row[0] for row in order] == [log[3].change_id, log[2].change_id]


def test_a_rejected_edit_is_taken_back_by_leaving_what_stood_there(house: House, world: World) -> None:
    number = house.register().number
    house.sync()
    edit_badly(house, number, fin="12")
    house.sync()
    draft = correct_rejected(house.desk, 2)
    assert draft is not None
    corrected = correct_visit(house.desk, draft, CorrectableVisit.model_validate(draft.seen))
    assert corrected.fields == []
    house.sync()
    assert house.states() == [A, S, A]
    assert letters(world) == ["superseded"]
    assert shown(house.desk, number).fin == ""


def test_sent_again_as_it_is_central_judges_it_anew_and_the_log_says_who(house: House, world: World) -> None:
    house.sync()
    world.db.execute("update record set id = 'gone' where entity = 'clerk' and id = 'clerk-GNC'")
    number = house.register().number
    house.sync()
    line = first(house.desk)
    assert line.actions == {Action.read, Action.send_again, Action.hand_over, Action.print}, (
        "no form helps here"
    )
    world.db.execute("update record set id = 'clerk-GNC' where id = 'gone'")
    send_again(house.desk, line.n)
    assert house.states() == [P, P]
    house.sync()
    assert house.states() == [A, A]
    assert at_central(world, number).number == number
    told = json.loads(house.log()[-1].body)
    assert (house.log()[-1].kind, told["clerk"]) == ("change.resent", "clerk-GNC")
    assert letters(world) == ["applied"]
    before = len(house.log())
    send_again(house.desk, line.n)
    assert len(house.log()) == before


def test_handed_over_it_is_marked_here_and_found_by_the_supervisor_at_another_desk(
    enrolled: Enrol, world: World
) -> None:
    mine, other = enrolled(), enrolled()
    number = register_badly(mine, fin="12", surname="Zeynalov")
    mine.sync()
    line = first(mine.desk)
    hand_over(mine.desk, line.n)
    hand_over(mine.desk, line.n)
    assert first(mine.desk).state.startswith("handed over, rejected: FIN")
    assert Action.hand_over not in first(mine.desk).actions
    mine.sync()
    other.sync()
    assert all(not one.is_rejected for one in log_lines(other.desk)), "a clerk is not troubled with it"
    chief = supervisor(other)
    found = first(chief)
    assert found.n == 0
    assert found.actions == {Action.read, Action.print}
    assert f"desk {mine.desk.identity.desk}" in found.state
    shown_there = details(chief, found.change_id)
    assert shown_there is not None
    assert ("Surname", "Zeynalov") in shown_there.lines
    draft = begin_correction(mine.desk, number)
    assert draft is not None
    correct_visit(mine.desk, draft, CorrectableVisit.model_validate(draft.values | {"fin": ""}))
    mine.sync()
    other.sync()
    assert log_lines(chief) == log_lines(other.desk), "it is done with"


def test_handed_over_and_then_sent_again_with_success_leaves_the_supervisors_list(
    enrolled: Enrol, world: World
) -> None:
    mine, other = enrolled(), enrolled()
    mine.sync()
    world.db.execute("update record set id = 'gone' where entity = 'clerk' and id = 'clerk-GNC'")
    mine.register()
    mine.sync()
    world.db.execute("update record set id = 'clerk-GNC' where id = 'gone'")
    n = first(mine.desk).n
    hand_over(mine.desk, n)
    mine.sync()
    other.sync()
    assert first(supervisor(other)).is_rejected
    send_again(mine.desk, n)
    mine.sync()
    other.sync()
    assert not any(one.is_rejected for one in log_lines(supervisor(other)))


def supervisor(house: House) -> Desk:
    chief = Clerk(id="clerk-GNC", name="Nümunə", office="GNC", roles=[Role.supervisor])
    return replace(house.desk, clerk=chief)


def test_details_show_the_whole_body_in_words(house: House) -> None:
    number = register_badly(house, fin="12", note="[/bold]")
    correct(house.desk, number, fin="", phone="+994501112233")
    written = details(house.desk, log_lines(house.desk)[1].change_id)
    assert written is not None
    assert {("FIN", "12"), ("Note", "[/bold]"), ("Kind of document", "passport"), ("Number", number)} <= set(
        written.lines
    )
    edited = details(house.desk, log_lines(house.desk)[0].change_id)
    assert edited is not None
    assert {("FIN", "12 → (empty)"), ("Telephone", "(empty) → +994501112233")} <= set(edited.lines)
    assert ("Number", number) in edited.lines
    assert details(house.desk, new_id()) is None


def test_a_form_saved_after_the_rejected_change_was_settled_elsewhere_is_a_plain_edit(
    house: House, world: World
) -> None:
    number = register_badly(house, fin="12")
    house.sync()
    one, two = begin_correction(house.desk, number), begin_correction(house.desk, number)
    assert one is not None
    assert two is not None
    correct_visit(house.desk, one, CorrectableVisit.model_validate(one.values | {"fin": ""}))
    correct_visit(house.desk, two, CorrectableVisit.model_validate(two.values | {"fin": "", "note": "x"}))
    house.sync()
    assert house.states() == [S, A, A]
    assert at_central(world, number).note == "x"


__all__ = ["form"]


def test_every_kind_of_change_has_a_word_for_the_clerk() -> None:
    assert {*FACTS, *(f"{entity}.edited" for entity in EDITABLE)} - change_words.KINDS.keys() == set()
