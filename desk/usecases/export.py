"""Visits of some days as a table in a file: masked unless a purpose needs more, and in the log first."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from desk.crypto.files import replace_file
from desk.db.reception_tables import visit
from desk.db.store import RoleNeeded
from desk.documents.sheets import as_csv
from desk.lang import BAKU, N_, _, day, day_and_clock
from desk.records.roles import for_command, has_one
from desk.usecases.desk import Desk
from desk.usecases.note_export import note_export

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
    if not has_one(desk.clerk.roles, for_command("export")):
        raise RoleNeeded(for_command("export"))
    with desk.store.read() as connection:
        rows = connection.execute(select(visit).order_by(visit.c.registered_at)).all()
    chosen = [row for row in rows if first <= row.registered_at.astimezone(BAKU).date() <= last]
    table = [[_cell(name, getattr(row, name), masked=masked) for name in COLUMNS] for row in chosen]
    mark = _("Exported by {name} for: {purpose}").format(name=desk.clerk.name, purpose=purpose)
    content = as_csv([[mark], [_(title) for title in COLUMNS.values()], *table])
    warning = note_export(desk, "visits", purpose, len(table), content, masked=masked)
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
    return text
