"""Personal data leaves the desk as a file: the log has it first, with its purpose and hash."""

import os
from hashlib import sha256
from pathlib import Path

from desk.db import changes
from desk.records.audit import ExportMade
from desk.usecases.acts import keep_copies, signed
from desk.usecases.desk import Desk


def note_export(
    desk: Desk, what: str, purpose: str, rows: int, content: bytes, *, masked: bool = False
) -> str:
    """Write into the log that a file leaves; the code of why the sealed copy was not written, or nothing.

    `what` is `visits`, a register with its year, or the number of a case. Raises RoleNeeded, ValidationError
    for an empty purpose and StoreFailed: the file must then not be written.
    """
    told = ExportMade(
        **signed(desk),
        what=what,
        purpose=purpose,
        masked=masked,
        rows=rows,
        sha256=sha256(content).hexdigest(),
    )
    with desk.store.write() as connection:
        change = changes.append(connection, desk.author, "export.made", f"export:{told.id}", told)
    return keep_copies(desk, change)


def write_new(target: Path, content: bytes) -> None:
    """Write a file for this user only; raises FileExistsError rather than write over another."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
