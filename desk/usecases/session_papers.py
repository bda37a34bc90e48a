"""Agenda and minutes of a session of the Council, in the state language: they stay in the office."""

from datetime import date
from pathlib import Path

from desk.config import Settings
from desk.lang import N_, day, today
from desk.records.council_hearing import Hearing
from desk.usecases.case_papers import OFFICE_LANGUAGE, office_text
from desk.usecases.council_session import SessionView, view_session
from desk.usecases.desk import Desk
from desk.usecases.print_paper import MadePaper, Printed, hand_out

PAPERS = {"council-agenda": N_("Agenda"), "council-minutes": N_("Minutes")}
"""Template -> what it is called."""


def session_pdf(
    desk: Desk, on: date, template: str, folder: Path | None = None, spoken: str = OFFICE_LANGUAGE
) -> bytes:
    """A paper of the session of a day; raises PaperFailed and OSError."""
    from desk.documents.render import render

    view = view_session(desk, on)
    with desk.store.read() as connection:
        office = office_text(connection, desk.identity.office, spoken)
    return render(template, _data(desk, view, office, spoken), spoken, folder)


def _data(desk: Desk, view: SessionView, office: str, spoken: str) -> dict[str, object]:
    session = view.session
    return {
        "language": spoken,
        "office": office,
        "clerk": desk.clerk.name,
        "number": day(session.on),
        "printed_on": day(today()),
        "place": session.place,
        "chair": session.chair,
        "members": list(session.members),
        "present": list(session.present),
        "absent": list(session.absent) if session.present else [],
        "minutes": session.minutes,
        "quorate": view.quorate,
        "items": [_item(one) for one in view.hearings],
    }


def _item(one: Hearing) -> dict[str, object]:
    said = one.decided
    return {
        "number": one.number,
        "complainant": one.complainant,
        "summary": one.summary,
        "demand": one.demand,
        "outcome": str(one.outcome),
        "conflicts": list(one.conflicts),
        "for_it": "" if said is None else str(said.for_it),
        "against": "" if said is None else str(said.against),
        "attended": "" if said is None else str(said.attended),
        "reasons": "" if said is None else said.reasons,
        "body": "" if said is None else said.body,
    }


def print_session_paper(desk: Desk, settings: Settings, on: date, template: str) -> Printed:
    """Make agenda or minutes, note it in the log, and print or keep it.

    Raises PaperFailed, OSError and StoreFailed; nothing is then printed.
    """
    pdf = session_pdf(desk, on, template, settings.folder)
    name = f"{on.isoformat()}-{template}-{OFFICE_LANGUAGE}"
    return hand_out(desk, settings, MadePaper(template, day(on), OFFICE_LANGUAGE, pdf, name))
