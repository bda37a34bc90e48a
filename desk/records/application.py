"""An application as central tells its state, what it is asked by, and that its document was handed over."""

from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime, Field, model_validator

from desk.lang import N_
from desk.records.authored import Authored
from desk.records.base import Record
from desk.records.contact import NumberText
from desk.records.countries import Country
from desk.records.days import BirthDate
from desk.records.errors import Issue, refusal
from desk.records.person import DocumentKind, DocumentNumber
from desk.records.reference import Texts
from desk.records.text import Line, RequiredLine


class ApplicationState(StrEnum):
    """Where an application stands, by central's word."""

    received = "received"
    considered = "considered"
    incomplete = "incomplete"
    granted = "granted"
    refused = "refused"
    withdrawn = "withdrawn"


APPLICATION_STATES = {
    ApplicationState.received: N_("received, not yet considered"),
    ApplicationState.considered: N_("under consideration"),
    ApplicationState.incomplete: N_("waits for what is missing"),
    ApplicationState.granted: N_("granted"),
    ApplicationState.refused: N_("refused"),
    ApplicationState.withdrawn: N_("withdrawn by the applicant"),
}


class Application(Record):
    """One application, as central keeps it for the office that hands its document over."""

    id: RequiredLine
    receipt: Line = ""
    """Number of the receipt that the applicant holds."""
    office: RequiredLine
    procedure: RequiredLine
    surname: RequiredLine
    given_name: Line = ""
    birth_date: BirthDate
    citizenship: Country
    document_number: DocumentNumber
    state: ApplicationState
    missing: list[Texts] = Field(default_factory=list)
    """What the applicant still has to bring."""
    due_on: date | None = None
    ready_since: date | None = None
    """Since when the document lies ready; nothing while it does not."""
    handed_over_at: AwareDatetime | None = None
    handed_over_to: Line = ""


class ApplicationQuery(Record):
    """What a visitor asks with: the number of the receipt, or passport, birth date and citizenship."""

    receipt: NumberText = Field("", title=N_("Receipt number"))
    document_number: DocumentNumber | None = Field(None, title=N_("Document number"))
    birth_date: BirthDate | None = Field(None, title=N_("Date of birth"))
    citizenship: Country | None = Field(None, title=N_("Citizenship"))

    def remarks(self) -> list[Issue]:
        """What is missing to ask with."""
        if self.receipt:
            return []
        given = (self.document_number, self.birth_date, self.citizenship)
        if not any(given):
            return [Issue("receipt", "application_empty")]
        names = ("document_number", "birth_date", "citizenship")
        return [
            Issue(name, "application_all_three") for name, said in zip(names, given, strict=True) if not said
        ]


class Recipient(StrEnum):
    """Who takes a document."""

    holder = "holder"
    representative = "representative"


RECIPIENTS = {
    Recipient.holder: N_("the applicant"),
    Recipient.representative: N_("a representative"),
}


class HandoverForm(Record):
    """Who took the document, and what they showed; a representative's authority is needed."""

    recipient: Recipient = Field(title=N_("Handed to"))
    name: RequiredLine = Field(title=N_("Name"))
    document_kind: DocumentKind = Field(title=N_("Document shown"))
    document_number: DocumentNumber = Field(title=N_("Its number"))
    authority: Line = Field("", title=N_("Authority"))
    paper: Line = Field("", title=N_("Issued document"))

    @model_validator(mode="after")
    def _is_authorised(self) -> "HandoverForm":
        if self.recipient is Recipient.representative and not self.authority:
            raise refusal("authority_missing")
        return self


class DocumentHandedOver(HandoverForm, Authored):
    """A document left the office: who took it, with the identity check; once for each application."""

    application: RequiredLine
    receipt: Line = ""
    insisted: list[str] = Field(default_factory=list)
    """Codes of the remarks that the clerk saved in spite of."""
