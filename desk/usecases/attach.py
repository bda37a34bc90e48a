"""Attaching a scanned file to a visit, by its path: kept by hash in the store, sent before what names it."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from desk.db import attachments, blobs, changes, visits
from desk.lang import N_, _
from desk.records.attachment import FileAttached
from desk.records.base import new_id
from desk.records.blob import BLOB_BYTES, blob_name, media_type_of
from desk.records.errors import refusal
from desk.records.text import LONGEST
from desk.usecases.acts import signed
from desk.usecases.desk import Desk
from desk.usecases.papers import NumberUnknown

STATES = {
    "wanted": N_("not here yet"),
    "pending": N_("written here, unsent"),
    "sent": N_("at central"),
    "refused": N_("not accepted"),
}


@dataclass(frozen=True)
class Attached:
    """A file that was attached; `warning` is the code of why the sealed copy was not written."""

    record: FileAttached
    warning: str = ""


@dataclass(frozen=True)
class AttachmentLine:
    """A file of a visit as a list shows it."""

    name: str
    size: int
    state: str


def read_file(path: str) -> bytes:
    """The content of a file that may be attached.

    Raises PydanticCustomError: `file_missing`, `file_folder`, `file_unreadable`, and the refusals of
    desk.records.blob; a file over the limit is not read to its end.
    """
    place = Path(path.strip().strip("'\"")).expanduser()
    try:
        with place.open("rb") as file:
            content = file.read(BLOB_BYTES + 1)
    except FileNotFoundError:
        raise refusal("file_missing") from None
    except IsADirectoryError:
        raise refusal("file_folder") from None
    except (OSError, ValueError):
        raise refusal("file_unreadable") from None
    media_type_of(content)
    return content


def attach_file(desk: Desk, number: str, path: str) -> Attached:
    """Attach a file to the visit of a number; the same file again is attached once.

    Raises NumberUnknown, PydanticCustomError as `read_file` does, and StoreFailed.
    """
    content = read_file(path)
    digest = blob_name(content)
    with desk.store.write() as connection:
        row = visits.by_number(connection, number)
        if row is None:
            raise NumberUnknown(number)
        same = [one for one in attachments.of_visit(connection, row.id) if one.sha256 == digest]
        if same:
            return Attached(same[0])
        record = _record(desk, row.id, number, path, content)
        stream = f"attachment:{record.id}"
        blobs.keep_blob(connection, content, stream)
        change = changes.append(connection, desk.author, attachments.KIND, stream, record)
        attachments.put(connection, record, change_n=change.n)
    return Attached(record, desk.keep_copy(change))


def _record(desk: Desk, visit: UUID, number: str, path: str, content: bytes) -> FileAttached:
    said = signed(desk) | {"id": new_id()}
    name = "".join(letter for letter in Path(path.strip().strip("'\"")).name if letter.isprintable())
    return FileAttached(
        **said,
        visit=visit,
        of_number=number,
        name=name[-LONGEST:] or "file",
        media_type=media_type_of(content),
        size=len(content),
        sha256=blob_name(content),
    )


def attachments_of(desk: Desk, number: str) -> list[AttachmentLine]:
    """The files of a visit and where each stands; raises NumberUnknown."""
    with desk.store.read() as connection:
        row = visits.by_number(connection, number)
        if row is None:
            raise NumberUnknown(number)
        found = attachments.of_visit(connection, row.id)
        kept = {one.sha256: blobs.one(connection, one.sha256) for one in found}
    lines = []
    for one in found:
        blob = kept[one.sha256]
        lines.append(
            AttachmentLine(one.name, one.size, _(STATES.get(blob.state if blob else "sent", "sent")))
        )
    return lines
