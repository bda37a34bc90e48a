"""The desk's log: fork, cut, edit and rollback raise an alarm, and lose no change."""

from datetime import timedelta

import pytest

from desk.records.base import canonical, utc_now
from desk.records.wire import FIRST_LINK, commitment
from tests.central.double import Double
from tests.central.world import World


def forked(desk: Double) -> None:
    """Two histories after the second change, as of a copied disk."""
    desk.push(desk.register(), desk.register(), desk.register())
    del desk.log[2:]
    desk.push(desk.register())


def cut(desk: Double) -> None:
    """A log that begins again from nothing in the middle."""
    desk.push(desk.register(), desk.register())
    visit = desk.visit()
    desk.push(desk.write("visit.registered", visit, f"visit:{visit.id}", prev_sha256=FIRST_LINK))


def edited(desk: Double) -> None:
    """A change rewritten, with a fitting commitment, between two that stay."""
    first, second, third = desk.register(), desk.register(), desk.register()
    body = second.body.replace("TUR", "RUS")
    altered = second.model_copy(update={"body": body, "body_sha256": commitment(second.salt, body)})
    desk.push(first, altered, third)


def rolled_back(desk: Double) -> None:
    """An older copy of the log, signed again."""
    desk.push(desk.register(), desk.register())
    del desk.log[1:]
    signature = desk.key.sign_head(desk.me.desk_id, desk.incarnation, 1, desk.head)
    desk.hello(head_n=1, head=desk.head, head_signature=signature)


def signed_by_another(desk: Double) -> None:
    """A head that the desk's key did not sign."""
    desk.incarnation, kept = desk.me.desk_id, desk.incarnation
    batch = desk.batch([])
    desk.incarnation = kept
    desk.line.post("/push", content=batch.model_dump_json())


@pytest.mark.parametrize(
    ("tamper", "alarm"),
    [
        (forked, "fork"),
        (cut, "chain"),
        (edited, "chain"),
        (rolled_back, "rollback"),
        (signed_by_another, "head_signature"),
    ],
)
def test_a_tampered_log_is_found_and_no_change_is_lost(world: World, tamper: object, alarm: str) -> None:
    desk = world.desk()
    tamper(desk)  # type: ignore[operator]
    assert alarm in world.alarms()
    assert world.count("select count(*) from feed where kind like 'visit.%%'") == desk.counter


def test_what_a_later_contact_overtook_on_the_line_is_no_rollback(world: World) -> None:
    desk = world.desk()
    first = desk.batch([desk.register()])
    sent_at = utc_now()
    early = {"head_n": 1, "head": desk.head, "sent_at": sent_at}
    early["head_signature"] = desk.key.sign_head(desk.me.desk_id, desk.incarnation, 1, desk.head)
    desk.push(*first.changes, desk.register())
    desk.hello(head_n=2)
    desk.line.post("/push", content=canonical(first)).raise_for_status()
    desk.hello(**early)
    assert world.alarms() == []


@pytest.mark.parametrize("behind", [timedelta(minutes=2), timedelta(hours=1), timedelta(days=1)])
def test_a_log_put_back_together_with_the_clock_is_found_at_the_first_word(
    world: World, behind: timedelta
) -> None:
    desk = world.desk()
    desk.push(desk.register(), desk.register())
    desk.hello()
    desk.log.pop()
    desk.behind = behind
    desk.hello()
    assert world.alarms() == ["rollback"]


def test_an_honest_log_raises_no_alarm_in_whatever_batches_it_comes(world: World) -> None:
    desk = world.desk()
    changes = [desk.register() for _ in range(9)]
    for sent in (changes[:2], changes[5:7], changes[2:5], changes[1:8], changes[8:]):
        desk.push(*sent)
    assert world.alarms() == []
    assert world.count("select head_n from desk") == 9
