"""Corrections: shown at once, sent in turn, merged with those of other desks."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from central.day_totals import day_totals
from desk.db import changes, parked, visits
from desk.db.log_tables import ChangeState, confirmed
from desk.lang import today
from desk.records.service import Service
from desk.records.visit import CorrectableVisit, Visit
from desk.sync import merge
from desk.usecases.conflicts import open_conflicts
from desk.usecases.correct_visit import Corrected, Draft, begin_correction, correct_visit
from desk.usecases.day import visits_of
from desk.usecases.day_sheet import day_sheet
from desk.usecases.desk import Desk
from desk.usecases.papers import receipt_of
from desk.usecases.register_visit import register_visit
from tests.central.world import World
from tests.desks import form
from tests.sync.house import House

Enrol = Callable[..., House]
A, P = ChangeState.acknowledged, ChangeState.pending


def draft_of(desk: Desk, number: str) -> Draft:
    draft = begin_correction(desk, number)
    assert draft is not None
    return draft


def correct(desk: Desk, number: str, **fields: Any) -> Corrected:
    """Open the form of a correction, type, save."""
    draft = draft_of(desk, number)
    return correct_visit(desk, draft, CorrectableVisit.model_validate(draft.values | fields))


def shown(desk: Desk, number: str) -> Any:
    with desk.store.read() as connection:
        return visits.by_number(connection, number)


def at_central(world: World, number: str) -> Visit:
    row = world.db.execute("select body from record where number = %s", (number,)).fetchone()
    assert row is not None
    return Visit.model_validate_json(row[0])


def kept_apart(desk: Desk) -> int:
    with desk.store.read() as connection:
        return int(connection.execute(select(func.count()).select_from(confirmed)).scalar_one())


def test_a_correction_says_only_what_differs_and_what_the_clerk_saw(desk: Desk) -> None:
    number = register_visit(desk, form(note="one", phone="+994501234567")).number
    corrected = correct(desk, number, note="two", birth_date="01.02.1991")
    assert corrected.fields == ["birth_date", "note"]
    with desk.store.read() as connection:
        change = changes.one(connection, corrected.change_n)
    assert change.kind == "visit.edited"
    assert json.loads(change.body)["fields"] == {
        "birth_date": {"old": "1990-12-31", "new": "1991-02-01"},
        "note": {"old": "one", "new": "two"},
    }
    row = shown(desk, number)
    assert (row.note, row.birth_date.isoformat(), row.phone) == ("two", "1991-02-01", "+994501234567")


def test_a_corrected_surname_is_found_by_its_new_spelling(desk: Desk) -> None:
    number = register_visit(desk, form()).number
    correct(desk, number, surname="Şükürov")
    assert shown(desk, number).surname_folded == "sukurov"


def test_a_correction_of_nothing_writes_nothing(desk: Desk) -> None:
    number = register_visit(desk, form()).number
    with desk.store.read() as connection:
        before = changes.head(connection)
    assert correct(desk, number).change_n == 0
    with desk.store.read() as connection:
        assert changes.head(connection) == before


def test_a_number_that_is_not_here_has_no_draft(desk: Desk) -> None:
    assert begin_correction(desk, "Q-26-GNC2-000009-0") is None


def test_nothing_is_shown_when_the_write_fails(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    number = register_visit(desk, form(note="one")).number
    draft = draft_of(desk, number)
    with monkeypatch.context() as patch:
        patch.setattr(visits, "rewrite", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            correct_visit(desk, draft, CorrectableVisit.model_validate(draft.values | {"note": "two"}))
    assert shown(desk, number).note == "one"
    assert kept_apart(desk) == 0


def test_corrections_reach_central_in_the_order_written_and_the_other_desk(
    enrolled: Enrol, world: World
) -> None:
    mine, other = enrolled(), enrolled()
    number = mine.register(note="one").number
    correct(mine.desk, number, note="two")
    correct(mine.desk, number, note="three", phone="+994501112233")
    assert kept_apart(mine.desk) == 1
    mine.sync()
    assert mine.states() == [A, A, A]
    assert (at_central(world, number).note, shown(mine.desk, number).note) == ("three", "three")
    assert kept_apart(mine.desk) == 0
    other.sync()
    row = shown(other.desk, number)
    assert (row.note, row.phone, row.feed_n) == ("three", "+994501112233", shown(mine.desk, number).feed_n)


def test_another_desks_edit_is_merged_under_the_clerks_own(enrolled: Enrol, world: World) -> None:
    """The fields that this desk has not touched follow central, those it has keep what the clerk wrote."""
    mine, other = enrolled(), enrolled()
    number = mine.register(note="one", phone="+994501111111").number
    mine.sync()
    other.sync()
    correct(other.desk, number, phone="+994502222222")
    other.sync()
    correct(mine.desk, number, note="mine")
    deaf = mine.worker()

    async def only_fetch() -> None:
        await deaf._session.greet()
        await deaf._session.fetch()
        await deaf.close()

    import asyncio

    asyncio.run(only_fetch())
    row = shown(mine.desk, number)
    assert (row.note, row.phone) == ("mine", "+994502222222")
    assert mine.states()[-1] == P
    mine.sync()
    assert (at_central(world, number).note, at_central(world, number).phone) == ("mine", "+994502222222")
    assert kept_apart(mine.desk) == 0


def test_the_feed_read_again_changes_nothing(enrolled: Enrol) -> None:
    mine = enrolled()
    number = mine.register(note="one").number
    correct(mine.desk, number, note="two")
    mine.sync()
    before = shown(mine.desk, number)
    with mine.desk.store.write() as connection:
        connection.exec_driver_sql("update cursor set after = 0")
    mine.sync()
    assert shown(mine.desk, number) == before


def test_a_new_life_of_central_gets_the_corrections_again_and_ends_the_same(
    enrolled: Enrol, world: World
) -> None:
    mine, other = enrolled(), enrolled()
    number = mine.register(note="one").number
    mine.sync()
    other.sync()
    correct(mine.desk, number, note="two")
    mine.sync()
    world.db.execute("delete from record where entity = 'visit'")
    world.db.execute("delete from feed where stream like 'visit:%'")
    world.db.execute("delete from change_receipt")
    world.db.execute("update feed_head set epoch = gen_random_uuid()")
    mine.sync()
    other.sync()
    assert at_central(world, number).note == "two"
    assert [shown(house.desk, number).note for house in (mine, other)] == ["two", "two"]
    assert kept_apart(mine.desk) == 0


def test_an_edit_behind_an_unreadable_event_of_its_record_waits_with_it(
    enrolled: Enrol, world: World
) -> None:
    """Applied before it, the older one would later be taken for known."""
    mine, other = enrolled(), enrolled()
    other.sync()  # the first load is the present state; what comes after it comes event by event
    number = mine.register(note="one").number
    correct(mine.desk, number, note="two")
    correct(mine.desk, number, note="three")
    mine.sync()
    newer = """{"id":"x","written_by_a_newer_program":1}"""
    edited = world.db.execute("select min(n), max(n) from feed where kind = 'visit.edited'").fetchone()
    assert edited is not None
    body = world.db.execute("select body from feed where n = %s", (edited[0],)).fetchone()
    world.db.execute("update feed set body = %s where n = %s", (newer, edited[0]))
    other.sync()
    with other.desk.store.write() as connection:
        waiting = parked.every(connection)
        assert [event.n for event in waiting] == list(edited)
        assert body is not None
        connection.exec_driver_sql("update parked set body = ? where n = ?", (body[0], edited[0]))
    assert merge.read_parked(other.desk.store) == 2
    assert shown(other.desk, number).note == "three"


def test_the_days_list_says_that_a_correction_is_not_confirmed(house: House) -> None:
    from desk.lang import today

    number = house.register(note="one").number
    house.sync()
    correct(house.desk, number, note="two")
    assert visits_of(house.desk, today())[0].state == "corrected, unconfirmed"
    house.sync()
    assert visits_of(house.desk, today())[0].state.startswith("at central, no.")


WRONG = Service.model_validate({"way": "cash", "amount": "600", "walked": True, "missing": ["Pasport"]})
RIGHT = {"way": "terminal", "amount": "60.00", "reference": "T-7", "walked": True, "shown": ["Pasport"]}


def paid(house: House, number: str) -> tuple[object, object, dict[str, str]]:
    """What the receipt, the reference on it and the day sheet say of a payment."""
    data = receipt_of(house.desk, number).data("en")
    return data["paid"], data["reference"], day_sheet(house.desk, today()).totals.paid


def test_a_corrected_payment_is_the_same_on_receipt_and_day_sheet_and_at_central(
    enrolled: Enrol, world: World
) -> None:
    mine, other = enrolled(), enrolled()
    number = register_visit(mine.desk, form(), service=WRONG).number
    mine.sync()
    done = correct(mine.desk, number, service=RIGHT, procedure="temporary_residence")
    assert done.fields == ["procedure", "service"]
    assert paid(mine, number) == ("60", "T-7", {"terminal": "60.00"})
    mine.sync()
    other.sync()
    assert at_central(world, number).service == Service.model_validate(RIGHT)
    assert shown(other.desk, number).service == shown(mine.desk, number).service
    totals = day_totals(world.db, mine.desk.identity.office, today())
    assert [(one["visits"], one["paid"]) for one in totals] == [(1, {"terminal": "60.00"})]
    assert totals[0]["by_procedure"] == day_sheet(mine.desk, today()).totals.by_procedure
    with mine.desk.store.read() as connection:
        said = json.loads(changes.one(connection, done.change_n).body)["fields"]["service"]
    assert (said["old"]["amount"], said["new"]["amount"]) == ("600.00", "60.00")


def test_two_corrections_of_a_payment_are_a_conflict_in_words(enrolled: Enrol) -> None:
    early, late = enrolled(), enrolled()
    number = register_visit(early.desk, form()).number
    early.sync()
    late.sync()
    correct(early.desk, number, service=RIGHT)
    correct(late.desk, number, service=WRONG)
    early.sync()
    late.sync()
    (side,) = open_conflicts(late.desk)[0].sides
    assert (side.base, side.clashes) == ("", True)
    assert "600 AZN, cash" in side.mine
    assert "60 AZN, terminal, T-7" in side.theirs
