"""What is written of each step of a complaint: one small form an act, and the event that carries it."""

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from desk.lang import N_
from desk.records.appeal_steps import ApplicantTold, Closed, YesNo
from desk.records.base import Record
from desk.records.case_event import CaseEvent, Nothing, Told, Why
from desk.records.contact import PastDay
from desk.records.days import Day
from desk.records.text import Line, RequiredLine


class Decision(StrEnum):
    """What the Council decides."""

    full = "full"
    part = "part"
    rejected = "rejected"
    new_decision = "new_decision"


DECISIONS = {
    Decision.full: N_("satisfied in full"),
    Decision.part: N_("satisfied in part"),
    Decision.rejected: N_("rejected"),
    Decision.new_decision: N_("new decision"),
}


class Declined(Record):
    """Not admitted: why, and where it belongs, if anywhere."""

    reason: RequiredLine = Field(title=N_("Reason"))
    forward_to: Line = Field("", title=N_("Forward to"))


class PutOnAgenda(Record):
    """A place on the agenda of a session."""

    session_on: Day = Field(title=N_("Session on"))
    place: Line = Field("", title=N_("Place"))


class Conflict(Record):
    """A member who is recorded as abstaining from this case."""

    member: RequiredLine = Field(title=N_("Member"))
    reason: RequiredLine = Field(title=N_("Which interest"))


class Decided(Record):
    """The session's minutes on this case: who was there, how they voted, what was decided."""

    on: PastDay | None = Field(None, title=N_("Session held on"))
    members: int = Field(ge=1, le=99, title=N_("Members"))
    present: int = Field(ge=1, le=99, title=N_("Present"))
    for_it: int = Field(ge=0, le=99, title=N_("Votes for"))
    against: int = Field(ge=0, le=99, title=N_("Votes against"))
    chair_for: YesNo = Field(title=N_("Chair voted for"))
    attended: YesNo = Field(YesNo.no, title=N_("Complainant there"))
    decision: Decision = Field(title=N_("Decision"))
    reasons: RequiredLine = Field(title=N_("Reasons"))
    minutes: RequiredLine = Field(title=N_("Minutes number"))
    body: Line = Field("", title=N_("To be executed by"))


class SentToBody(Record):
    """Handed to the body that it concerns."""

    body: RequiredLine = Field(title=N_("Sent to"))
    letter: Line = Field("", title=N_("Letter number"))
    on: PastDay | None = Field(None, title=N_("Sent on"))


class Executed(Record):
    """What the body did."""

    text: RequiredLine = Field(title=N_("What was done"))
    on: PastDay | None = Field(None, title=N_("Done on"))


FORMS: dict[str, type[Record]] = {
    "admitted": Nothing,
    "out_of_remit": Declined,
    "not_first_considered": Declined,
    "put_on_agenda": PutOnAgenda,
    "conflict_declared": Conflict,
    "postponed": Why,
    "extended": Why,
    "decided": Decided,
    "complainant_told": ApplicantTold,
    "sent_to_body": SentToBody,
    "executed": Executed,
    "closed": Closed,
    "noted": Told,
    "settled": Told,
}
ACTS = {
    "admitted": N_("Admit"),
    "out_of_remit": N_("Decline: out of remit"),
    "not_first_considered": N_("Decline: no first answer yet"),
    "put_on_agenda": N_("Put on a session's agenda"),
    "conflict_declared": N_("Member's conflict of interest"),
    "postponed": N_("Postpone (no quorum, other)"),
    "extended": N_("Extend the term (once)"),
    "decided": N_("Votes, decision, minutes"),
    "complainant_told": N_("Complainant was told"),
    "sent_to_body": N_("Send to the body concerned"),
    "executed": N_("Decision was executed"),
    "closed": N_("Close and file"),
    "noted": N_("Add a note"),
    "settled": N_("Settle what needs attention"),
}
DONE = {
    "admitted": N_("Admitted"),
    "out_of_remit": N_("Declined: out of remit"),
    "not_first_considered": N_("Declined: not first considered"),
    "put_on_agenda": N_("Put on the agenda"),
    "conflict_declared": N_("Conflict of interest"),
    "postponed": N_("Postponed"),
    "extended": N_("Term extended"),
    "decided": N_("Decided"),
    "complainant_told": N_("Complainant told"),
    "sent_to_body": N_("Sent to the body"),
    "executed": N_("Executed"),
    "closed": N_("Filed"),
    "noted": N_("Note"),
    "settled": N_("Attention settled"),
}


class CouncilEvent(CaseEvent):
    """One event of a complaint."""

    FORMS: ClassVar = FORMS
