"""Which record stands in the body of which kind of change or event."""

from uuid import UUID

from pydantic import AwareDatetime

from desk.records.base import Record
from desk.records.lookup import LookupMade, ScreeningRaised
from desk.records.reference import Clerk, Office, Procedure, Training
from desk.records.restriction import Restriction
from desk.records.text import Line
from desk.records.visit import Visit, VisitForm


class SignIn(Record):
    """Somebody opened the desk; the audit trail is made of changes like any other."""

    id: UUID
    clerk: Line
    clerk_name: Line
    office: Line
    desk: Line
    at: AwareDatetime


FACTS: dict[str, type[Record]] = {
    "visit.registered": Visit,
    "session.opened": SignIn,
    "lookup.made": LookupMade,
    "screening.raised": ScreeningRaised,
}
"""Append-only kinds that desks write; central applies them set-wise."""

REFERENCES: dict[str, type[Record]] = {
    "office.set": Office,
    "clerk.set": Clerk,
    "procedure.set": Procedure,
    "training.set": Training,
    "restriction.set": Restriction,
}
"""Kinds that only central writes; the newest of a stream counts."""

EDITABLE: dict[str, type[Record]] = {"visit": VisitForm}
"""By entity, the form whose fields a change of kind `<entity>.edited` may alter."""
