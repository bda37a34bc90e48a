"""A visit: the form of the intake, and the record that a desk writes of it."""

from enum import StrEnum
from uuid import UUID

from pydantic import AwareDatetime, Field

from desk.lang import N_, day, today
from desk.records.base import Record
from desk.records.countries import Country
from desk.records.days import BirthDate, Day
from desk.records.errors import Issue
from desk.records.person import (
    DocumentKind,
    DocumentNumber,
    Fin,
    PersonName,
    Phone,
    Sex,
    document_remarks,
    fin_remarks,
    name_remarks,
)
from desk.records.service import Service
from desk.records.text import Line, RequiredLine


class VisitForm(Record):
    """What the clerk types or scans, in the order of the screen."""

    procedure: RequiredLine = Field(title=N_("Procedure"))
    surname: PersonName = Field(title=N_("Surname"))
    given_name: Line = Field("", title=N_("Given name"))
    patronymic: Line = Field("", title=N_("Patronymic"))
    birth_date: BirthDate = Field(title=N_("Date of birth"))
    sex: Sex | None = Field(None, title=N_("Sex"))
    citizenship: Country = Field(title=N_("Citizenship"))
    document_kind: DocumentKind = Field(title=N_("Kind of document"))
    document_number: DocumentNumber = Field(title=N_("Document number"))
    document_expires: Day | None = Field(None, title=N_("Valid until"))
    fin: Fin = Field("", title=N_("FIN"))
    phone: Phone = Field("", title=N_("Telephone"))
    note: Line = Field("", title=N_("Note"))

    def remarks(self) -> list[Issue]:
        """What is unusual but may be right: shown once, then saved as the clerk insists."""
        found = name_remarks(surname=self.surname, given_name=self.given_name, patronymic=self.patronymic)
        found += fin_remarks(self.fin)
        found += document_remarks(self.document_kind, self.document_number, self.citizenship)
        if self.document_expires and self.document_expires < today():
            found.append(Issue("document_expires", "document_expired", {"date": day(self.document_expires)}))
        return found


class CorrectableVisit(VisitForm):
    """What a correction may alter: the form, and what was told and taken for the procedure, as one whole."""

    service: Service | None = Field(None, title=N_("Documents, fee"), exclude_if=lambda told: told is None)
    """Left out of the text where there is none: a visit of before keeps the text that was hashed."""


class PersonLink(StrEnum):
    """What the clerk said of the persons that looked alike."""

    unknown = "unknown"
    same = "same"
    another = "another"


class Visit(CorrectableVisit):
    """A visit as it was registered: an immutable fact, one change of one desk."""

    id: UUID
    number: str
    person_id: UUID
    person_link: PersonLink = PersonLink.unknown
    another_reason: Line = ""
    insisted: list[str] = Field(default_factory=list)
    """Codes of the remarks that the clerk saved in spite of."""
    mrz: str = Field("", max_length=200)
    """The machine-readable zone as scanned; data, never recomputed."""
    office: str
    desk: str
    clerk: str
    clerk_name: Line
    registered_at: AwareDatetime
