"""What is written of each step of an appeal: one small form an act, and the event that carries it."""

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from desk.lang import N_
from desk.records.base import Record
from desk.records.case_event import CaseEvent, Nothing, Told, Why
from desk.records.contact import Names, NumberText, PastDay
from desk.records.text import Line, RequiredLine


class Ground(StrEnum):
    """Why an appeal is left unconsidered (article 8.1; the numbers of all but 8.1.4 were not read)."""

    other_procedure = "other_procedure"
    requirements = "requirements"
    court_decision = "court_decision"
    repeat = "repeat"
    no_data = "no_data"
    withdrawn = "withdrawn"
    anonymous = "anonymous"


class Merits(StrEnum):
    """What the reply says."""

    satisfied = "satisfied"
    partly = "partly"
    rejected = "rejected"
    explained = "explained"


class Channel(StrEnum):
    """How the applicant was told."""

    letter = "letter"
    email = "email"
    phone = "phone"
    in_person = "in_person"


class YesNo(StrEnum):
    """A question with two answers."""

    yes = "yes"
    no = "no"


GROUNDS = {
    Ground.other_procedure: N_("another procedure is prescribed"),
    Ground.requirements: N_("requirements of the law not met"),
    Ground.court_decision: N_("final court decision on the matter"),
    Ground.repeat: N_("repeat, answered three times in a year (8.1.4)"),
    Ground.no_data: N_("cannot be forwarded, data insufficient"),
    Ground.withdrawn: N_("withdrawn by the applicant"),
    Ground.anonymous: N_("anonymous (6.4)"),
}
MERITS = {
    Merits.satisfied: N_("satisfied"),
    Merits.partly: N_("partly satisfied"),
    Merits.rejected: N_("rejected with reasons"),
    Merits.explained: N_("explained"),
}
CHANNELS = {
    Channel.letter: N_("by letter"),
    Channel.email: N_("by e-mail"),
    Channel.phone: N_("by telephone"),
    Channel.in_person: N_("in person"),
}
YES_NO = {YesNo.yes: N_("yes"), YesNo.no: N_("no")}


class Assigned(Record):
    """Who considers it, by whose resolution."""

    executor: RequiredLine = Field(title=N_("Executor"))
    author: Line = Field("", title=N_("Resolution by"))
    resolution: Line = Field("", title=N_("Resolution"))


class Extended(Record):
    """More time, because information must be requested (10.2)."""

    days: int = Field(ge=1, le=365, title=N_("Working days"))
    reason: RequiredLine = Field(title=N_("What is requested"))


class Forwarded(Record):
    """Sent to the competent body or bodies (7.10)."""

    bodies: Names = Field(title=N_("To (; between)"))
    reason: Line = Field("", title=N_("Reason"))
    letter: Line = Field("", title=N_("Letter number"))
    on: PastDay | None = Field(None, title=N_("Sent on"))


class ApplicantTold(Record):
    """The notice to the applicant."""

    channel: Channel = Field(title=N_("How"))
    letter: Line = Field("", title=N_("Letter number"))
    on: PastDay | None = Field(None, title=N_("Told on"))


class LeftUnconsidered(Record):
    """Left unconsidered, with the ground and the reason in words (8.1)."""

    ground: Ground = Field(title=N_("Ground"))
    reason: RequiredLine = Field(title=N_("Reason"))


class Merged(Record):
    """Merged into another appeal of the applicant that is not answered yet."""

    into: NumberText = Field(min_length=1, title=N_("Into number"))


class Answered(Record):
    """The written reply; refused or not, it says how to complain against it."""

    merits: Merits = Field(title=N_("Outcome"))
    summary: RequiredLine = Field(title=N_("What is answered"))
    complain_to: RequiredLine = Field(title=N_("How to complain"))
    letter: Line = Field("", title=N_("Letter number"))
    on: PastDay | None = Field(None, title=N_("Sent on"))


class AnsweredOrally(Record):
    """Answered at the reception; only if nothing has to be inquired and the citizen agrees."""

    agreed: YesNo = Field(title=N_("Citizen agrees"))
    merits: Merits = Field(title=N_("Outcome"))
    summary: RequiredLine = Field(title=N_("What is answered"))
    complain_to: RequiredLine = Field(title=N_("How to complain"))


class Closed(Record):
    """Filed."""

    filed_to: RequiredLine = Field(title=N_("Filed to"))


FORMS: dict[str, type[Record]] = {
    "assigned": Assigned,
    "study_begun": Why,
    "extended": Extended,
    "put_in_writing": Nothing,
    "answered_orally": AnsweredOrally,
    "forwarded": Forwarded,
    "copy_sent": Forwarded,
    "left_unconsidered": LeftUnconsidered,
    "merged": Merged,
    "answered": Answered,
    "applicant_told": ApplicantTold,
    "closed": Closed,
    "reopened": Why,
    "act_drawn_up": Told,
    "noted": Told,
    "settled": Told,
}
ACTS = {
    "assigned": N_("Assign an executor"),
    "study_begun": N_("Extra study: 30 days"),
    "extended": N_("Extend the term"),
    "put_in_writing": N_("Put in writing"),
    "answered_orally": N_("Answer at the reception"),
    "forwarded": N_("Forward to the competent body"),
    "copy_sent": N_("Copy to another body too"),
    "left_unconsidered": N_("Leave unconsidered"),
    "merged": N_("Merge into an earlier appeal"),
    "answered": N_("Reply"),
    "applicant_told": N_("Applicant was told"),
    "closed": N_("Close and file"),
    "reopened": N_("Reopen (the reason fell away)"),
    "act_drawn_up": N_("Act on damaged enclosures"),
    "noted": N_("Add a note"),
    "settled": N_("Settle what needs attention"),
}
"""Each act as the choice that the clerk makes."""

DONE = {
    "assigned": N_("Assigned to an executor"),
    "study_begun": N_("Extra study begun"),
    "extended": N_("Term extended"),
    "put_in_writing": N_("Was put in writing"),
    "answered_orally": N_("Answered at the reception"),
    "forwarded": N_("Forwarded"),
    "copy_sent": N_("Copy sent"),
    "left_unconsidered": N_("Left unconsidered"),
    "merged": N_("Merged"),
    "answered": N_("Replied"),
    "applicant_told": N_("Applicant told"),
    "closed": N_("Filed"),
    "reopened": N_("Reopened"),
    "act_drawn_up": N_("Act drawn up"),
    "noted": N_("Note"),
    "settled": N_("Attention settled"),
}
"""Each act as the timeline tells it."""


class AppealEvent(CaseEvent):
    """One event of an appeal."""

    FORMS: ClassVar = FORMS
