"""A scanned file is kept by its hash and sent before what names it; what cannot be attached is said."""

from pathlib import Path

import pytest
from pydantic_core import PydanticCustomError

from desk.db import blobs, changes
from desk.records.attachment import FileAttached
from desk.records.blob import BLOB_BYTES, blob_name
from desk.records.errors import sentence
from desk.usecases.attach import attach_file, attachments_of
from desk.usecases.desk import Desk
from desk.usecases.papers import NumberUnknown
from desk.usecases.register_visit import register_visit
from tests.desks import form

PDF = b"%PDF-1.7 scanned"


@pytest.fixture
def number(desk: Desk) -> str:
    return register_visit(desk, form()).number


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "scan [bold].pdf"
    path.write_bytes(PDF)
    return path


def test_file_is_kept_by_hash_and_named_by_a_change(desk: Desk, number: str, scan: Path) -> None:
    record = attach_file(desk, number, f' "{scan}" ').record
    scan.unlink()
    with desk.store.read() as connection:
        assert blobs.read_blob(connection, record.sha256) == PDF
        (written,) = [one for one in changes.unsent(connection) if one.kind == "file.attached"]
        waiting = [str(stream) for stream in connection.execute(blobs.streams_waiting()).scalars()]
    assert FileAttached.model_validate_json(written.body) == record
    assert (record.name, record.of_number, record.sha256) == ("scan [bold].pdf", number, blob_name(PDF))
    assert waiting == [written.stream]
    (line,) = attachments_of(desk, number)
    assert (line.name, line.state) == ("scan [bold].pdf", "written here, unsent")


def test_same_file_again_is_attached_once(desk: Desk, number: str, scan: Path) -> None:
    first = attach_file(desk, number, str(scan)).record
    assert attach_file(desk, number, str(scan)).record == first
    assert len(attachments_of(desk, number)) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [(None, "file_missing"), (b"", "blob_empty"), (b"MZ program", "blob_type"), ("folder", "file_folder")],
)
def test_what_cannot_be_attached_is_said_and_nothing_is_written(
    desk: Desk, number: str, tmp_path: Path, content: bytes | str | None, code: str
) -> None:
    path = tmp_path / "x.pdf"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content:
        path.mkdir()
    with desk.store.read() as connection:
        before = changes.head(connection)
    with pytest.raises(PydanticCustomError) as refused:
        attach_file(desk, number, str(path))
    assert refused.value.type == code
    assert sentence(code, {"limit": 10}) != f"Not accepted ({code})."
    with desk.store.read() as connection:
        assert changes.head(connection) == before


def test_file_over_the_limit_is_not_read_to_its_end(desk: Desk, number: str, tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.write(PDF)
        file.truncate(BLOB_BYTES + 1)
    with pytest.raises(PydanticCustomError, match="blob_large"):
        attach_file(desk, number, str(path))


def test_file_for_an_unknown_visit_is_refused(desk: Desk, scan: Path) -> None:
    with pytest.raises(NumberUnknown):
        attach_file(desk, "Q-26-GNC2-000009-X", str(scan))
