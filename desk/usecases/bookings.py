"""Visits booked online: found by what the visitor shows, checked in to a ticket."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text

from desk.db import tickets
from desk.db.store import Connection
from desk.lang import N_, _, clock, day, fold, today
from desk.records.booking import Booking
from desk.records.ticket import TicketForm
from desk.records.ticket_states import TicketState
from desk.usecases.desk import Desk
from desk.usecases.queue import TicketDone, TicketRefused, write_ticket
from desk.usecases.queue_list import purposes

_OF_DAY = text(
    "SELECT body FROM reference WHERE kind = 'booking.set' AND json_extract(body, '$.day') = :day"
    " ORDER BY json_extract(body, '$.at'), stream"
)
_ONE = text("SELECT body FROM reference WHERE kind = 'booking.set' AND stream = :stream")
REFUSED = {
    "checked_in": N_("This booking was checked in already: {label}, at {time}."),
    "cancelled": N_("This booking was cancelled."),
    "another_day": N_("This booking is for {date}."),
}


@dataclass(frozen=True)
class BookingLine:
    """A booking in the list; `label` is its ticket once it was checked in."""

    booking_id: str
    number: str
    at: datetime
    name: str
    document: str
    purpose: str
    label: str
    cancelled: bool

    @property
    def state_text(self) -> str:
        """Where it stands, in the language in use."""
        if self.cancelled:
            return _("cancelled")
        return _("ticket {label}").format(label=self.label) if self.label else _("expected")


def bookings_of(desk: Desk, on: date, wanted: str = "") -> list[BookingLine]:
    """The bookings of a day by time; `wanted` is a part of the number, the name or the document."""
    names = purposes(desk)
    with desk.store.read() as connection:
        found = [Booking.model_validate_json(body) for body in _bodies(connection, on)]
        labels = {row.booking: row.label for row in tickets.of_day(connection, on) if row.booking}
    return [
        BookingLine(
            one.id,
            one.number,
            one.at,
            one.name,
            one.document_number,
            names.get(one.purpose, one.purpose),
            labels.get(one.id, ""),
            one.cancelled,
        )
        for one in found
        if _matches(one, wanted)
    ]


def _bodies(connection: Connection, on: date) -> list[str]:
    return list(connection.execute(_OF_DAY, {"day": on.isoformat()}).scalars())


def _matches(booking: Booking, wanted: str) -> bool:
    exact = "".join(character for character in wanted.upper() if character.isalnum())
    shown = ("".join(c for c in given.upper() if c.isalnum()) for given in _numbers(booking))
    by_number = bool(exact) and exact in " ".join(shown)
    return not wanted.strip() or fold(wanted) in fold(booking.name) or by_number


def _numbers(booking: Booking) -> tuple[str, str]:
    return booking.number, booking.document_number


def check_in(desk: Desk, booking_id: str) -> TicketDone:
    """Give a booking its ticket, which is called by the booked time.

    Raises TicketRefused when it was checked in already (ticket and time are told), cancelled or is another
    day's, LookupError for an unknown one, StoreFailed.
    """
    with desk.store.write() as connection:
        body = connection.execute(_ONE, {"stream": f"booking:{booking_id}"}).scalar()
        if body is None:
            raise LookupError(booking_id)
        booking = Booking.model_validate_json(body)
        _check(connection, booking)
        issued, change = write_ticket(connection, desk, TicketForm(purpose=booking.purpose), booking)
    warning = desk.keep_copy(change)
    return TicketDone(
        issued.id, issued.label, str(TicketState.waiting), issued.at, change.n, change.chain, warning
    )


def _check(connection: Connection, booking: Booking) -> None:
    earlier = tickets.of_booking(connection, booking.id)
    if earlier is not None:
        raise _refused("checked_in", label=earlier.label, time=clock(earlier.issued_at))
    if booking.cancelled:
        raise _refused("cancelled")
    if booking.day != today():
        raise _refused("another_day", date=day(booking.day))


def _refused(code: str, **gaps: str) -> TicketRefused:
    return TicketRefused(code, _(REFUSED[code]).format(**gaps))
