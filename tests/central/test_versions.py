"""I13: whatever form a released version wrote a record in, central still takes it."""

import json
from pathlib import Path
from typing import Any

import pytest

from central.push import examine
from central.references import set_references
from desk.records import upcasts, wire
from desk.records.kinds import REFERENCES
from desk.records.reference import Clerk, Role
from desk.records.upcasts import upcast
from desk.records.wire import SCHEMA_VERSION, Outcome
from tests.central.double import Double
from tests.central.golden_bodies import FOLDER, KINDS, path_of
from tests.central.world import World

VERSIONS = sorted(int(path.name) for path in FOLDER.iterdir())
ADD = "run `python -m tests.central.golden_bodies` and commit the new files; the others stay as they are"


def golden(version: int) -> dict[str, str]:
    """The bodies of a version by kind; edits last, for they alter what is registered before."""
    paths = sorted(
        (FOLDER / str(version)).glob("*.json"), key=lambda path: (".edited" in path.name, path.name)
    )
    return {path.stem: path.read_text("utf-8").strip() for path in paths}


def test_i13_every_kind_has_a_golden_body_of_the_version_of_now() -> None:
    assert [kind for kind in KINDS if not path_of(kind).exists()] == [], ADD


def test_a_kind_without_a_golden_body_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.central.test_versions.KINDS", [*KINDS, "queue.called"])
    with pytest.raises(AssertionError, match="golden_bodies"):
        test_i13_every_kind_has_a_golden_body_of_the_version_of_now()


@pytest.mark.parametrize("version", VERSIONS)
def test_i13_golden_bodies_of_each_version_apply_through_a_push(world: World, version: int) -> None:
    everything = Clerk(id="clerk-GNC", name="Nümunə", office="GNC", roles=list(Role))
    set_references(world.db, [("clerk.set", everything)])
    desk = world.desk()
    bodies = golden(version)
    references = {kind: bodies.pop(kind) for kind in list(bodies) if kind in REFERENCES}
    changes = [
        desk.write(kind, body, stream_of(kind, body), schema_version=version) for kind, body in bodies.items()
    ]
    told = {
        change.kind: (result.outcome, result.code, result.field)
        for change, result in zip(changes, desk.push(*changes).results, strict=True)
    }
    assert told == dict.fromkeys(bodies, (Outcome.applied, "", ""))
    read = [(kind, REFERENCES[kind].model_validate_json(body)) for kind, body in references.items()]
    assert set_references(world.db, read)[1] == len(references)


def stream_of(kind: str, body: str) -> str:
    """The stream of a record; that of an edit is the record's."""
    return f"{kind.partition('.')[0]}:{json.loads(body)['id']}"


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> int:
    """A program whose visits call the note a remark no more: version n wrote `remark`."""
    for module in (wire, upcasts, examine, "central.push.receipts"):
        name = module if isinstance(module, str) else module.__name__
        monkeypatch.setattr(f"{name}.SCHEMA_VERSION", SCHEMA_VERSION + 1)

    def renamed(body: dict[str, Any]) -> dict[str, Any]:
        return {**{name: value for name, value in body.items() if name != "remark"}, "note": body["remark"]}

    def renamed_edit(body: dict[str, Any]) -> dict[str, Any]:
        fields = {"note" if name == "remark" else name: value for name, value in body["fields"].items()}
        return body | {"fields": fields}

    steps = {("visit.registered", SCHEMA_VERSION): renamed, ("visit.edited", SCHEMA_VERSION): renamed_edit}
    monkeypatch.setattr(upcasts, "UPCASTS", steps)
    return SCHEMA_VERSION


def old_visit(desk: Double, version: int, remark: str) -> Any:
    said = json.loads(desk.visit().model_dump_json())
    said["remark"] = remark
    del said["note"]
    return desk.write("visit.registered", json.dumps(said), f"visit:{said['id']}", schema_version=version)


def test_i13_a_body_of_an_older_form_is_brought_up_and_kept_as_it_was_sent(
    world: World, next_version: int
) -> None:
    desk = world.desk()
    old = old_visit(desk, next_version, "one")
    edit = desk.write(
        "visit.edited",
        json.dumps({"id": json.loads(old.body)["id"], "fields": {"remark": {"old": "one", "new": "two"}}}),
        old.stream,
        schema_version=next_version,
    )
    for _ in range(2):
        assert [result.outcome for result in desk.push(old, edit).results] == [Outcome.applied] * 2
    (record,) = world.db.execute("select body from record where entity = 'visit'").fetchone() or ("",)
    assert json.loads(record)["note"] == "two"
    told = [json.loads(event.body) for event in desk.pull().events]
    assert told[0]["note"] == "one"
    assert list(told[1]["fields"]) == ["note"]
    kept = world.db.execute("select body from change_receipt order by n").fetchall()
    assert kept == [(old.body,), (edit.body,)]
    assert world.alarms() == []


def test_i13_an_old_body_that_was_never_right_is_rejected_with_its_own_text(
    world: World, next_version: int
) -> None:
    desk = world.desk()
    for body in ('{"id":"x"}', "[]", "{"):
        bad = desk.write("visit.registered", body, f"visit:{body}", schema_version=next_version)
        (result,) = desk.push(bad).results
        assert (result.outcome, result.code) == (Outcome.rejected, "body_invalid")
        letter = world.db.execute("select body from dead_letter where change_id = %s", (bad.change_id,))
        assert letter.fetchone() == (body,)


def test_a_body_of_now_and_of_a_kind_that_did_not_change_stays_as_it_is(next_version: int) -> None:
    assert upcast("visit.registered", next_version + 1, " x ") == " x "
    assert upcast("session.opened", 1, " x ") == " x "


def test_golden_bodies_lie_where_the_package_of_tests_finds_them() -> None:
    assert Path(__file__).parent / "golden" == FOLDER
    assert str(SCHEMA_VERSION) in {path.name for path in FOLDER.iterdir()}
