"""Acts about people, access and data themselves: facts of the audit trail like any other."""

from enum import StrEnum
from uuid import UUID

from pydantic import AwareDatetime, Field

from desk.records.authored import Authored
from desk.records.days import Day
from desk.records.text import Line, RequiredLine


class Leaving(StrEnum):
    """Why a person's work at the desk ended."""

    signed_out = "signed_out"
    another_person = "another_person"
    revoked = "revoked"
    closed = "closed"


class SessionClosed(Authored):
    """A person left the desk."""

    why: Leaving


class SignInRefused(Authored):
    """A password that did not fit; written at the next opening, for before it the store is closed."""

    person: Line
    tried_at: AwareDatetime


class TriesAltered(Authored):
    """The file of refused sign-ins was altered, cut or taken away while the desk was closed."""


class PasswordChanged(Authored):
    """A person gave themselves another password."""


class PersonAdmitted(Authored):
    """A person got a key slot at this desk, new or in the place of a lost password."""

    person: RequiredLine


class LogViewed(Authored):
    """A supervisor looked at what a person did on a day."""

    person: RequiredLine
    day: Day


class ExportMade(Authored):
    """Personal data left the desk in a file of its own; written before the file is."""

    what: RequiredLine
    """`visits`, a register with its year, or the number of the case whose bundle it is."""
    purpose: RequiredLine
    masked: bool
    rows: int = Field(ge=0, le=10_000_000)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    """Of the file."""


ERASABLE = ("visit", "lookup", "appeal", "council", "file", "case_file")
"""What desks write of persons; the audit trail and what central writes are never erased by a desk's word."""


def stream_of(entity: str, record_id: UUID) -> str:
    """The stream that the changes of a record that can be erased stand in."""
    return f"{'attachment' if entity == 'file' else entity}:{record_id}"


class RecordErased(Authored):
    """What was written of a person or a record is gone; this says that it was, by whom and why."""

    entity: str = Field(pattern=rf"^({'|'.join(ERASABLE)})$")
    record: UUID
    reason: RequiredLine


class DeskTransferred(Authored):
    """The desk moved to another computer; what comes after this is written there."""
