"""Restrictions out of a table that another body exports: dry run, row errors, nothing twice."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from pydantic import ValidationError

from central.desks import Db
from central.record_faults import faults_beyond
from central.references import BATCH, set_references
from central.row_faults import faults_of
from central.rows import rows_of
from desk.records.base import canonical
from desk.records.countries import read_country
from desk.records.restriction import Restriction

NAMESPACE = UUID("6f5b1c1e-4a53-5d0a-9a39-6a3a0c6f1d10")
"""Of the identifiers made from what a row itself says; never to be changed."""
MOST_FAULTS = 1000
_THERE = "select id, body from record where entity = 'restriction' and id = any(%s)"
_DATES = ("birth_date", "valid_from", "valid_until", "lifted_at")
_LISTS = ("other_names", "documents")
_KEY = (
    "kind",
    "ground_code",
    "issuing_body",
    "surname",
    "given_names",
    "patronymic",
    "birth_date",
    "valid_from",
)


@dataclass
class Imported:
    """What became of a file: how many rows were read, new or altered, and every row that cannot be read."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    faults: list[dict[str, Any]] = field(default_factory=list)
    written: bool = False


class RowUnread(ValueError):
    """A row that is no restriction; `faults` has a sentence for each field."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {text}" for name, text in faults.items()))
        self.faults = faults


def import_list(db: Db, file: Path, *, dry_run: bool) -> Imported:
    """Read a .csv or .jsonl file and write its records; with a faulty row, or on a dry run, nothing.

    A record that is there already and says the same stays as it is: the same file twice changes nothing.
    Raises ValueError for a file without rows, which no list is.
    """
    imported = Imported()
    imported.new, imported.changed = _known(db, _checked(file, imported))
    if not imported.rows:
        raise ValueError(f"{file.name} has no rows: nothing was imported.")
    if not dry_run and not imported.faults:
        set_references(db, (("restriction.set", row) for row in _checked(file, Imported())))
        imported.written = True
    return imported


def _checked(file: Path, imported: Imported) -> Iterator[Restriction]:
    """The records of the file; faults and rows are noted on the way. A record given twice is a fault.

    Raises ValueError for a file of another kind.
    """
    seen: dict[UUID, int] = {}
    if file.suffix.lower() not in (".csv", ".jsonl"):
        raise ValueError("a list comes as .csv or .jsonl")
    for number, said in rows_of(file):
        imported.rows += 1
        try:
            row = record_of(said)
            if row.id in seen:
                raise RowUnread({"id": f"the same record as in line {seen[row.id]}"})
        except RowUnread as error:
            if len(imported.faults) < MOST_FAULTS:
                imported.faults.append({"line": number, "faults": error.faults})
            continue
        seen[row.id] = number
        yield row


def record_of(said: object) -> Restriction:
    """The record of a row; empty fields are left out, dates may be 31.12.1990. Raises RowUnread."""
    if not isinstance(said, dict):
        raise RowUnread({"line": "not a row of this file"})
    values = {str(name).strip(): value for name, value in said.items() if value not in (None, "", [])}
    reference = str(values.pop("reference", "")).strip()
    for name in _LISTS:
        if isinstance(values.get(name), str):
            values[name] = [part.strip() for part in values[name].split("|") if part.strip()]
    documents = values.get("documents", [])
    if not isinstance(documents, list):
        raise RowUnread({"documents": "write a list, or several numbers with | between them"})
    values["documents"] = [one if isinstance(one, dict) else {"number": str(one)} for one in documents]
    for name in _DATES:
        if name in values:
            values[name] = _iso(name, str(values[name]).strip())
    country = str(values.get("citizenship", ""))
    if country:
        values["citizenship"] = read_country(country) or country
        if not read_country(country):
            raise RowUnread({"citizenship": "there is no such country"})
    values.setdefault("id", str(_identity(values, reference)))
    try:
        row = Restriction.model_validate_json(json.dumps(values))
    except ValidationError as error:
        raise RowUnread(faults_of(error)) from error
    if faults := faults_beyond(row, ()):
        raise RowUnread(faults)
    return row


def _iso(name: str, text: str) -> str:
    """31.12.1990, and of a birth date 12.1990 and 1990 too, as ISO; raises RowUnread for what is no date."""
    parts = text.split(".") if "." in text else text.split("-")[::-1]
    least = 1 if name == "birth_date" else 3
    whole = all(part.isdigit() for part in parts) and least <= len(parts) <= 3 and len(parts[-1]) == 4
    iso = "-".join([parts[-1], *(part.zfill(2) for part in reversed(parts[:-1]))])
    try:
        date.fromisoformat(iso + "-01" * (3 - len(parts)))
    except ValueError:
        whole = False
    if not whole:
        raise RowUnread({name: "write the date as 31.12.1990 or 1990-12-31"})
    return iso


def _identity(values: dict[str, Any], reference: str) -> UUID:
    """The identifier of a row without one: by the body's own reference, else by what tells it from others."""
    if reference:
        return uuid5(NAMESPACE, json.dumps([values.get("issuing_body", ""), reference]))
    numbers = sorted(str(document.get("number", "")) for document in values["documents"])
    return uuid5(NAMESPACE, json.dumps([*(str(values.get(name, "")) for name in _KEY), *numbers]))


def _known(db: Db, rows: Iterator[Restriction]) -> tuple[int, int]:
    """How many of the records are new, and how many say something else than the one that is there."""
    new = changed = 0
    while batch := {str(row.id): canonical(row) for row in islice(rows, BATCH)}:
        there: dict[str, str] = dict(db.execute(_THERE, (list(batch),)).fetchall())
        new += len(batch) - len(there)
        changed += sum(body != batch[identity] for identity, body in there.items())
    return new, changed
