"""The list as a signed file: published as of one place of the feed, given out whole or from any byte on."""

from hashlib import sha256
from pathlib import Path

import pytest
import zstandard

from central.lists import KEPT, publish
from central.references import set_references
from central.sample.restrictions import restrictions
from desk.crypto.list_file import list_verified
from desk.records.base import canonical
from desk.records.wire import ListManifest
from tests.central.double import Double
from tests.central.world import World


@pytest.fixture
def data(world: World, tmp_path: Path) -> Path:
    """A data folder whose list key becomes this database's."""
    world.db.execute("delete from setting where name = 'list_key'")
    return tmp_path / "central"


def put(world: World, rows: int, seed: int = 1) -> None:
    set_references(world.db, [("restriction.set", row) for row in restrictions(seed, rows)])


def fetched(desk: Double, version: int) -> bytes:
    answer = desk.line.get(f"/list/{version}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/octet-stream")
    return answer.content


def test_file_holds_every_record_and_its_manifest_is_signed(world: World, data: Path) -> None:
    put(world, 50)
    publish(world.db, data)
    desk = world.desk()
    manifest = ListManifest.model_validate_json(desk.line.get("/list/manifest").content)
    content = fetched(desk, manifest.version)
    assert (manifest.size, manifest.digest) == (len(content), sha256(content).hexdigest())
    assert list_verified(desk.me.list_key, manifest.said, manifest.signature)
    lines = zstandard.ZstdDecompressor().decompressobj().decompress(content).decode().splitlines()
    assert set(lines) == {canonical(row) for row in restrictions(1, 50)}
    assert manifest.count == 50
    assert manifest.version == world.count("select n from feed_head")


@pytest.mark.parametrize("change", [{"count": 49}, {"digest": "0" * 64}, {"version": 1}, {"size": 1}])
def test_altered_manifest_is_not_signed(world: World, data: Path, change: dict[str, object]) -> None:
    put(world, 3)
    manifest = publish(world.db, data)
    altered = manifest.model_copy(update=change)
    assert not list_verified(world.desk().me.list_key, altered.said, altered.signature)


def test_any_rest_of_the_file_is_given_by_range(
    world: World, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("central.lists.PART", 1000)
    put(world, 60)
    version = publish(world.db, data).version
    desk = world.desk()
    whole = fetched(desk, version)
    assert len(whole) > 3000
    for start in (0, 1, 999, 1000, 1001, len(whole) - 1):
        answer = desk.line.get(f"/list/{version}", headers={"Range": f"bytes={start}-"})
        assert (answer.status_code, answer.content) == (206, whole[start:])
        assert answer.headers["content-range"] == f"bytes {start}-{len(whole) - 1}/{len(whole)}"
    answer = desk.line.get(f"/list/{version}", headers={"Range": "bytes=998-1003"})
    assert answer.content == whole[998:1004]


@pytest.mark.parametrize(
    "wish", ["bytes=999999999-", "bytes=-5", "lines=0-", "bytes=5-1", "bytes=x-", "bytes"]
)
def test_range_that_cannot_be_met_is_refused_with_the_size(world: World, data: Path, wish: str) -> None:
    put(world, 3)
    manifest = publish(world.db, data)
    answer = world.desk().line.get(f"/list/{manifest.version}", headers={"Range": wish})
    assert (answer.status_code, answer.json()) == (416, {"code": "range", "size": manifest.size})


def test_list_that_was_never_published_is_missing(world: World) -> None:
    desk = world.desk()
    assert desk.line.get("/list/manifest").json() == {"code": "list_missing"}
    assert desk.line.get("/list/7").json() == {"code": "list_unknown"}


def test_list_needs_a_token(world: World) -> None:
    desk = world.desk()
    del desk.line.headers["Authorization"]
    assert [desk.line.get(path).status_code for path in ("/list/manifest", "/list/1")] == [401, 401]


def test_only_the_newest_files_are_kept(world: World, data: Path) -> None:
    for seed in range(1, 5):
        put(world, 3, seed)
        newest = publish(world.db, data)
    assert world.count("select count(*) from list_file") == KEPT
    assert world.count("select max(version) from list_file") == newest.version


def test_data_folder_without_the_key_that_desks_pinned_signs_nothing(
    world: World, data: Path, tmp_path: Path
) -> None:
    publish(world.db, data)
    with pytest.raises(RuntimeError):
        publish(world.db, tmp_path / "elsewhere")
    assert not (tmp_path / "elsewhere").exists()
