"""The clerk's main act: a visitor taken in, saved durably, with a number to carry away."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from desk.db import changes, drafts, numbers, visits
from desk.lang import BAKU
from desk.records.base import new_id
from desk.records.service import Service
from desk.records.visit import PersonLink, Visit, VisitForm
from desk.usecases.acts import keep_copies
from desk.usecases.desk import Desk
from desk.usecases.queue import note_visit
from desk.usecases.service import refuse_uncounted

SERIES = "Q"
DRAFT = "intake"
"""The draft that a saved visit ends, in the same transaction."""


@dataclass(frozen=True)
class Receipt:
    """What the visitor gets: the number, and the change of the desk's log that it stands on."""

    number: str
    visit: Visit
    change_n: int
    warning: str = ""
    """Code of why the sealed copy was not written; the visit itself is saved."""

    @property
    def registered_at(self) -> datetime:
        """When the visit was registered."""
        return self.visit.registered_at


@dataclass(frozen=True)
class Decision:
    """What the clerk said of persons who look alike; `person_id` names the one chosen as the same."""

    link: PersonLink = PersonLink.unknown
    person_id: UUID | None = None
    reason: str = ""


@dataclass(frozen=True)
class Alike:
    """A person who may be the visitor, as their last visit here named them."""

    person_id: UUID
    last_here: datetime
    form: VisitForm


def find_alike(desk: Desk, form: VisitForm) -> list[Alike]:
    """Persons who may be this one: same document, FIN, or birth date and surname; at most 5, newest first."""
    with desk.store.read() as connection:
        rows = visits.alike(connection, form)
    names = VisitForm.model_fields
    return [
        Alike(
            row.person_id,
            row.registered_at,
            VisitForm.model_construct(**{name: getattr(row, name) for name in names}),
        )
        for row in rows
    ]


def register_visit(
    desk: Desk,
    form: VisitForm,
    decision: Decision | None = None,
    insisted: tuple[str, ...] = (),
    mrz: str = "",
    ticket: UUID | None = None,
    service: Service | None = None,
) -> Receipt:
    """Save a visit: number, visit and change in one durable transaction, then the sealed spool.

    `service` is what was told and taken for the procedure, from desk.usecases.service.
    `ticket` is the called ticket that the visitor holds; it is tied to the visit in the same transaction.
    Raises StoreFailed when the disk refuses or the payment has no way, and TicketRefused or LookupError for
    a ticket that is not called here; nothing is then written and the number is not used.
    """
    refuse_uncounted(service)
    decision = decision or Decision()
    with desk.store.write() as connection:
        moment = desk.clock.now()
        number = numbers.mint(connection, SERIES, moment.astimezone(BAKU).year, desk.identity.desk)
        # Form and decision were validated where they were made: not a second time while somebody waits.
        record = Visit.model_construct(
            **vars(form),
            id=new_id(),
            number=str(number),
            person_id=decision.person_id or new_id(),
            person_link=decision.link,
            another_reason=decision.reason,
            insisted=list(insisted),
            mrz=mrz,
            office=desk.identity.office,
            desk=desk.identity.desk,
            clerk=desk.clerk.id,
            clerk_name=desk.clerk.name,
            registered_at=moment,
            service=service,
        )
        change = changes.append(connection, desk.author, "visit.registered", f"visit:{record.id}", record)
        visits.add(connection, record, change.n)
        drafts.drop(connection, DRAFT, desk.clerk.id)
        written = [change] if ticket is None else [change, note_visit(connection, desk, ticket, record)]
    return Receipt(record.number, record, change.n, keep_copies(desk, *written))
