"""The papers of a case: which its state allows, and each of them made, noted in the log and handed out."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from desk.config import Settings
from desk.db import calendar_days, case_events, case_files, references
from desk.db.store import Connection
from desk.documents.words import PAPER_LANGUAGES, text_in
from desk.lang import N_
from desk.records.appeal import Appeal
from desk.records.case_event import CaseEvent
from desk.records.reference import Clerk, Office
from desk.records.state_machine import ordered
from desk.usecases.desk import Desk
from desk.usecases.print_paper import MadePaper, Printed, hand_out


@dataclass(frozen=True)
class PaperKind:
    """A paper: its template's name, what it is called (a message id), the steps that it is about."""

    template: str
    name: str
    acts: tuple[str, ...] = ()
    """The newest of them is printed; none for a paper that every case has."""
    for_applicant: bool = True
    """Whether the applicant reads it, in a language of their own; else it stays in the office."""


CARD = PaperKind("case-card", N_("Registration-control card"), for_applicant=False)
_ORAL = ("answered_orally", "put_in_writing")
RECEPTION = PaperKind("appeal-reception", N_("Note of an oral appeal"), _ORAL, for_applicant=False)
OF_APPEALS = (
    CARD,
    PaperKind("appeal-forwarded", N_("Notice: forwarded"), ("forwarded", "copy_sent")),
    PaperKind("appeal-unconsidered", N_("Notice: left unconsidered"), ("left_unconsidered",)),
    PaperKind("appeal-extended", N_("Notice: term extended"), ("extended",)),
    PaperKind("appeal-reply", N_("Reply"), ("answered", "answered_orally")),
    PaperKind("appeal-act", N_("Act on damaged enclosures"), ("act_drawn_up",), for_applicant=False),
)
OF_COUNCIL = (
    CARD,
    PaperKind("council-declined", N_("Notice: not admitted"), ("out_of_remit", "not_first_considered")),
    PaperKind("council-decision", N_("Decision"), ("decided",)),
)
BY_TEMPLATE = {kind.template: kind for kind in (*OF_APPEALS, RECEPTION, *OF_COUNCIL)}
OFFICE_LANGUAGE = "az"
"""What stays in the office is written in the state language."""


@dataclass(frozen=True)
class _File:
    """A case with what a paper of it needs."""

    opening: case_events.Opening
    case: case_files.AnyCase
    happened: tuple[CaseEvent, ...]
    """The events that fit at their place, in order."""

    def newest(self, acts: tuple[str, ...]) -> CaseEvent | None:
        """The newest event of some acts since the case was last reopened."""
        found = None
        for event in self.happened:
            found = None if event.act == "reopened" else event if event.act in acts else found
        return found


def _read(connection: Connection, case_id: UUID) -> _File:
    opening, events = case_events.read(case_events.rows_of(connection, case_id))
    if opening is None:
        raise LookupError(case_id)
    case = case_files.derive(opening, events)
    odd = {event_id for event_id, _reason in case.odd}
    return _File(opening, case, tuple(event for event in ordered(events) if event.id not in odd))


def papers_of(desk: Desk, case_id: UUID) -> list[PaperKind]:
    """The papers that the state of a case allows; LookupError for an unknown case."""
    with desk.store.read() as connection:
        file = _read(connection, case_id)
    if not isinstance(file.opening, Appeal):
        return [kind for kind in OF_COUNCIL if not kind.acts or file.newest(kind.acts)]
    kinds = [kind for kind in OF_APPEALS if not kind.acts or file.newest(kind.acts)]
    if file.opening.anonymous:
        kinds = [kind for kind in kinds if not kind.for_applicant]
    return kinds + ([RECEPTION] if file.opening.manner == "oral" else [])


def languages_of(desk: Desk, case_id: UUID, kind: PaperKind) -> dict[str, str]:
    """The languages of a paper with their names: the applicant's first; one only for the office's own."""
    if not kind.for_applicant:
        return {OFFICE_LANGUAGE: PAPER_LANGUAGES[OFFICE_LANGUAGE]}
    with desk.store.read() as connection:
        opening = _read(connection, case_id).opening
    first = str(opening.language) if isinstance(opening, Appeal) else OFFICE_LANGUAGE
    return {first: PAPER_LANGUAGES[first]} | PAPER_LANGUAGES


def case_pdf(
    desk: Desk, case_id: UUID, kind: PaperKind, spoken: str, folder: Path | None = None
) -> tuple[str, bytes]:
    """The number of a case and a paper of it as a PDF; `folder` may hold templates of the desk's own.

    Raises LookupError for a case that is not known or does not allow the paper, PaperFailed and OSError.
    """
    from desk.documents.case_paper import card, letter
    from desk.documents.render import render

    with desk.store.read() as connection:
        file = _read(connection, case_id)
        step = file.newest(kind.acts)
        if kind.acts and step is None and kind is not RECEPTION:
            raise LookupError(kind.template)
        office = office_text(connection, desk.identity.office, spoken)
        names = {clerk.id: clerk.name for clerk in references.every(connection, "clerk.set", Clerk)}
        terms = case_files.terms_of(file.case, calendar_days.calendar(connection))
    if kind is CARD:
        data = card(file.opening, file.happened, terms, names, office, desk.clerk.name, spoken)
    else:
        data = letter(file.opening, step, office, desk.clerk.name, spoken)
    return file.opening.number, render(kind.template, data, spoken, folder)


def office_text(connection: Connection, code: str, spoken: str) -> str:
    """The name of an office in a language of papers; its code while the offices have not arrived."""
    names = {office.code: office.names for office in references.every(connection, "office.set", Office)}
    return text_in(names[code], spoken) if code in names else code


def print_case_paper(desk: Desk, settings: Settings, case_id: UUID, kind: PaperKind, spoken: str) -> Printed:
    """Make a paper of a case, note it in the log, and print or keep it.

    Raises LookupError, PaperFailed, OSError and StoreFailed; nothing is then printed.
    """
    number, pdf = case_pdf(desk, case_id, kind, spoken, settings.folder)
    made = MadePaper(kind.template, number, spoken, pdf, f"{number}-{kind.template}-{spoken}")
    return hand_out(desk, settings, made)
