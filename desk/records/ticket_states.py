"""The state machine of a ticket: the table is the queue's rule, the clauses say what else must hold."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from desk.lang import N_
from desk.records.case_event import CaseEvent
from desk.records.state_machine import REASONS as COMMON_REASONS
from desk.records.state_machine import Case, Condition, Machine
from desk.records.ticket import TakenIn, TicketEvent, TicketIssued, Transferred


class TicketState(StrEnum):
    """Where a ticket stands."""

    waiting = "waiting"
    called = "called"
    served = "served"
    no_show = "no_show"
    left = "left"


STATES = {
    TicketState.waiting: N_("waits"),
    TicketState.called: N_("called"),
    TicketState.served: N_("served"),
    TicketState.no_show: N_("did not come"),
    TicketState.left: N_("left"),
}
REASONS = COMMON_REASONS | {
    "at_another_desk": N_("The ticket was called by another desk."),
    "transfer_empty": N_("Say to which desk or which service."),
}


@dataclass(frozen=True, kw_only=True)
class TicketCase(Case):
    """A ticket with what its events made of it."""

    ticket: TicketIssued
    purpose: str
    for_desk: str = ""
    """The desk that it was transferred to; nothing while any desk may call it."""
    calls: int = 0
    first_called_at: datetime | None = None
    called_at: datetime | None = None
    called_desk: str = ""
    called_by: str = ""
    ended_at: datetime | None = None
    ended_desk: str = ""
    ended_by: str = ""
    visits: tuple[str, ...] = ()
    """Numbers of the visits registered for it."""


def opened(ticket: TicketIssued) -> TicketCase:
    """A ticket to which nothing has happened yet."""
    return TicketCase(state=TicketState.waiting, ticket=ticket, purpose=ticket.purpose)


W, C, S, N, L = TicketState
TABLE: dict[tuple[str, str], str] = {
    (W, "called"): C,
    (W, "transferred"): W,
    (W, "left"): L,
    (C, "recalled"): C,
    (C, "taken_in"): C,
    (C, "served"): S,
    (C, "no_show"): N,
    (C, "transferred"): W,
    (N, "called"): C,
}

_HERE = Condition[TicketCase]("at_another_desk", lambda case, event: event.desk == case.called_desk, True)
_SOMEWHERE = Condition[TicketCase]("transfer_empty", lambda _case, event: _says_where(event), True)
CONDITIONS: dict[str, tuple[Condition[TicketCase], ...]] = {
    "recalled": (_HERE,),
    "taken_in": (_HERE,),
    "served": (_HERE,),
    "no_show": (_HERE,),
    "transferred": (_SOMEWHERE,),
}


def _says_where(event: CaseEvent) -> bool:
    said = event.written(Transferred)
    return bool(said.to_desk or said.purpose)


def _called(case: TicketCase, event: CaseEvent) -> dict[str, Any]:
    return {
        "calls": case.calls + 1,
        "first_called_at": case.first_called_at or event.at,
        "called_at": event.at,
        "called_desk": event.desk,
        "called_by": event.clerk_name,
        "ended_at": None,
        "ended_desk": "",
        "ended_by": "",
    }


def _recalled(case: TicketCase, event: CaseEvent) -> dict[str, Any]:
    return {"calls": case.calls + 1, "called_at": event.at}


def _ended(_case: TicketCase, event: CaseEvent) -> dict[str, Any]:
    return {"ended_at": event.at, "ended_desk": event.desk, "ended_by": event.clerk_name}


def _transferred(case: TicketCase, event: CaseEvent) -> dict[str, Any]:
    said = event.written(Transferred)
    return {"for_desk": said.to_desk, "purpose": said.purpose or case.purpose, "called_desk": ""}


EFFECTS: dict[str, Callable[[TicketCase, CaseEvent], dict[str, Any]]] = {
    "called": _called,
    "recalled": _recalled,
    "taken_in": lambda case, event: {"visits": (*case.visits, event.written(TakenIn).number)},
    "served": _ended,
    "no_show": _ended,
    "left": _ended,
    "transferred": _transferred,
}
MACHINE = Machine[TicketCase](TicketState.waiting, TABLE, CONDITIONS, EFFECTS)


def derive(ticket: TicketIssued, events: Iterable[TicketEvent]) -> TicketCase:
    """The ticket as its events make it; the order in which they are given does not matter."""
    return MACHINE.derive(opened(ticket), events)
