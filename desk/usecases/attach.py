"""Attaching a scanned file to a visit or a case, by its path: kept by hash, sent before what names it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import UUID

from desk.config import Settings
from desk.crypto.files import replace_file
from desk.db import attachments, blobs, case_lists, changes, erasing, visits
from desk.db.store import Connection
from desk.lang import N_, _
from desk.records.attachment import Attachment, CaseFileAttached, FileAttached
from desk.records.base import new_id
from desk.records.blob import BLOB_BYTES, blob_name, media_type_of
from desk.records.errors import refusal
from desk.records.text import LONGEST
from desk.usecases.acts import signed
from desk.usecases.desk import Desk
from desk.usecases.note_export import note_export
from desk.usecases.papers import NumberUnknown

STATES = {
    "wanted": N_("asked for"),
    "pending": N_("written here, unsent"),
    "sent": N_("at central"),
    "refused": N_("not accepted"),
}
ENDINGS = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}
"""By the kind of a file: what its name said is not believed."""


@dataclass(frozen=True)
class Attached:
    """A file that was attached; `warning` is the code of why the sealed copy was not written."""

    record: Attachment
    warning: str = ""


@dataclass(frozen=True)
class FileLine:
    """A file of a record as a list shows it."""

    name: str
    size: int
    sha256: str
    state: str
    unsaved: bool = False
    """Whether it is only in a form so far."""


@dataclass(frozen=True)
class TakenOut:
    """Where a file was written to; nowhere while it has to come from central first."""

    path: Path | None
    warning: str = ""


def name_of(path: str) -> str:
    """What a file is called in the record: the last part of its path, no longer than a line."""
    name = "".join(letter for letter in Path(path.strip().strip("'\"")).name if letter.isprintable())
    return name[-LONGEST:] or "file"


def safe_name(name: str, media_type: str) -> str:
    """A name that any file system takes, with the ending that the kind of the file has."""
    plain = "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in Path(name).stem)
    return f"{plain[:60]}{ENDINGS.get(media_type, '')}"


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
    """Attach a file to the visit or the case of a number; the same file again is attached once.

    Raises NumberUnknown, PydanticCustomError as `read_file` does, and StoreFailed.
    """
    content = read_file(path)
    digest = blob_name(content)
    with desk.store.write() as connection:
        make, record_id = _found(connection, number)
        same = [one for one in attachments.of_record(connection, record_id) if one.sha256 == digest]
        if same:
            return Attached(same[0])
        record = make(
            **signed(desk) | {"id": new_id()},
            of_number=number,
            name=name_of(path),
            media_type=media_type_of(content),
            size=len(content),
            sha256=digest,
        )
        entity = attachments.ENTITIES[type(record)]
        stream = erasing.stream_of(entity, record.id)
        blobs.keep_blob(connection, content, stream)
        change = changes.append(connection, desk.author, f"{entity}.attached", stream, record)
        attachments.put(connection, record, change_n=change.n)
    return Attached(record, desk.keep_copy(change))


def _found(connection: Connection, number: str) -> tuple[Callable[..., Attachment], UUID]:
    """What makes the record of a file for a number, and whose file it is; raises NumberUnknown."""
    row = visits.by_number(connection, number)
    if row is not None:
        return partial(FileAttached, visit=row.id), row.id
    case = case_lists.by_number(connection, number)
    if case is None:
        raise NumberUnknown(number)
    return partial(CaseFileAttached, case=case.id), case.id


def attachments_of(desk: Desk, number: str) -> list[FileLine]:
    """The files of a visit or a case and where each stands; raises NumberUnknown."""
    with desk.store.read() as connection:
        _make, record_id = _found(connection, number)
        found = attachments.of_record(connection, record_id)
        return [file_line(connection, one.name, one.size, one.sha256) for one in found]


def file_line(connection: Connection, name: str, size: int, sha256: str) -> FileLine:
    """A file with where its content stands: what is not here lies at central, or is on its way there."""
    blob = blobs.one(connection, sha256)
    return FileLine(name, size, sha256, _(STATES.get(blob.state if blob else "sent", "sent")))


def take_out(desk: Desk, settings: Settings, number: str, file: FileLine) -> TakenOut:
    """Write a file among the kept papers, to be read; the log has it first.

    One that is not here is asked for, and comes with the next contact. Raises StoreFailed and OSError.
    """
    with desk.store.read() as connection:
        content = blobs.read_blob(connection, file.sha256)
    if content is None:
        with desk.store.write() as connection:
            blobs.want_blob(connection, file.sha256)
        return TakenOut(None)
    warning = note_export(desk, number, _("to be read at the desk"), 1, content)
    name = f"{number}-{file.sha256[:8]}-{safe_name(file.name, media_type_of(content))}"
    settings.papers.mkdir(mode=0o700, parents=True, exist_ok=True)
    replace_file(settings.papers / name, content)
    return TakenOut(settings.papers / name, warning)
