"""The register of measures: entering, correcting with a reason, withdrawing; what a report reads of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from desk.db import measure_lists
from desk.lang import _
from desk.records.base import new_id
from desk.records.blob import blob_name
from desk.records.entry import EntryAct
from desk.records.measure import Evidence, Measure, MeasureFact, MeasureForm
from desk.records.measure_words import Detail, MeasureKind, Unit
from desk.records.plan import order
from desk.usecases.acts import signed
from desk.usecases.attach import FileLine, file_line, name_of, read_file
from desk.usecases.desk import Desk
from desk.usecases.entries import Entry, EntryUnknown, Opened, Written, opened, write

MeasureEntry = Entry[Measure]


@dataclass(frozen=True)
class Sum:
    """What the measures of one clause, kind, detail and unit add up to in a year."""

    clause: str
    kind: MeasureKind
    detail: Detail | None
    unit: Unit | None
    entries: int
    quantity: Decimal | None
    """None where no entry has one."""
    participants: int | None


def measure_of(form: MeasureForm, evidence: Sequence[Evidence] = ()) -> Measure:
    """What was typed together with its evidence."""
    typed = {name: getattr(form, name) for name in MeasureForm.model_fields}
    return Measure.model_validate({**typed, "evidence": list(evidence)})


@dataclass(frozen=True)
class File:
    """A file that was read to prove a measure."""

    evidence: Evidence
    content: bytes


def read_evidence(path: str) -> File:
    """Read a file that proves a measure; raises PydanticCustomError as `read_file`."""
    content = read_file(path)
    return File(Evidence(sha256=blob_name(content), name=name_of(path), size=len(content)), content)


def files_of(desk: Desk, evidence: Sequence[Evidence], unsaved: Sequence[File] = ()) -> list[FileLine]:
    """The files of a measure and where each stands; those of a form that is not saved yet last."""
    with desk.store.read() as connection:
        found = [file_line(connection, one.name, one.size, one.sha256) for one in evidence]
    told = _("kept when you save")
    return [
        *found,
        *(
            FileLine(one.name, one.size, one.sha256, told, unsaved=True)
            for one in (f.evidence for f in unsaved)
        ),
    ]


def enter_measure(
    desk: Desk, form: MeasureForm, files: Sequence[File] = (), entry: UUID | None = None
) -> Written:
    """Enter a measure with its files, under an identifier where it has one. Raises StoreFailed."""
    fact = MeasureFact(
        act=EntryAct.entered,
        form=measure_of(form, [file.evidence for file in files]),
        entry=entry or new_id(),
        **signed(desk),
    )
    return write(desk, "measure.entered", fact, [file.content for file in files])


def correct_measure(
    desk: Desk, seen: Opened[Measure], form: MeasureForm, reason: str, files: Sequence[File] = ()
) -> Written:
    """Write what is so instead, in the knowledge of the versions that `seen` has; files are added.

    Raises ValidationError without a reason, and StoreFailed.
    """
    kept = {one.sha256: one for one in (*seen.form.evidence, *(file.evidence for file in files))}
    fact = MeasureFact(
        act=EntryAct.corrected,
        form=measure_of(form, list(kept.values())),
        reason=reason,
        entry=seen.id,
        after=list(seen.heads),
        **signed(desk),
    )
    return write(desk, "measure.corrected", fact, [file.content for file in files])


def withdraw_measure(desk: Desk, seen: Opened[Measure], reason: str) -> Written:
    """Take a measure back; raises ValidationError without a reason, and StoreFailed."""
    fact = MeasureFact(
        act=EntryAct.withdrawn, reason=reason, entry=seen.id, after=list(seen.heads), **signed(desk)
    )
    return write(desk, "measure.withdrawn", fact)


def open_measure(desk: Desk, entry: UUID) -> Opened[Measure]:
    """A measure with its history; raises EntryUnknown."""
    return opened(desk, entry, MeasureFact)


def _entry(row: Row[Any]) -> MeasureEntry:
    shown = MeasureFact.model_validate_json(row.body).form
    if shown is None:
        raise EntryUnknown(row.id)
    return Entry(row.id, shown, row.withdrawn, row.contested)


def measures_of(desk: Desk, year: int, clause: str = "") -> list[MeasureEntry]:
    """Every measure of a year that counts, of one clause or of all, in the order of the clauses."""
    with desk.store.read() as connection:
        rows = measure_lists.of_year(connection, year, clause)
    return _in_order([_entry(row) for row in rows])


def find_measures(
    desk: Desk, year: int, clause: str = "", text: str = "", kind: str = ""
) -> list[MeasureEntry]:
    """What the screen lists, at most 200, withdrawn ones too."""
    with desk.store.read() as connection:
        rows = measure_lists.listed(connection, year, clause, text, kind)
    return _in_order([_entry(row) for row in rows])


def _in_order(entries: list[MeasureEntry]) -> list[MeasureEntry]:
    return sorted(entries, key=lambda entry: order(entry.form.clause))


def sums_of(desk: Desk, year: int) -> list[Sum]:
    """What a year's measures add up to, by clause, kind, detail and unit, in the order of the clauses."""
    with desk.store.read() as connection:
        rows = measure_lists.sums(connection, year)
    found = [
        Sum(
            row.clause,
            MeasureKind(row.kind),
            Detail(row.detail) if row.detail else None,
            Unit(row.unit) if row.unit else None,
            row.entries,
            None if row.hundredths is None else Decimal(row.hundredths) / 100,
            row.participants,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: order(one.clause))
