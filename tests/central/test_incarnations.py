"""An incarnation belongs to the desk that first wrote under it, and to nobody else's word."""

import json

import httpx
import pytest

from central.desks import invite
from desk.crypto.signing import DeskKey
from desk.records.base import canonical, new_id
from desk.records.enrolment import Enrol
from desk.records.wire import Change
from tests.central.double import Double
from tests.central.test_push import codes
from tests.central.world import World


def under(desk: Double, owner: Double, n: int) -> Change:
    """A visit of the desk that claims a place in the log of another."""
    visit = desk.visit()
    return desk.write("visit.registered", visit, f"visit:{visit.id}", incarnation=owner.incarnation, n=n)


@pytest.fixture
def desks(world: World) -> tuple[Double, Double]:
    """One that wrote something, and another."""
    desk = world.desk()
    desk.push(*(desk.register() for _ in range(3)))
    return desk, world.desk("BAK")


def go_on(world: World, desk: Double) -> None:
    """The desk works on as if nothing had been."""
    assert desk.hello(head=desk.head, head_signature=signed(desk)).held_n == len(desk.log)
    before = world.alarms()
    told = desk.push(desk.register(), desk.register())
    assert [one.outcome for one in told.results] == ["applied"] * 2
    assert told.countersigned is not None
    assert desk.hello(head=desk.head, head_signature=signed(desk)).held_n == len(desk.log)
    assert world.alarms() == before


def signed(desk: Double) -> str:
    return desk.key.sign_head(desk.me.desk_id, desk.incarnation, len(desk.log), desk.head)


def test_a_change_under_a_foreign_incarnation_is_refused_and_alarmed(
    world: World, desks: tuple[Double, Double]
) -> None:
    desk, other = desks
    for n in (1, 5, 1_000_000):
        change = under(other, desk, n)
        (result,) = other.push(change).results
        assert (result.code, result.field) == ("not_permitted", "incarnation")
        assert other.push(change).results == [result]
    assert world.count("select count(*) from record where entity = 'visit'") == 3
    letters = world.db.execute("select desk_id, body <> '' from dead_letter").fetchall()
    assert letters == [(other.me.desk_id, True)] * 3
    assert "incarnation_foreign" in world.alarms()
    go_on(world, desk)


def test_what_comes_with_it_is_applied(world: World, desks: tuple[Double, Double]) -> None:
    desk, other = desks
    first, forged, last = other.register(), under(other, desk, 9), other.register()
    assert codes(other, first, forged, last) == ["applied", "not_permitted", "applied"]
    go_on(world, desk)


def test_a_desk_that_comes_on_the_line_as_another_changes_nothing_of_it(
    world: World, desks: tuple[Double, Double]
) -> None:
    desk, other = desks
    own, other.incarnation = other.incarnation, desk.incarnation
    assert other.hello(head_n=70, head="a" * 64, head_signature="x").held_n == 0
    assert codes(other, other.register()) == ["not_permitted"]
    assert "incarnation_foreign" in world.alarms()
    other.incarnation = own
    other.log.clear()
    other.counter = 50
    assert codes(other, other.register()) == ["applied"]
    go_on(world, desk)


def test_a_head_signed_for_a_foreign_incarnation_is_not_kept(
    world: World, desks: tuple[Double, Double]
) -> None:
    desk, other = desks
    forged = under(other, desk, 5)
    signature = other.key.sign_head(other.me.desk_id, desk.incarnation, 5, "b" * 64)
    batch = other.batch([forged]).model_copy(
        update={"head_n": 5, "head": "b" * 64, "head_signature": signature}
    )
    assert other.line.post("/push", content=canonical(batch)).status_code == 200
    assert world.count("select count(*) from desk_head where desk_id = %s", other.me.desk_id) == 0
    go_on(world, desk)


def test_a_computer_does_not_enrol_under_the_incarnation_of_a_desk(
    world: World, desks: tuple[Double, Double]
) -> None:
    desk, _ = desks
    key, code = DeskKey.generate(), invite(world.db, "BAK")
    wish = Enrol(code=code, public_key=key.public, incarnation=desk.incarnation)
    reply = httpx.post(f"{world.url}/v1/enrol", content=canonical(wish))
    assert (reply.status_code, reply.json().get("code")) == (403, "enrolment_invalid")
    again = wish.model_copy(update={"incarnation": new_id()})
    assert httpx.post(f"{world.url}/v1/enrol", content=canonical(again)).status_code == 200
    go_on(world, desk)


def test_a_desk_under_whose_incarnation_another_wrote_before_goes_on(
    world: World, desks: tuple[Double, Double]
) -> None:
    """What a central without this rule took in must not stop the desk whose log it is."""
    desk, other = desks
    world.db.execute(
        "insert into change_receipt select gen_random_uuid(), %s, incarnation, n + 1, stream, kind,"
        " schema_version, actor, at, clock_offset, supersedes, salt, body_sha256, prev_sha256, 'x'"
        " from change_receipt where desk_id = %s",
        (other.me.desk_id, desk.me.desk_id),
    )
    world.db.execute(
        "insert into desk_head select incarnation, 4, 'x', %s, 'x' from desk where id = %s",
        (other.me.desk_id, desk.me.desk_id),
    )
    go_on(world, desk)


def test_a_renewed_desk_delivers_what_it_wrote_as_it_was_before(
    world: World, desks: tuple[Double, Double]
) -> None:
    desk, _ = desks
    left = [desk.register() for _ in range(2)]
    renewed = Double.enrol(world.url, invite(world.db, "GNC"), key=desk.key, clerk=desk.clerk)
    assert renewed.me.desk_id == desk.me.desk_id
    assert renewed.incarnation != desk.incarnation
    assert codes(renewed, *left, renewed.register()) == ["applied"] * 3
    assert json.loads(renewed.log[0].body)["desk"] != desk.me.desk
    assert world.alarms() == []
