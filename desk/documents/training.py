"""What stands on a session's papers: the sheet of who was there, and the certificates."""

from collections.abc import Sequence
from datetime import date, time

from desk.documents.paper import Data, qr
from desk.documents.words import text_in
from desk.lang import day
from desk.records.training import TrainingForm

Line = tuple[str, str, str, str]
"""Name, unit, came, left."""


def days_text(session: TrainingForm) -> str:
    """The day of a session, or its first and last."""
    first, last = day(session.starts_on), day(session.last_day)
    return first if session.last_day == session.starts_on else f"{first} – {last}"


def clock_text(value: time | None) -> str:
    """HH:MM, or nothing."""
    return "" if value is None else value.strftime("%H:%M")


def _common(session: TrainingForm, office: dict[str, str], language: str, printed_on: date) -> Data:
    hours = [clock_text(value) for value in (session.starts_at, session.ends_at) if value]
    return {
        "office": text_in(office, language),
        "printed_on": day(printed_on),
        "topic": text_in(session.topics(), language),
        "days": days_text(session),
        "hours": " – ".join(hours),
        "host": session.host,
        "trainer": session.trainer,
        "place": session.place,
        "programme": session.programme,
        "clause": session.clause or "",
    }


def attendance_sheet(
    session: TrainingForm,
    lines: Sequence[Line],
    office: dict[str, str],
    clerk: str,
    language: str,
    printed_on: date,
) -> Data:
    """The data of the sheet; who is expected and has not come stands there without times, to sign."""
    return _common(session, office, language, printed_on) | {
        "number": day(session.starts_on),
        "clerk": clerk,
        "lines": [dict(zip(("name", "unit", "came", "left"), line, strict=True)) for line in lines],
    }


def certificates(
    session: TrainingForm,
    people: Sequence[tuple[str, str, str]],
    office: dict[str, str],
    language: str,
    printed_on: date,
) -> Data:
    """The data of one certificate a page; of each person the name, the unit, the register's identifier."""
    return _common(session, office, language, printed_on) | {
        "number": day(session.starts_on),
        "people": [
            {"name": name, "unit": unit, "entry": entry, "qr": qr(entry)} for name, unit, entry in people
        ],
    }
