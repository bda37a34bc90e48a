"""A supervisor erases what desks write about persons, and nothing else."""

import json

import pytest

from central.import_list import record_of
from central.references import set_references
from desk.records.audit import RecordErased
from desk.records.base import new_id, utc_now
from desk.records.wire import Change, Result
from tests.central.double import Double
from tests.central.golden_bodies import body_of
from tests.central.world import World

BAN = {
    **{"kind": "entry", "ground_code": "16.1.2", "issuing_body": "DTX", "surname": "Nümunəvi"},
    **{"given_names": "Şəxs", "birth_date": "1990-01-01", "valid_from": "2020-01-01"},
    **{"legal_basis": "x", "documents": "P123"},
}
HELD = "select kind, stream, body from record union all select kind, stream, body from feed order by 1, 2, 3"


def erase(desk: Double, entity: str, record: object) -> Result:
    """What central answers to a supervisor's word, of whatever program."""
    said = RecordErased(
        **{"id": new_id(), "clerk": desk.clerk, "clerk_name": "N", "office": desk.me.office},
        **{"desk": desk.me.desk, "at": utc_now(), "reason": "x", "entity": "visit", "record": new_id()},
    )
    body = json.loads(said.model_dump_json()) | {"entity": entity, "record": str(record)}
    (result,) = desk.push(desk.write("record.erased", json.dumps(body), f"{entity}:{record}")).results
    return result


def ban(world: World) -> str:
    """The stream of an entry of the list of restrictions."""
    entry = record_of(BAN)
    set_references(world.db, [("restriction.set", entry)])
    return f"restriction:{entry.id}"


def held(world: World) -> list[tuple[str, ...]]:
    return [row for row in world.db.execute(HELD) if row[0] != "record.erased"]


def written(desk: Double, kind: str) -> Change:
    """A change of the audit trail, applied."""
    body = json.loads(body_of(kind)) | {"id": str(new_id()), "desk": desk.me.desk}
    change = desk.write(kind, json.dumps(body), f"x:{body['id']}")
    assert desk.push(change).results[0].outcome == "applied"
    return change


@pytest.mark.parametrize("kind", ["export.made", "session.opened", "log.viewed", "paper.printed"])
def test_the_audit_trail_cannot_be_erased(world: World, kind: str) -> None:
    desk = world.desk()
    change = written(desk, kind)
    before = held(world)
    result = erase(desk, kind.partition(".")[0], json.loads(change.body)["id"])
    assert (result.outcome, result.field) == ("rejected", "entity")
    assert held(world) == before


@pytest.mark.parametrize("entity", ["restriction", "clerk", "office", "record"])
def test_what_central_writes_cannot_be_erased(world: World, entity: str) -> None:
    desk = world.desk()
    stream = ban(world)
    before = held(world)
    result = erase(desk, entity, stream.partition(":")[2])
    assert (result.outcome, result.field) == ("rejected", "entity")
    assert held(world) == before


@pytest.mark.parametrize("of_whom", ["central", "another office", "a clerk"])
def test_a_record_written_into_a_foreign_stream_takes_nothing_along(world: World, of_whom: str) -> None:
    desk, other = world.desk(), world.desk("BAK")
    theirs = other.register()
    other.push(theirs)
    streams = {"central": ban(world), "another office": theirs.stream, "a clerk": "clerk:clerk-BAK"}
    visit = desk.visit()
    desk.push(desk.write("visit.registered", visit, streams[of_whom]))
    before = held(world)
    erase(desk, "visit", visit.id)
    assert held(world) == before
    assert world.count("select count(*) from change_receipt where salt = ''") == 0


def test_a_visit_is_erased_with_its_edits(world: World) -> None:
    desk = world.desk()
    visit = desk.register()
    key = json.loads(visit.body)["id"]
    desk.push(visit)
    desk.push(desk.edit(key, surname=("Nümunəvi", "Başqa")))
    assert erase(desk, "visit", key).outcome == "applied"
    assert [row for row in held(world) if row[1] == visit.stream] == []
