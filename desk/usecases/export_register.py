"""A register of a year as a sheet for an inspection; that it left the desk is written into the log first."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desk.db import calendar_days, case_events, case_files, case_lists
from desk.db.case_files import AnyCase
from desk.documents.sheets import as_csv, as_xlsx
from desk.lang import N_, _, day
from desk.records.appeal import APPEAL_FORMS, APPEAL_KINDS
from desk.records.appeal_states import AppealCase
from desk.records.appeal_steps import GROUNDS, MERITS
from desk.records.council import ACT_KINDS, COMPLAINANT_KINDS
from desk.records.council_states import CouncilCase
from desk.records.council_steps import DECISIONS, DONE
from desk.records.export import ExportForm, SheetKind
from desk.rules.calendar import Calendar
from desk.rules.case_terms import appeal_late, appeal_terms, council_late, council_terms
from desk.usecases.desk import Desk
from desk.usecases.note_export import note_export, write_new
from desk.usecases.registers import REGISTERS

APPEAL_HEAD = (
    N_("Number"),
    N_("Received on"),
    N_("Office"),
    N_("Kind"),
    N_("Form"),
    N_("How many sign it"),
    N_("Applicant"),
    N_("Address, workplace"),
    N_("What it is about"),
    N_("Earlier number"),
    N_("State"),
    N_("Outcome"),
    N_("Forwarded to"),
    N_("Extended by, working days"),
    N_("Merged into"),
    N_("Due"),
    N_("Done on"),
    N_("After its term"),
)
COUNCIL_HEAD = (
    N_("Number"),
    N_("Received on"),
    N_("Office"),
    N_("Complainant"),
    N_("Name"),
    N_("VÖEN"),
    N_("Complains of"),
    N_("Of which unit"),
    N_("Content"),
    N_("Demand"),
    N_("State"),
    N_("Outcome"),
    N_("Session on"),
    N_("Decided on"),
    N_("Sent to"),
    N_("Due"),
    N_("After its term"),
)
DECLINED = {act: DONE[act] for act in ("out_of_remit", "not_first_considered")}


@dataclass(frozen=True)
class Exported:
    """A register that was written to a file."""

    path: Path
    rows: int
    warning: str = ""


def rows_of(desk: Desk, register: str, year: int) -> list[tuple[str, ...]]:
    """The rows of a register for the cases received in a year, in the order of receipt and number."""
    found = []
    with desk.store.read() as connection:
        days = calendar_days.calendar(connection)
        for case_id in case_lists.of_year(connection, register, year):
            opening, events = case_events.read(case_events.rows_of(connection, case_id))
            if opening is not None:
                found.append(_row(case_files.derive(opening, events), days))
    return found


def _row(case: AnyCase, days: Calendar) -> tuple[str, ...]:
    return _appeal_row(case, days) if isinstance(case, AppealCase) else _council_row(case, days)


def _date(on: date | None) -> str:
    return day(on) if on else ""


def _appeal_row(case: AppealCase, days: Calendar) -> tuple[str, ...]:
    card = case.appeal
    due = [term.due.on for term in appeal_terms(case, days) if term.binding]
    outcome = MERITS.get(case.merits) or GROUNDS.get(case.ground) or ""  # type: ignore[call-overload]
    return (
        card.number,
        day(card.received_on),
        card.office,
        _(APPEAL_KINDS[card.kind]),
        _(APPEAL_FORMS[card.manner]),
        str(card.applicants),
        card.applicant or _("anonymous"),
        card.address,
        card.summary,
        card.prior,
        REGISTERS["appeal"].state_name(case.state),
        _(outcome),
        "; ".join(case.bodies),
        str(case.extended or ""),
        case.merged_into,
        _date(due[0] if due else None),
        _date(case.done_on),
        _("late") if appeal_late(case, days) else "",
    )


def _council_row(case: CouncilCase, days: Calendar) -> tuple[str, ...]:
    form = case.complaint
    due = [term.due.on for term in council_terms(case, days) if term.binding]
    outcome = DECLINED.get(case.outcome) or DECISIONS.get(case.outcome) or ""  # type: ignore[call-overload]
    return (
        form.number,
        day(form.received_on),
        form.office,
        _(COMPLAINANT_KINDS[form.kind]),
        form.complainant,
        form.voen,
        _(ACT_KINDS[form.act]),
        form.unit,
        form.summary,
        form.demand,
        REGISTERS["council"].state_name(case.state),
        _(outcome),
        _date(case.session_on),
        _date(case.decided_on),
        case.sent_to,
        _date(due[0] if due else None),
        _("late") if council_late(case, days) else "",
    )


def export_register(desk: Desk, register: str, asked: ExportForm, target: Path) -> Exported:
    """Write a register of a year into a new file for this user only; the log knows it first.

    Raises FileExistsError, OSError and StoreFailed; nothing is then written.
    """
    if target.exists():
        raise FileExistsError(target.name)
    head = [_(title) for title in (APPEAL_HEAD if register == "appeal" else COUNCIL_HEAD)]
    rows = rows_of(desk, register, asked.year)
    csv = asked.sheet is SheetKind.csv
    title = f"{register} {asked.year}"
    made = as_csv([head, *rows], ";") if csv else as_xlsx(title, head, rows)
    warning = note_export(desk, title, asked.purpose, len(rows), made)
    write_new(target, made)
    return Exported(target, len(rows), warning)
