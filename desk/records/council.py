"""A complaint to the Appeals Council (Decree 762): what is typed when it comes in, and its record."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from desk.lang import N_, day, today
from desk.records.base import Record
from desk.records.contact import Email, PastDay, Voen
from desk.records.errors import Issue
from desk.records.person import Phone
from desk.records.registered import Registered
from desk.records.text import Line, Paragraph, RequiredLine


class ComplainantKind(StrEnum):
    """Who may complain to the Council."""

    legal_person = "legal_person"
    entrepreneur = "entrepreneur"
    candidate = "candidate"


class ActKind(StrEnum):
    """What is complained of."""

    decision = "decision"
    refusal = "refusal"
    action = "action"
    inaction = "inaction"


COMPLAINANT_KINDS = {
    ComplainantKind.legal_person: N_("legal person"),
    ComplainantKind.entrepreneur: N_("entrepreneur, natural person"),
    ComplainantKind.candidate: N_("civil-service candidate"),
}
ACT_KINDS = {
    ActKind.decision: N_("decision"),
    ActKind.refusal: N_("refusal to decide"),
    ActKind.action: N_("action"),
    ActKind.inaction: N_("inaction"),
}
_LAST_DIGIT = {ComplainantKind.legal_person: "1", ComplainantKind.entrepreneur: "2"}


class ComplaintForm(Record):
    """What the secretary types, in the order of the screen."""

    kind: ComplainantKind = Field(title=N_("Complainant"))
    complainant: RequiredLine = Field(title=N_("Name"))
    voen: Voen = Field("", title=N_("VÖEN"))
    address: RequiredLine = Field(title=N_("Address"))
    phone: Phone = Field("", title=N_("Telephone"))
    email: Email = Field("", title=N_("E-mail"))
    representative: Line = Field("", title=N_("Representative"))
    act: ActKind = Field(title=N_("Complains of"))
    unit: RequiredLine = Field(title=N_("Of which unit"))
    act_on: PastDay | None = Field(None, title=N_("Act made on"))
    summary: Annotated[Paragraph, Field(min_length=1)] = Field(title=N_("Content"))
    demand: RequiredLine = Field(title=N_("Demand"))
    earlier: Line = Field("", title=N_("Considered before"))
    received_on: PastDay | None = Field(None, title=N_("Received on"))
    enclosures: Line = Field("", title=N_("Enclosures"))

    def remarks(self) -> list[Issue]:
        """What is unusual but may be right: shown once, then saved as the secretary insists."""
        found = []
        expected = _LAST_DIGIT.get(self.kind)
        if expected and not self.voen:
            found.append(Issue("voen", "voen_needed"))
        elif expected and not self.voen.endswith(expected):
            found.append(Issue("voen", "voen_kind"))
        if self.received_on and self.received_on < today():
            found.append(Issue("received_on", "registered_late", {"date": day(self.received_on)}))
        return found


class Complaint(Registered, ComplaintForm):
    """A complaint as it was registered: the first event of its case."""
