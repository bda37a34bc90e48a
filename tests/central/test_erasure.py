"""What a desk's supervisor asked to erase is nowhere at central, and the desks go on."""

import hashlib
import json
import logging
from typing import Any
from uuid import UUID

import pytest

from desk.records.audit import RecordErased
from desk.records.base import new_id, utc_now
from desk.records.settling import Handed
from desk.records.wire import SCHEMA_VERSION, Change, Outcome
from tests.central.double import Double
from tests.central.world import World

CANARY = "Kanareyev"
WRONG = ("1990-01-31", "2999-01-01")
TABLES = {
    "record": "body",
    "feed": "body",
    "dead_letter": "body || context::text",
    "change_receipt": "coalesce(body, '')",
    "alarm": "detail::text",
}


def told(desk: Double) -> tuple[Change, UUID]:
    """A visit of the person that central has; the change and the visit's identifier."""
    change = desk.register(surname=CANARY)
    assert desk.push(change).results[0].outcome is Outcome.applied
    return change, UUID(json.loads(change.body)["id"])


def signed(desk: Double) -> dict[str, Any]:
    """What says who wrote a record at a desk, where and when."""
    return {
        "id": new_id(),
        "clerk": desk.clerk,
        "clerk_name": "Nümunə",
        "office": desk.me.office,
        "desk": desk.me.desk,
        "at": utc_now(),
    }


def erase(desk: Double, change: Change, visit_id: UUID) -> None:
    """The supervisor at a desk erases the visit."""
    said = RecordErased(
        **signed(desk),
        entity="visit",
        record=visit_id,
        reason="Ərizə",
    )
    done = desk.push(desk.write("record.erased", said, change.stream)).results[0]
    assert done.outcome is Outcome.applied


def left(world: World) -> list[str]:
    """The tables in which the person's name still stands."""
    query = "select count(*) from {} where {} like '%%{}%%'"
    return [name for name, said in TABLES.items() if world.count(query.format(name, said, CANARY))]


def test_a_rejected_change_of_an_erased_record_is_settled_and_told_to_no_restored_desk(world: World) -> None:
    desk, other = world.desk("GNC"), world.desk("GNC")
    change, visit_id = told(desk)
    bad = desk.edit(visit_id, surname=(CANARY, CANARY + "a"), birth_date=WRONG)
    assert desk.push(bad).results[0].code == "date_future"
    erase(other, change, visit_id)
    assert left(world) == []
    assert world.count("select count(*) from dead_letter where state = 'erased'") == 1
    assert desk.hello().results == []
    assert desk.hello(rejected=[bad.change_id]).results[0].outcome is Outcome.rejected
    reply = desk.line.get("/rejected")
    assert (reply.status_code, reply.json()) == (200, {"rejected": []})
    kept = other.edit(visit_id, surname=(CANARY, "Başqa"))
    assert other.push(kept).results[0].code == "record_erased"


def test_a_rejected_change_that_was_handed_over_is_erased_with_its_record(world: World) -> None:
    desk, other = world.desk("GNC"), world.desk("GNC")
    change, visit_id = told(desk)
    bad = desk.edit(visit_id, surname=(CANARY, CANARY + "a"), birth_date=WRONG)
    desk.push(bad)
    handed = Handed(
        **signed(desk),
        change_id=bad.change_id,
        kind=bad.kind,
        stream=bad.stream,
        written_by=desk.clerk,
        written_at=utc_now(),
        code="date_future",
        field="birth_date",
        body=bad.body,
    )
    desk.push(desk.write("change.handed", handed, f"change:{bad.change_id}"))
    assert left(world) == ["record", "feed", "dead_letter"]
    erase(other, change, visit_id)
    assert left(world) == []
    kinds = [event.kind for event in other.pull().events]
    assert set(kinds) == {"record.erased"}


def test_an_alarm_about_a_reused_identifier_tells_no_body(world: World) -> None:
    desk = world.desk()
    change, visit_id = told(desk)
    forged = desk.write(
        "visit.registered", desk.visit(surname=CANARY), change.stream, change_id=change.change_id
    )
    assert desk.push(forged).results[0].code == "change_reused"
    ((detail,),) = world.db.execute("select detail from alarm where kind = 'change_reused'").fetchall()
    assert detail == {
        "change_id": str(change.change_id),
        "sha256": hashlib.sha256(forged.body.encode()).hexdigest(),
    }
    erase(desk, change, visit_id)
    assert left(world) == []


def test_a_text_of_an_older_version_is_erased_from_its_receipt(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = world.desk()
    monkeypatch.setattr("central.push.receipts.SCHEMA_VERSION", SCHEMA_VERSION + 1)
    monkeypatch.setattr("desk.records.wire.SCHEMA_VERSION", SCHEMA_VERSION + 1)
    change, visit_id = told(desk)
    assert left(world) == ["record", "feed", "change_receipt"]
    erase(desk, change, visit_id)
    assert left(world) == []


def test_a_letter_that_an_older_central_left_open_without_its_salt_is_passed_over(world: World) -> None:
    desk = world.desk()
    _change, visit_id = told(desk)
    bad = desk.edit(visit_id, birth_date=WRONG)
    assert desk.push(bad).results[0].code == "date_future"
    assert len(desk.line.get("/rejected").json()["rejected"]) == 1
    world.db.execute("update change_receipt set salt = '' where change_id = %s", (bad.change_id,))
    assert desk.line.get("/rejected").json() == {"rejected": []}


def test_an_error_of_the_program_leaves_its_kind_and_places_in_the_log_and_no_value(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_asked: object) -> None:
        raise ValueError(CANARY)

    desk = world.desk()
    monkeypatch.setattr("central.api.push.rejected", fail)
    with caplog.at_level(logging.ERROR, "central"):
        assert desk.line.get("/rejected").status_code == 500
    (line,) = [record for record in caplog.records if record.name == "central"]
    assert line.getMessage().startswith("error ValueError on GET /v1/rejected at ")
    assert "push.py:get_rejected:" in line.getMessage()
    assert CANARY not in caplog.text
    assert line.exc_info is None
