"""Visits of some days as a table in a file: masked unless a purpose needs more, and in the log first."""

import csv
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from io import StringIO
from pathlib import Path

from sqlalchemy import select

from desk.crypto.files import replace_file
from desk.db import changes
from desk.db.tables import visit
from desk.lang import BAKU, N_, _, day, day_and_clock
from desk.records.audit import ExportMade
from desk.usecases.acts import keep_copies, signed
from desk.usecases.desk import Desk

COLUMNS = {
    "number": N_("Number"),
    "registered_at": N_("Registered"),
    "procedure": N_("Procedure"),
    "surname": N_("Surname"),
    "given_name": N_("Given name"),
    "birth_date": N_("Date of birth"),
    "citizenship": N_("Citizenship"),
    "document_number": N_("Document number"),
}
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\0")
"""What a spreadsheet would take for a formula at the beginning of a cell (ASVS 1.2.10)."""


@dataclass(frozen=True)
class Exported:
    """How many rows, and the code of why the sealed copy of the log's entry was not written."""

    rows: int
    warning: str = ""


def export_visits(
    desk: Desk, first: date, last: date, purpose: str, target: Path, *, masked: bool = True
) -> Exported:
    """Write the visits of these days, both included, into a CSV file for this user only.

    Raises RoleNeeded, ValidationError for an empty purpose and StoreFailed: there is then no file.
    """
    with desk.store.read() as connection:
        rows = connection.execute(select(visit).order_by(visit.c.registered_at)).all()
    chosen = [row for row in rows if first <= row.registered_at.astimezone(BAKU).date() <= last]
    table = [[_cell(name, getattr(row, name), masked=masked) for name in COLUMNS] for row in chosen]
    out = StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    mark = _("Exported by {name} for: {purpose}").format(name=desk.clerk.name, purpose=purpose)
    writer.writerow([_inert(mark)])
    writer.writerow([_inert(_(title)) for title in COLUMNS.values()])
    writer.writerows(table)
    content = out.getvalue().encode("utf-8-sig")
    with desk.store.write() as connection:
        told = ExportMade(
            **signed(desk),
            what="visits",
            purpose=purpose,
            masked=masked,
            rows=len(table),
            sha256=sha256(content).hexdigest(),
        )
        change = changes.append(connection, desk.author, "export.made", f"export:{told.id}", told)
    warning = keep_copies(desk, change)
    replace_file(target, content)
    return Exported(len(table), warning)


def _cell(name: str, value: object, *, masked: bool) -> str:
    if name == "registered_at":
        return day_and_clock(value)  # type: ignore[arg-type]
    if isinstance(value, date):
        return str(value.year) if masked else day(value)
    text = str(value or "")
    if masked and name in ("surname", "given_name"):
        text = f"{text[:1]}." if text else ""
    if masked and name == "document_number":
        text = f"***{text[-3:]}"
    return _inert(text)


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(_ACTIVE) else text
