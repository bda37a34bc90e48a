"""One complaint at one session: read from the complaint's own events, so that there is no second truth."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pydantic import Field

from desk.lang import N_
from desk.records.appeal_steps import YesNo
from desk.records.base import Record
from desk.records.council import Complaint
from desk.records.council_session import Session
from desk.records.council_states import derive
from desk.records.council_steps import Conflict, CouncilEvent, Decided, Decision, PutOnAgenda
from desk.records.state_machine import ordered
from desk.records.text import Line, RequiredLine

WAITING, POSTPONED = "waiting", "postponed"


class Vote(Record):
    """What is written of one complaint at a session; the session itself tells who was there."""

    for_it: int = Field(ge=0, le=99, title=N_("Votes for"))
    against: int = Field(ge=0, le=99, title=N_("Votes against"))
    chair_for: YesNo = Field(title=N_("Chair voted for"))
    attended: YesNo = Field(YesNo.no, title=N_("Complainant there"))
    decision: Decision = Field(title=N_("Decision"))
    reasons: RequiredLine = Field(title=N_("Reasons"))
    body: Line = Field("", title=N_("To be executed by"))


def decided_at(session: Session, vote: Vote) -> Decided:
    """A vote with what the session says of day, members, presence and minutes."""
    return Decided(
        **dict(vote),
        on=session.on,
        members=len(session.members),
        present=len(session.present),
        minutes=session.minutes,
    )


@dataclass(frozen=True)
class Hearing:
    """A complaint as one session had it; `outcome` is WAITING, POSTPONED or a decision."""

    case_id: UUID
    number: str
    complainant: str
    summary: str
    demand: str
    outcome: str
    conflicts: tuple[str, ...] = ()
    """Members who may not vote on it."""
    decided: Decided | None = None


def hearing(complaint: Complaint, events: Iterable[CouncilEvent], on: date) -> Hearing | None:
    """How a complaint fared at the session of a day; None where it never was on its agenda.

    Events that are impossible at their place count for nothing here either.
    """
    events = list(events)
    odd = {event_id for event_id, _code in derive(complaint, events).odd}
    outcome, decided, here = "", None, False
    conflicts: tuple[str, ...] = ()
    for event in ordered(events):
        said = event.form
        if event.id in odd:
            continue
        if isinstance(said, PutOnAgenda):
            here = said.session_on == on
            outcome, conflicts = (WAITING, ()) if here else (outcome, conflicts)
        elif here and isinstance(said, Conflict):
            conflicts = (*conflicts, said.member)
        elif here and isinstance(said, Decided):
            outcome, decided, here = said.decision, said, False
        elif here and event.act == "postponed":
            outcome, here = POSTPONED, False
    if not outcome:
        return None
    return Hearing(
        complaint.id,
        complaint.number,
        complaint.complainant,
        complaint.summary,
        complaint.demand,
        outcome,
        conflicts,
        decided,
    )
