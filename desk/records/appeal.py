"""A citizen's appeal (Law 1308-IVQ): the fields of the registration card, and the record of it.

Foreigners and stateless persons appeal too: nothing here asks for a citizenship.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from desk.lang import N_, day, today
from desk.records.base import Record
from desk.records.contact import Email, NumberText, PastDay
from desk.records.errors import Issue
from desk.records.person import Phone
from desk.records.registered import Registered
from desk.records.text import Line, Paragraph


class AppealKind(StrEnum):
    """Exactly three by the law; a request for information is another law's."""

    proposal = "proposal"
    application = "application"
    complaint = "complaint"


class AppealForm(StrEnum):
    """How it came."""

    written = "written"
    oral = "oral"
    electronic = "electronic"


class ApplicantKind(StrEnum):
    """A person, or an organisation on whose letterhead it is written."""

    person = "person"
    organisation = "organisation"


class ReplyLanguage(StrEnum):
    """The language that the applicant is answered in."""

    az = "az"
    ru = "ru"
    en = "en"


APPEAL_KINDS = {
    AppealKind.proposal: N_("proposal"),
    AppealKind.application: N_("application"),
    AppealKind.complaint: N_("complaint"),
}
APPEAL_FORMS = {
    AppealForm.written: N_("written"),
    AppealForm.oral: N_("oral"),
    AppealForm.electronic: N_("electronic"),
}
APPLICANT_KINDS = {
    ApplicantKind.person: N_("person"),
    ApplicantKind.organisation: N_("organisation"),
}
REPLY_LANGUAGES = {
    ReplyLanguage.az: N_("in Azerbaijani"),
    ReplyLanguage.ru: N_("in Russian"),
    ReplyLanguage.en: N_("in English"),
}


class AppealCard(Record):
    """What the clerk types when an appeal comes in, in the order of the screen."""

    kind: AppealKind = Field(title=N_("Kind"))
    manner: AppealForm = Field(title=N_("Form"))
    applicants: int = Field(1, ge=1, le=100_000, title=N_("How many sign it"))
    applicant_kind: ApplicantKind = Field(title=N_("Applicant is a"))
    applicant: Line = Field("", title=N_("Name"))
    address: Line = Field("", title=N_("Address, workplace"))
    phone: Phone = Field("", title=N_("Telephone"))
    email: Email = Field("", title=N_("E-mail"))
    representative: Line = Field("", title=N_("Representative"))
    authority: Line = Field("", title=N_("Authority"))
    language: ReplyLanguage = Field(ReplyLanguage.az, title=N_("Reply language"))
    received_on: PastDay | None = Field(None, title=N_("Received on"))
    prior: NumberText = Field("", title=N_("Earlier number"))
    summary: Annotated[Paragraph, Field(min_length=1)] = Field(title=N_("What it is about"))
    enclosures: Line = Field("", title=N_("Enclosures"))

    @property
    def collective(self) -> bool:
        """Whether several persons sign it."""
        return self.applicants > 1

    @property
    def anonymous(self) -> bool:
        """Whether all three tests of article 6.4 hold.

        The content of 6.3 is missing, it is on no organisation's letterhead, and there is not one contact.
        """
        incomplete = not self.applicant or not self.address
        letterhead = self.applicant_kind is ApplicantKind.organisation
        contact = self.address or self.phone or self.email
        return incomplete and not letterhead and not contact

    def remarks(self) -> list[Issue]:
        """What is unusual but may be right: shown once, then saved as the clerk insists."""
        found = []
        if self.anonymous:
            found.append(Issue("address" if self.applicant else "applicant", "appeal_anonymous"))
        elif not self.applicant:
            found.append(Issue("applicant", "appeal_unnamed"))
        if self.representative and not self.authority:
            found.append(Issue("authority", "authority_missing"))
        if self.received_on and self.received_on < today():
            found.append(Issue("received_on", "registered_late", {"date": day(self.received_on)}))
        return found


class Appeal(Registered, AppealCard):
    """An appeal as it was registered: the first event of its case."""
