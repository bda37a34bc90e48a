"""The queue of a day as this desk knows it: the tickets in the order of calling, and how long people wait."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median, quantiles
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from desk.db import tickets
from desk.lang import N_, _, clock, in_language, ngettext
from desk.records.ticket import ACTS, OTHER, Transferred, place_of
from desk.records.ticket_states import MACHINE, STATES, TicketState
from desk.usecases.catalogue import services
from desk.usecases.desk import Desk
from desk.usecases.queue import turn

OTHER_NAME = N_("Other matter")
_ORDER = (TicketState.called, TicketState.waiting, TicketState.no_show, TicketState.served, TicketState.left)


@dataclass(frozen=True)
class TicketLine:
    """A ticket in the queue; `minutes` are those waited until its first call, or until now."""

    ticket_id: UUID
    label: str
    purpose: str
    purpose_code: str
    state: TicketState
    state_text: str
    issued_at: datetime
    booked_for: datetime | None
    called_at: datetime | None
    ended_at: datetime | None
    minutes: int
    for_desk: str
    called_desk: str
    own: bool
    """Called by this desk."""
    attention: int


@dataclass(frozen=True)
class Waits:
    """Minutes from ticket to first call; `p90` and `median` are None while nobody was called."""

    called: int
    median: float | None
    p90: float | None


@dataclass(frozen=True)
class Queue:
    """A day's queue; `counts` has every state."""

    lines: list[TicketLine]
    counts: dict[TicketState, int]
    waits: Waits

    @property
    def issued(self) -> int:
        """How many tickets there are."""
        return len(self.lines)


def purposes(desk: Desk) -> dict[str, str]:
    """What a visitor may come for: the procedures by name, and any other matter last."""
    named = {code: in_language(procedure.names) for code, procedure in services(desk).items()}
    return named | {OTHER: _(OTHER_NAME)}


def queue_of(desk: Desk, day: date, own: bool = False) -> Queue:
    """The tickets of a day: called first, then who waits in the order of calling, then the ended ones.

    `own` takes only tickets that this desk issued or called, for its day sheet.
    """
    with desk.store.read() as connection:
        rows = tickets.of_day(connection, day)
    mine = desk.identity.desk
    rows = [row for row in rows if mine in (row.desk, row.called_desk)] if own else rows
    names, now = purposes(desk), desk.clock.now()
    ordered = sorted(rows, key=lambda row: _place(row, now))
    counts = {state: sum(1 for row in rows if row.state == state) for state in TicketState}
    checked_in = Counter(row.booking for row in rows if row.booking)
    lines = [_line(row, names, mine, now, checked_in[row.booking] > 1) for row in ordered]
    return Queue(lines, counts, waits_of([waited for row in rows if (waited := _waited(row)) is not None]))


def waits_of(waited: Sequence[timedelta]) -> Waits:
    """Median and 90th percentile of the waiting times, in minutes to a tenth (statistics.quantiles)."""
    minutes = [one.total_seconds() / 60 for one in waited]
    if not minutes:
        return Waits(0, None, None)
    p90 = quantiles(minutes, n=10, method="inclusive")[8] if len(minutes) > 1 else minutes[0]
    return Waits(len(minutes), round(median(minutes), 1), round(p90, 1))


def _waited(row: Row[Any]) -> timedelta | None:
    """From the ticket to its first call; never below nothing, whatever two clocks say."""
    if row.first_called_at is None:
        return None
    waited: timedelta = row.first_called_at - row.issued_at
    return max(waited, timedelta())


def _place(row: Row[Any], now: datetime) -> tuple[Any, ...]:
    state = TicketState(row.state)
    if state is TicketState.waiting:
        return (_ORDER.index(state), *turn(row.booked_for, row.issued_at, row.label, now))
    newest = -(row.ended_at or row.called_at or row.issued_at).timestamp()
    return (_ORDER.index(state), newest, row.label)


def _line(row: Row[Any], names: dict[str, str], mine: str, now: datetime, twice: bool) -> TicketLine:
    state = TicketState(row.state)
    so_far = _waited(row) if row.first_called_at else (row.ended_at or now) - row.issued_at
    minutes = int((so_far or timedelta()).total_seconds() // 60)
    return TicketLine(
        row.id,
        row.label,
        names.get(row.purpose, row.purpose),
        row.purpose,
        state,
        _("booking twice, ask") if twice and not row.ended_at else _state_text(row, state),
        row.issued_at,
        row.booked_for,
        row.called_at,
        row.ended_at,
        max(minutes, 0),
        row.for_desk,
        row.called_desk,
        row.called_desk == mine,
        row.attention,
    )


def _state_text(row: Row[Any], state: TicketState) -> str:
    if row.attention:
        return _("called twice, ask")
    if state is TicketState.called:
        return _("called, desk {desk}").format(desk=place_of(row.called_desk))
    if state is TicketState.waiting and row.for_desk:
        return _("waits for desk {desk}").format(desk=place_of(row.for_desk))
    if state is TicketState.waiting and row.booked_for:
        return _("booked for {time}").format(time=clock(row.booked_for))
    return _(STATES[state])


def waits_text(queue: Queue) -> str:
    """How many wait, and how long people waited, in one sentence; no figure where there is none."""
    n = queue.counts[TicketState.waiting]
    waiting = ngettext("{n} waits.", "{n} wait.", n).format(n=n) if n else _("Nobody waits.")
    if queue.waits.median is None or queue.waits.p90 is None:
        return waiting
    return "{waiting} {waited}".format(
        waiting=waiting,
        waited=_("Waited until the call: half at most {median} min, 90 % at most {p90} min.").format(
            median=int(queue.waits.median), p90=int(queue.waits.p90)
        ),
    )


def steps_of(line: TicketLine) -> dict[str, str]:
    """What may be done with a ticket at this desk, by act, in the language in use."""
    found = [act for state, act in MACHINE.table if state == line.state and act != "taken_in"]
    if line.state is TicketState.called and not line.own:
        found = ["transferred"]  # all else is the other desk's
    return {act: _(ACTS[act]) for act in found}


def destinations(desk: Desk) -> dict[str, str]:
    """Where a ticket may go: `desk:<code>` for the other desks known here, `purpose:<code>` for a service."""
    with desk.store.read() as connection:
        codes = tickets.desks(connection)
    others = {f"desk:{code}": _("To desk {desk}").format(desk=place_of(code)) for code in codes}
    others.pop(f"desk:{desk.identity.desk}", None)
    return others | {f"purpose:{code}": name for code, name in purposes(desk).items()}


def transfer_to(chosen: str) -> Transferred:
    """What a key of `destinations` means."""
    kind, _colon, code = chosen.partition(":")
    return Transferred(to_desk=code) if kind == "desk" else Transferred(purpose=code)
