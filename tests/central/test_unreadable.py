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


@pytest.mark.parametrize("at_once", [True, False])
def test_an_unreadable_change_that_is_read_later_is_settled(world: World, at_once: bool) -> None:
    desk = world.desk()
    change = desk.register()
    said = unreadable(change)
    if not at_once:
        del said["stream"]
    assert [one.code for one in send(desk, said)] == ["body_invalid"]
    told = desk.push(change).results
    assert [one.outcome for one in told] == ["applied"]
    assert letters(world, desk)[0][4] == "applied"
    assert desk.push(change).results == told
    assert desk.hello(rejected=[change.change_id]).results == told


def test_an_open_letter_of_an_applied_change_does_not_take_its_answer_away(world: World) -> None:
    """Such letters were left by a central that did not settle them."""
    desk = world.desk()
    change = desk.register()
    send(desk, unreadable(change))
    told = desk.push(change).results
    world.db.execute("update dead_letter set state = 'open'")
    assert desk.hello().results == told
    assert desk.push(change).results == told
    assert letters(world, desk)[0][4] == "applied"


def test_a_change_that_is_rejected_first_and_clashes_later_stays_a_conflict(world: World) -> None:
    desk = world.desk()
    visit = desk.register()
    desk.push(visit)
    key = UUID(json.loads(visit.body)["id"])
    edit = desk.edit(key, surname=("Yox", "Başqa"))
    send(desk, unreadable(edit))
    for _ in range(2):
        assert codes(desk, edit) == ["conflict"]
    assert letters(world, desk) == [(edit.change_id, "conflict", "conflict", edit.n, "open")]


def test_i3_an_unreadable_change_holds_its_stream_up_until_it_is_read(world: World) -> None:
    desk = world.desk()
    first, free = desk.register(), desk.register()
    later = desk.write("visit.registered", desk.visit(), first.stream)
    changes = [unreadable(first), json.loads(canonical(free)), json.loads(canonical(later))]
    assert [one.code for one in send(desk, *changes)] == ["body_invalid", "", "stream_blocked"]
    assert codes(desk, later) == ["stream_blocked"]
    assert codes(desk, first, later) == ["applied", "applied"]
    order = world.db.execute("select change_id from feed where stream = %s order by n", (first.stream,))
    assert [row[0] for row in order] == [first.change_id, later.change_id]
    assert world.count("select count(*) from dead_letter where state = 'open'") == 0


def test_i3_a_correction_takes_the_turn_of_an_unreadable_change(world: World) -> None:
    desk = world.desk()
    bad = desk.register()
    later = desk.write("visit.registered", desk.visit(), bad.stream)
    send(desk, unreadable(bad), json.loads(canonical(later)))
    better = desk.write("visit.registered", desk.visit(), bad.stream, supersedes=bad.change_id)
    assert codes(desk, better, later) == ["applied", "applied"]
    assert sorted(one[4] for one in letters(world, desk)) == ["applied", "superseded"]


@pytest.mark.parametrize(
    "place",
    [
        {"stream": 5},
        {"stream": "x" * 81},
        {"stream": "a\0b"},
        {"stream": "\ud800"},
        {"n": -1},
        {"n": True},
        {"n": 1 << 70},
        {"n": "1"},
        {"incarnation": "x"},
        {"incarnation": None},
    ],
)
def test_an_unreadable_place_holds_nothing_up(world: World, place: dict[str, Any]) -> None:
    desk = world.desk()
    bad = desk.register()
    later = desk.write("visit.registered", desk.visit(), bad.stream)
    assert [one.code for one in send(desk, unreadable(bad) | place)] == ["body_invalid"]
    assert codes(desk, later) == ["applied"]
    assert codes(desk, bad) == ["applied"]
    assert [one[4] for one in letters(world, desk)] == ["applied"]


def test_an_unreadable_change_under_a_foreign_incarnation_holds_nothing_up(world: World) -> None:
    desk, other = world.desk(), world.desk("BAK")
    first = desk.register()
    desk.push(first)
    forged = unreadable(other.register()) | {"incarnation": str(desk.incarnation), "stream": first.stream}
    assert [one.code for one in send(other, forged)] == ["body_invalid"]
    assert codes(desk, desk.write("visit.registered", desk.visit(), first.stream)) == ["applied"]
