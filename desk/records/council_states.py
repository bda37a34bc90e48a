"""The state machine of a complaint to the Council: docs/council-states.md is drawn from it.

Admissibility comes first, and to decline is as normal an outcome as to decide.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from desk.lang import N_
from desk.records.appeal_steps import YesNo
from desk.records.case_event import CaseEvent
from desk.records.council import Complaint
from desk.records.council_steps import CouncilEvent, Decided, Decision, Declined
from desk.records.state_machine import REASONS as COMMON_REASONS
from desk.records.state_machine import Case, Condition, Machine


class CouncilState(StrEnum):
    """Where a complaint stands."""

    registered = "registered"
    admitted = "admitted"
    on_agenda = "on_agenda"
    declined = "declined"
    decided = "decided"
    sent = "sent"
    executed = "executed"
    closed = "closed"


STATES = {
    CouncilState.registered: N_("registered"),
    CouncilState.admitted: N_("admitted"),
    CouncilState.on_agenda: N_("on the agenda"),
    CouncilState.declined: N_("declined"),
    CouncilState.decided: N_("decided"),
    CouncilState.sent: N_("sent to the body"),
    CouncilState.executed: N_("executed"),
    CouncilState.closed: N_("closed"),
}
UNDECIDED = (CouncilState.registered, CouncilState.admitted, CouncilState.on_agenda)
REASONS = COMMON_REASONS | {
    "extended_before": N_("The term is extended once only."),
    "no_quorum": N_("No quorum: more than half of the members must be present. Postpone the case."),
    "too_many_votes": N_("More votes than members present without a conflict of interest."),
    "no_majority": N_("No majority for it, and the chair's vote does not decide a tie in its favour."),
    "not_told": N_("The complainant has not been told yet."),
    "already_told": N_("The complainant has been told already."),
    "to_be_executed": N_("A decision in the complainant's favour goes to the body and is followed up."),
    "nothing_to_send": N_("No other body was named when it was declined."),
    "already_sent": N_("It was sent already."),
    "not_sent": N_("It has not been sent to the body named."),
}


@dataclass(frozen=True, kw_only=True)
class CouncilCase(Case):
    """A complaint with what its events made of it."""

    complaint: Complaint
    outcome: str = ""
    """`out_of_remit`, `not_first_considered` or a decision."""
    session_on: date | None = None
    conflicts: tuple[str, ...] = ()
    extended: bool = False
    decided_on: date | None = None
    forward_to: str = ""
    sent_to: str = ""
    told: bool = False


def opened(complaint: Complaint) -> CouncilCase:
    """The case of a complaint to which nothing has happened yet."""
    return CouncilCase(state=CouncilState.registered, complaint=complaint)


R, A, G, D, V, S, E, Z = CouncilState
TABLE: dict[tuple[str, str], str] = {
    (R, "admitted"): A,
    (R, "out_of_remit"): D,
    (R, "not_first_considered"): D,
    (R, "extended"): R,
    (A, "put_on_agenda"): G,
    (A, "out_of_remit"): D,
    (A, "not_first_considered"): D,
    (A, "extended"): A,
    (G, "decided"): V,
    (G, "conflict_declared"): G,
    (G, "postponed"): A,
    (G, "extended"): G,
    (D, "complainant_told"): D,
    (D, "sent_to_body"): D,
    (D, "closed"): Z,
    (V, "complainant_told"): V,
    (V, "sent_to_body"): S,
    (V, "closed"): Z,
    (S, "complainant_told"): S,
    (S, "executed"): E,
    (E, "complainant_told"): E,
    (E, "closed"): Z,
}


def _quorum(_case: CouncilCase, event: CaseEvent) -> bool:
    form = event.written(Decided)
    return form.present * 100 > event.terms.get("council.quorum", 100) * form.members


def _voters(case: CouncilCase, event: CaseEvent) -> bool:
    form = event.written(Decided)
    return form.for_it + form.against <= form.present - len(case.conflicts)


def _majority(_case: CouncilCase, event: CaseEvent) -> bool:
    """More than the share of those present; with as many against, the chair's vote decides."""
    form = event.written(Decided)
    if form.for_it == form.against:
        return form.for_it > 0 and form.chair_for == YesNo.yes
    return form.for_it * 100 > event.terms.get("council.majority", 100) * form.present


_TOLD = Condition[CouncilCase]("not_told", lambda case, _event: case.told)
_ONCE_EXTENDED = Condition[CouncilCase]("extended_before", lambda case, _event: not case.extended)
CONDITIONS: dict[str, tuple[Condition[CouncilCase], ...]] = {
    "extended": (_ONCE_EXTENDED,),
    "decided": (
        Condition("no_quorum", _quorum, True),
        Condition("too_many_votes", _voters, True),
        Condition("no_majority", _majority, True),
    ),
    "complainant_told": (Condition("already_told", lambda case, _event: not case.told),),
    "sent_to_body": (
        Condition("nothing_to_send", lambda c, _e: c.state != CouncilState.declined or bool(c.forward_to)),
        Condition("already_sent", lambda case, _event: not case.sent_to),
    ),
    "closed": (
        _TOLD,
        Condition("not_sent", lambda c, _e: not c.forward_to or bool(c.sent_to)),
        Condition(
            "to_be_executed",
            lambda c, _e: c.state != CouncilState.decided or c.outcome == Decision.rejected,
        ),
    ),
}


def _declined(_case: CouncilCase, event: CaseEvent) -> dict[str, object]:
    forward_to = event.written(Declined).forward_to
    return {"outcome": event.act, "decided_on": event.day, "forward_to": forward_to}


EFFECTS: dict[str, Any] = {
    "out_of_remit": _declined,
    "not_first_considered": _declined,
    "put_on_agenda": lambda _case, event: {"session_on": event.form.session_on},
    "conflict_declared": lambda case, event: {"conflicts": (*case.conflicts, event.form.member)},
    "postponed": lambda _case, _event: {"session_on": None, "conflicts": ()},
    "extended": lambda _case, _event: {"extended": True},
    "decided": lambda _case, event: {
        "outcome": event.form.decision,
        "decided_on": event.day,
        "forward_to": event.form.body,
    },
    "complainant_told": lambda _case, _event: {"told": True},
    "sent_to_body": lambda _case, event: {"sent_to": event.form.body},
}
MACHINE = Machine[CouncilCase](CouncilState.registered, TABLE, CONDITIONS, EFFECTS)


def derive(complaint: Complaint, events: Iterable[CouncilEvent]) -> CouncilCase:
    """The case as its events make it; the order in which they are given does not matter."""
    return MACHINE.derive(opened(complaint), events)
