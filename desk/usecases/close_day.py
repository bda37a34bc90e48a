"""The supervisor closes a desk's day: once; what comes after is a correction that says why."""

from dataclasses import dataclass
from datetime import date

from desk.db import changes, closings, tickets
from desk.db.store import Connection
from desk.lang import BAKU, _, clock, day, day_and_clock, today
from desk.records.closing import ClosingForm, DayClosed, DayTotals
from desk.records.reference import Role
from desk.records.ticket_states import TicketState
from desk.usecases.acts import signed
from desk.usecases.day_sheet import totals_of
from desk.usecases.desk import Desk


class ClosingRefused(Exception):
    """The day is not closed; `text` says why, `code` is `role`, `future`, `closed`, `reason` or `open`."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code)
        self.code, self.text = code, text


@dataclass(frozen=True)
class Closed:
    """A day that was closed; `warning` is the code of why the sealed copy was not written."""

    record: DayClosed
    change_n: int
    warning: str = ""


def close_day(
    desk: Desk, on: date, form: ClosingForm, *, correct: bool = False, unless_open: bool = False
) -> Closed:
    """Close a day of this desk, or with `correct` write a correction of its closing.

    With `unless_open` a day is not closed for the first time while something of it is open.
    Raises ClosingRefused and StoreFailed; nothing is then written.
    """
    if Role.supervisor not in desk.clerk.roles:
        raise ClosingRefused("role", _("Only a supervisor closes the day."))
    if on > today():
        raise ClosingRefused("future", _("{date} has not come yet.").format(date=day(on)))
    with desk.store.write() as connection:
        before = closings.of_day(connection, on, desk.identity.desk)
        if before:
            _check_correction(before[-1], form, correct)
        totals = totals_of(connection, on, desk.identity.desk)
        if unless_open and not before:
            _check_open(connection, on, totals)
        head_n, head = changes.head(connection)
        record = DayClosed(
            **signed(desk),
            day=on,
            totals=totals,
            remark=form.remark,
            corrects=before[-1].id if before else None,
            head_n=head_n,
            head=head,
        )
        change = changes.append(connection, desk.author, closings.KIND, f"closing:{record.id}", record)
        closings.put(connection, record, change_n=change.n)
    return Closed(record, change.n, desk.keep_copy(change))


def _check_correction(last: DayClosed, form: ClosingForm, correct: bool) -> None:
    if not correct:
        told = _("The day was closed at {time} by {name}. What comes now is a correction.")
        at = clock(last.at) if last.at.astimezone(BAKU).date() == today() else day_and_clock(last.at)
        raise ClosingRefused("closed", told.format(time=at, name=last.clerk_name))
    if not form.remark:
        raise ClosingRefused("reason", _("Say in the remark why the day is corrected."))


def _check_open(connection: Connection, on: date, totals: DayTotals) -> None:
    waiting = [row for row in tickets.of_day(connection, on) if row.state == TicketState.waiting]
    still = {"unsent": totals.unsent, "rejected": totals.rejected, "conflicts": totals.conflicts}
    if any(still.values()) or waiting:
        told = _(
            "Unsent {unsent}, rejected {rejected}, conflicts {conflicts}, waiting in the queue {waiting}. "
            "A closed day is not opened again; what comes later is a correction with its reason."
        )
        raise ClosingRefused("open", told.format(**still, waiting=len(waiting)))
