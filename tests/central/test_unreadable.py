"""A change of which central can read little more than the identifier, and whose identifier that is."""

import json
from typing import Any
from uuid import UUID

import pytest

from central.db.rows import only
from central.desks import BOARD, invite
from desk.records.base import canonical
from desk.records.wire import Change, Result
from tests.central.double import Double
from tests.central.test_push import codes
from tests.central.world import World


def send(desk: Double, *items: dict[str, Any]) -> list[Result]:
    """Push items as they are, whatever they are."""
    whole = json.loads(canonical(desk.batch([]))) | {"changes": list(items)}
    reply = desk.line.post("/push", content=json.dumps(whole))
    assert reply.status_code == 200, reply.text
    return [Result.model_validate(one) for one in reply.json()["results"]]


def unreadable(change: Change) -> dict[str, Any]:
    """The change as a newer program might send it."""
    said: dict[str, Any] = json.loads(canonical(change))
    return said | {"newer": 1}


def letters(world: World, desk: Double) -> list[tuple[Any, ...]]:
    """The letters of a desk: of which change, what became of it, its turn and how it stands."""
    return world.db.execute(
        "select change_id, outcome, code, place, state from dead_letter where desk_id = %s order by 1",
        (desk.me.desk_id,),
    ).fetchall()


@pytest.fixture(params=["desk", BOARD])
def other(request: pytest.FixtureRequest, world: World) -> Double:
    """A desk of another office, or a wall board of the same."""
    if request.param == BOARD:
        return Double.enrol(world.url, invite(world.db, "GNC", device=BOARD), clerk="clerk-GNC")
    return world.desk("BAK")


def test_an_applied_change_keeps_its_answer_whoever_uses_its_identifier(world: World, other: Double) -> None:
    desk = world.desk()
    change = desk.register()
    told = desk.push(change).results
    forged = send(other, {"change_id": str(change.change_id)})
    assert [one.code for one in forged] == ["change_reused"]
    assert desk.push(change).results == told
    assert letters(world, other) == []


def test_a_conflict_stays_one_whoever_uses_its_identifier(world: World, other: Double) -> None:
    desk = world.desk()
    visit = desk.register()
    desk.push(visit)
    key = UUID(json.loads(visit.body)["id"])
    edit = desk.edit(key, surname=("Yox", "Başqa"))
    assert codes(desk, edit) == ["conflict"]
    before = letters(world, desk)
    assert [one.code for one in send(other, {"change_id": str(edit.change_id)})] == ["change_reused"]
    assert letters(world, desk) == before
    assert codes(desk, desk.edit(key, given_name=("Şəxs", "Yeni"))) == ["applied"]


def test_a_rejected_change_keeps_its_letter_whoever_uses_its_identifier(world: World, other: Double) -> None:
    desk = world.desk()
    bad, newer = desk.write("visit.registered", "{}", "visit:a"), desk.register()
    assert codes(desk, bad) == ["missing"]
    assert [one.code for one in send(desk, unreadable(newer))] == ["body_invalid"]
    before = letters(world, desk)
    forged = [{"change_id": str(one.change_id)} for one in (bad, newer)]
    assert [one.code for one in send(other, *forged)] == ["change_reused"] * 2
    assert letters(world, desk) == before
    assert letters(world, other) == []
    assert world.alarms() == ["change_reused"] * 2


def test_a_letter_under_an_identifier_that_is_used_later_spoils_nothing(world: World, other: Double) -> None:
    desk = world.desk()
    change = desk.register()
    assert [one.code for one in send(other, {"change_id": str(change.change_id)})] == ["body_invalid"]
    told = desk.push(change).results
    assert [one.outcome for one in told] == ["applied"]
    assert desk.push(change).results == told
    assert desk.hello(rejected=[change.change_id]).results == told
    (state,) = only(world.db.execute("select state from dead_letter"))
    assert state == "open"
