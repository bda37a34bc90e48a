"""Blobs: known by their content, and resumed where they were cut."""

from hashlib import sha256

from tests.central.double import Double
from tests.central.world import World

CONTENT = bytes(range(256)) * 40
NAME = sha256(CONTENT).hexdigest()


def put(
    desk: Double, start: int, end: int, content: bytes = CONTENT, name: str = NAME
) -> tuple[int, dict[str, object]]:
    """Send a part of the content."""
    header = {"Content-Range": f"bytes {start}-{end - 1}/{len(content)}"}
    reply = desk.line.put(f"/blob/{name}", content=content[start:end], headers=header)
    return reply.status_code, reply.json()


def test_a_blob_is_resumed_where_it_was_cut(world: World) -> None:
    desk = world.desk()
    assert put(desk, 0, 3000) == (200, {"have": 3000, "size": len(CONTENT), "complete": False})
    assert put(desk, 5000, 6000)[0] == 409
    assert desk.line.get(f"/blob/{NAME}").json()["have"] == 3000
    assert put(desk, 2000, 7000)[1]["have"] == 7000
    assert put(desk, 7000, len(CONTENT))[1]["complete"] is True
    assert put(desk, 0, 3000)[1]["complete"] is True
    stored = world.db.execute("select string_agg(content, null order by start) from blob_part").fetchone()
    assert stored == (CONTENT,)


def test_a_whole_blob_is_stored_at_once_and_once(world: World) -> None:
    desk = world.desk()
    for _ in range(2):
        reply = desk.line.put(f"/blob/{NAME}", content=CONTENT)
        assert reply.json() == {"have": len(CONTENT), "size": len(CONTENT), "complete": True}


def test_content_that_is_not_what_its_name_says_is_refused_and_dropped(world: World) -> None:
    desk = world.desk()
    wrong = b"x" * len(CONTENT)
    assert put(desk, 0, len(wrong), wrong)[1] == {"code": "blob_hash"}
    assert desk.line.get(f"/blob/{NAME}").json()["have"] == 0
    assert world.alarms() == ["blob_hash"]
    assert desk.line.put(f"/blob/{NAME}", content=CONTENT).json()["complete"] is True


def test_a_blob_over_the_limit_or_with_a_wrong_range_is_refused(world: World) -> None:
    desk = world.desk()
    for header, status in (
        ("bytes 0-9/99999999999", 413),
        ("bytes 5-1/10", 422),
        ("bytes 0-99/100", 422),
        ("x", 422),
    ):
        reply = desk.line.put(f"/blob/{NAME}", content=b"0123456789", headers={"Content-Range": header})
        assert reply.status_code == status, header
