"""Edits: nothing is overwritten that its writer had not seen."""

from uuid import UUID

from desk.records.visit import Visit
from desk.records.wire import Outcome
from tests.central.double import Double
from tests.central.world import World


def registered(desk: Double) -> Visit:
    visit = desk.visit(note="one", phone="+994501234567")
    desk.push(desk.write("visit.registered", visit, f"visit:{visit.id}"))
    return visit


def held(desk: Double, visit_id: UUID) -> Visit:
    return Visit.model_validate_json(desk.line.get(f"/records/visit/{visit_id}").json()["body"])


def test_an_edit_of_what_its_writer_saw_is_applied(world: World) -> None:
    desk = world.desk()
    visit = registered(desk)
    result = desk.push(
        desk.edit(visit.id, note=("one", "two"), birth_date=("1990-01-31", "1991-01-31"))
    ).results[0]
    assert result.outcome is Outcome.applied
    now = held(desk, visit.id)
    assert (now.note, str(now.birth_date), now.phone) == ("two", "1991-01-31", visit.phone)


def test_i9_an_edit_of_what_its_writer_had_not_seen_is_a_conflict(world: World) -> None:
    desk, other = world.desk(), world.desk()
    visit = registered(desk)
    desk.push(desk.edit(visit.id, note=("one", "two")))
    theirs = other.edit(visit.id, note=("one", "three"), phone=("+994501234567", "+994500000000"))
    result = other.push(theirs).results[0]
    assert (result.outcome, result.field) == (Outcome.conflict, "note")
    assert result.context == {"base": "one", "mine": "three", "theirs": "two"}
    assert held(desk, visit.id).note == "two"
    assert held(desk, visit.id).phone == visit.phone, "a conflict applies none of the fields"
    event = desk.pull().events[-1]
    assert (event.kind, event.n) == ("visit.conflict", result.feed_n)
    assert other.push(theirs).results == [result]


def test_two_people_who_write_the_same_value_are_no_conflict(world: World) -> None:
    desk, other = world.desk(), world.desk()
    visit = registered(desk)
    desk.push(desk.edit(visit.id, note=("one", "two")))
    assert other.push(other.edit(visit.id, note=("one", "two"))).results[0].outcome is Outcome.applied


def test_a_conflict_does_not_hold_up_its_stream(world: World) -> None:
    desk = world.desk()
    visit = registered(desk)
    results = desk.push(
        desk.edit(visit.id, note=("never seen", "two")), desk.edit(visit.id, note=("one", "three"))
    ).results
    assert [result.outcome for result in results] == [Outcome.conflict, Outcome.applied]


def test_an_edit_in_the_same_push_as_its_record_is_applied_in_order(world: World) -> None:
    desk = world.desk()
    visit = desk.visit(note="one")
    written = desk.write("visit.registered", visit, f"visit:{visit.id}")
    results = desk.push(
        written,
        desk.edit(visit.id, note=("one", "two")),
        desk.register(),
        desk.edit(visit.id, note=("two", "three")),
    ).results
    assert [result.outcome for result in results] == [Outcome.applied] * 4
    assert held(desk, visit.id).note == "three"


def test_an_edit_that_the_form_refuses_is_rejected_with_its_field(world: World) -> None:
    desk = world.desk()
    visit = registered(desk)
    result = desk.push(desk.edit(visit.id, surname=(visit.surname, "a\u202eb"))).results[0]
    assert (result.code, result.field) == ("text_control", "surname")


def test_an_edit_of_another_office_or_of_a_fixed_field_is_not_permitted(world: World) -> None:
    desk, other = world.desk(), world.desk("BAK")
    visit = registered(desk)
    assert other.push(other.edit(visit.id, note=("one", "two"))).results[0].code == "not_permitted"
    fixed = desk.push(desk.edit(visit.id, number=(visit.number, desk.next_number()))).results[0]
    assert (fixed.code, fixed.field) == ("not_permitted", "number")


def test_a_locked_record_ends_the_push_there_and_keeps_what_came_before(world: World) -> None:
    desk = world.desk()
    visit = registered(desk)
    before, locked, after = desk.register(), desk.edit(visit.id, note=("one", "two")), desk.register()
    world.db.execute("alter database " + world.db.info.dbname + " set lock_timeout = '100ms'")
    with world.db.transaction():
        world.db.execute("select 1 from record where id = %s for update", (str(visit.id),))
        reply = desk.push(before, locked, after)
    assert [result.change_id for result in reply.results] == [before.change_id]
    rest = desk.push(before, locked, after)
    assert [result.outcome for result in rest.results] == [Outcome.applied] * 3
    assert world.count("select count(*) from change_receipt") == 4


def test_the_feed_tells_a_registration_as_it_was_written_though_it_was_edited_in_the_same_push(
    world: World,
) -> None:
    desk = world.desk()
    visit = desk.visit(note="one")
    written = desk.write("visit.registered", visit, f"visit:{visit.id}")
    desk.push(written, desk.edit(visit.id, note=("one", "two")), desk.edit(visit.id, note=("two", "three")))
    assert desk.pull().events[0].body == written.body
