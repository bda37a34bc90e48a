"""The acts of the queue: a ticket issued, called, ended or passed on, each one durable change."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from desk.db import changes, numbers, tickets
from desk.db.store import Connection
from desk.lang import N_, _, clock, today
from desk.records.base import Record
from desk.records.booking import Booking
from desk.records.case_event import Nothing
from desk.records.state_machine import NOT_HERE, heads
from desk.records.ticket import (
    TakenIn,
    TicketEvent,
    TicketForm,
    TicketIssued,
    Transferred,
    label_of,
    place_of,
)
from desk.records.ticket_states import MACHINE, REASONS, STATES, TicketCase, TicketState
from desk.records.visit import Visit
from desk.records.wire import Change
from desk.usecases.acts import signed
from desk.usecases.desk import Desk

WHY_NOT = {
    TicketState.waiting: N_("{label} waits and was not called yet."),
    TicketState.called: N_("{label} was called at {time} by desk {desk}, {clerk}."),
    TicketState.served: N_("{label} was served at {time} at desk {desk}, {clerk}."),
    TicketState.no_show: N_("{label} was called and did not come, noted at {time} at desk {desk}, {clerk}."),
    TicketState.left: N_("{label} left the queue at {time}, noted at desk {desk}, {clerk}."),
}


class TicketRefused(Exception):
    """A step that the queue does not allow: the code, and the sentence that says who did what and when."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code)
        self.code, self.text = code, text


@dataclass(frozen=True)
class TicketDone:
    """An act of the queue that was written; `warning` is the code of why the sealed copy was not."""

    ticket_id: UUID
    label: str
    state: str
    at: datetime
    change_n: int
    chain: str
    warning: str = ""


@dataclass(frozen=True)
class HeldTicket:
    """The called ticket of the visitor who is being taken in."""

    ticket_id: UUID
    label: str
    purpose: str

    @property
    def text(self) -> str:
        """The ticket in one word a part, for a draft."""
        return f"{self.ticket_id} {self.label} {self.purpose}"

    @classmethod
    def of(cls, text: str) -> "HeldTicket":
        """Read what `text` wrote."""
        ticket_id, label, purpose = text.split(" ", 2)
        return cls(UUID(ticket_id), label, purpose)


def issue_ticket(desk: Desk, form: TicketForm, booking: Booking | None = None) -> TicketDone:
    """Give the next ticket of this desk's day. Raises StoreFailed; no number is then used."""
    with desk.store.write() as connection:
        issued, change = write_ticket(connection, desk, form, booking)
    return _done(desk, issued, TicketState.waiting, issued.at, change)


def write_ticket(
    connection: Connection, desk: Desk, form: TicketForm, booking: Booking | None
) -> tuple[TicketIssued, Change]:
    """Write a ticket within a transaction; its number is the next of the desk and the day."""
    on = today()
    counter = numbers.mint(connection, f"ticket {on.isoformat()}", on.year, desk.identity.desk).counter
    issued = TicketIssued(
        purpose=form.purpose,
        label=label_of(desk.identity.desk, counter),
        day=on,
        booking=booking.id if booking else "",
        booked_for=booking.at if booking else None,
        **signed(desk),
    )
    change = changes.append(connection, desk.author, tickets.ISSUED, f"ticket:{issued.id}", issued)
    tickets.add(connection, issued, change.n)
    return issued, change


def call_next(desk: Desk, *, own_only: bool = False) -> TicketDone | None:
    """Call who is next at this desk; None while nobody waits.

    `own_only` leaves out the tickets of other desks: without a line they may have been called there.
    """
    with desk.store.write() as connection:
        found = next_waiting(connection, desk, own_only=own_only)
        if found is None:
            return None
        case, change = _write(connection, desk, found, "called", lambda _case: Nothing())
    return _done(desk, case.ticket, case.state, case.called_at or case.ticket.at, change)


def next_waiting(connection: Connection, desk: Desk, *, own_only: bool) -> UUID | None:
    """The ticket that this desk calls next; None while nobody waits for it."""
    mine, now = desk.identity.desk, desk.clock.now()
    waiting = [
        row
        for row in tickets.of_day(connection, today())
        if row.state == TicketState.waiting and row.for_desk in ("", mine)
    ]
    if own_only:
        waiting = [row for row in waiting if mine in (row.desk, row.for_desk)]
    found = min(waiting, key=lambda row: turn(row.booked_for, row.issued_at, row.label, now), default=None)
    return None if found is None else UUID(str(found.id))


def turn(
    booked_for: datetime | None, issued_at: datetime, label: str, now: datetime
) -> tuple[bool, datetime, str]:
    """Where a waiting ticket stands: bookings whose time has come first, all others by their time.

    Who comes before the booked time waits among the others as if the ticket were of that time.
    """
    is_due = booked_for is not None and booked_for <= now
    return (not is_due, booked_for or issued_at, label)


def call(desk: Desk, ticket_id: UUID) -> TicketDone:
    """Call one ticket. Raises TicketRefused, LookupError, StoreFailed; so do the acts below."""
    return take_ticket_step(desk, ticket_id, "called")


def recall(desk: Desk, ticket_id: UUID) -> TicketDone:
    """Call a ticket once more that this desk has called."""
    return take_ticket_step(desk, ticket_id, "recalled")


def serve(desk: Desk, ticket_id: UUID) -> TicketDone:
    """End a ticket: the visitor was served."""
    return take_ticket_step(desk, ticket_id, "served")


def no_show(desk: Desk, ticket_id: UUID) -> TicketDone:
    """End a ticket: nobody came. It may be called again."""
    return take_ticket_step(desk, ticket_id, "no_show")


def leave(desk: Desk, ticket_id: UUID) -> TicketDone:
    """Take a waiting ticket out of the queue: the visitor went away."""
    return take_ticket_step(desk, ticket_id, "left")


def transfer(desk: Desk, ticket_id: UUID, form: Transferred) -> TicketDone:
    """Let a ticket wait for another desk or another service; it keeps its place."""
    return take_ticket_step(desk, ticket_id, "transferred", form)


def take_ticket_step(desk: Desk, ticket_id: UUID, act: str, form: Record | None = None) -> TicketDone:
    """Write the next event of a ticket; `act` is a key of desk.records.ticket.FORMS."""
    with desk.store.write() as connection:
        case, change = _write(connection, desk, ticket_id, act, lambda _case: form or Nothing())
    return _done(desk, case.ticket, case.state, desk.clock.now(), change)


def note_visit(connection: Connection, desk: Desk, ticket_id: UUID, visit: Visit) -> Change:
    """Tie a visit to its called ticket within the visit's own transaction. Raises TicketRefused."""
    said = TakenIn(visit=visit.id, number=visit.number)
    return _write(connection, desk, ticket_id, "taken_in", lambda _case: said)[1]


def _write(
    connection: Connection, desk: Desk, ticket_id: UUID, act: str, said: Callable[[TicketCase], Record]
) -> tuple[TicketCase, Change]:
    case, events = tickets.case_of(connection, ticket_id)
    event = TicketEvent(
        case=ticket_id,
        act=act,
        details=said(case).model_dump(mode="json", exclude_defaults=True),
        after=heads(events)[:100],
        **signed(desk),
    )
    code = MACHINE.refusal(case, act, event)
    if code:
        raise TicketRefused(code, refusal_text_of(case, code))
    change = changes.append(connection, desk.author, tickets.EVENT, f"ticket:{ticket_id}", event)
    tickets.add(connection, event, change.n)
    return MACHINE.after(case, event), change


def refusal_text_of(case: TicketCase, code: str) -> str:
    """Why a step is refused, with who did what and when, in the language in use."""
    if code not in (NOT_HERE, "at_another_desk"):
        return _(REASONS[code]).format(state=_(STATES[TicketState(case.state)]))
    ended = case.state not in (TicketState.waiting, TicketState.called)
    at = (case.ended_at if ended else case.called_at) or case.ticket.at
    desk, clerk = (case.ended_desk, case.ended_by) if ended else (case.called_desk, case.called_by)
    sentence = _(WHY_NOT[TicketState(case.state)])
    return sentence.format(label=case.ticket.label, time=clock(at), desk=place_of(desk), clerk=clerk)


def _done(desk: Desk, issued: TicketIssued, state: str, at: datetime, change: Change) -> TicketDone:
    warning = desk.keep_copy(change)
    return TicketDone(issued.id, issued.label, str(state), at, change.n, change.chain, warning)
