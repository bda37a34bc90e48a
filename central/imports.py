"""Taking in files that other systems of the service write: bookings and the states of applications."""

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from central.desks import Db
from central.record_faults import faults_beyond
from central.references import BATCH, offices_of, set_references
from central.row_faults import faults_of, placed
from central.rows import rows_of
from desk.records.base import Record
from desk.records.kinds import REFERENCES

KINDS = {"bookings": "booking.set", "applications": "application.set"}
"""What may be imported, by its word on the command line."""


def import_file(db: Db, what: str, file: Path, *, dry_run: bool = False) -> dict[str, Any]:
    """Write the records of a .csv or .jsonl file, or none when one is wrong; return how many changed.

    A CSV file has a head line with the names of the fields; several missing things stand in one cell with
    `;` between them, as Azerbaijani text. `dry_run` reads and compares, and writes nothing.
    Raises ValueError with every line that is wrong.
    """
    kind = KINDS[what]
    records, wrong = _read(kind, file, offices_of(db))
    if wrong:
        raise ValueError("\n".join(wrong))
    changed = _changed(db, kind, records) if dry_run else set_references(db, _named(kind, records))[1]
    return {"file": file.name, "records": len(records), "changed": changed, "written": not dry_run}


def _named(kind: str, records: list[Record]) -> list[tuple[str, Record]]:
    return [(kind, record) for record in records]


def _changed(db: Db, kind: str, records: list[Record]) -> int:
    """How many records differ from what central holds; everything is taken back."""
    changed = 0
    with db.transaction(force_rollback=True):
        _all, changed = set_references(db, _named(kind, records))
    return changed


def _read(kind: str, file: Path, offices: set[str]) -> tuple[list[Record], list[str]]:
    records: list[Record] = []
    wrong: list[str] = []
    for number, row in rows_of(file):
        said = _cells(row) if file.suffix.lower() == ".csv" and isinstance(row, dict) else row
        try:
            records.append(REFERENCES[kind].model_validate_json(json.dumps(said)))
            faults = faults_beyond(records[-1], offices)
        except ValidationError as error:
            faults = faults_of(error)
        if faults:
            wrong.append(placed(file.name, number, faults))
        if len(wrong) >= BATCH:
            break
    return records, wrong


def _cells(row: dict[str, Any]) -> dict[str, Any]:
    """A line of a sheet as a record: empty cells are left out."""
    filled = {name: value for name, value in row.items() if value not in ("", None)}
    if "missing" in filled:
        filled["missing"] = [{"az": one.strip()} for one in filled["missing"].split(";") if one.strip()]
    if "cancelled" in filled:
        filled["cancelled"] = filled["cancelled"].strip().lower() in ("1", "true", "yes")
    return filled
