"""The state machine of an appeal. The table is the register: docs/appeals-states.md is drawn from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desk.lang import N_
from desk.records.appeal import Appeal, AppealForm
from desk.records.appeal_steps import AppealEvent, Forwarded, Ground, LeftUnconsidered, YesNo
from desk.records.case_event import CaseEvent
from desk.records.state_machine import REASONS as COMMON_REASONS
from desk.records.state_machine import Case, Condition, Machine


class AppealState(StrEnum):
    """Where an appeal stands."""

    registered = "registered"
    considered = "considered"
    forwarded = "forwarded"
    unconsidered = "unconsidered"
    merged = "merged"
    answered = "answered"
    closed = "closed"


STATES = {
    AppealState.registered: N_("registered"),
    AppealState.considered: N_("under consideration"),
    AppealState.forwarded: N_("forwarded"),
    AppealState.unconsidered: N_("left unconsidered"),
    AppealState.merged: N_("merged"),
    AppealState.answered: N_("answered"),
    AppealState.closed: N_("closed"),
}
OPEN = (AppealState.registered, AppealState.considered)
REASONS = COMMON_REASONS | {
    "is_anonymous": N_("An anonymous appeal is not considered and gets no reply (6.4)."),
    "only_as_anonymous": N_("An anonymous appeal is left unconsidered on that ground only."),
    "not_anonymous": N_("The three tests of article 6.4 do not all hold: it is not anonymous."),
    "extended_too_long": N_("All extensions together may not pass the limit of article 10.2."),
    "not_oral": N_("Only an oral appeal is answered at the reception or put in writing."),
    "is_oral": N_("An oral appeal is put in writing first, unless it is answered at the reception."),
    "not_agreed": N_("Without the citizen's consent the appeal must be put in writing."),
    "not_told": N_("The applicant has not been told yet."),
    "already_told": N_("The applicant has been told already."),
    "merged_with_itself": N_("An appeal cannot be merged into itself."),
    "already_studied": N_("The term is the longer one already."),
}


@dataclass(frozen=True, kw_only=True)
class AppealCase(Case):
    """An appeal with what its events made of it; `since` is the day that its term counts from."""

    appeal: Appeal
    since: date
    oral: bool
    executor: str = ""
    study: bool = False
    extended: int = 0
    bodies: tuple[str, ...] = ()
    told: bool = False
    ground: str = ""
    merits: str = ""
    merged_into: str = ""
    done_on: date | None = None
    """The day it was answered, forwarded, merged or left."""

    @property
    def outcome(self) -> str:
        """What the reply said, or why there is none; nothing for one that is open or was only forwarded."""
        return self.merits or self.ground or ("merged" if self.merged_into else "")


def opened(appeal: Appeal) -> AppealCase:
    """The case of an appeal to which nothing has happened yet."""
    return AppealCase(
        state=AppealState.registered,
        appeal=appeal,
        since=appeal.received_on,
        oral=appeal.manner is AppealForm.oral,
    )


R, C, F, U, M, A, Z = AppealState
TABLE: dict[tuple[str, str], str] = {
    (R, "assigned"): C,
    (R, "answered_orally"): A,
    (R, "put_in_writing"): R,
    (R, "forwarded"): F,
    (R, "copy_sent"): R,
    (R, "left_unconsidered"): U,
    (R, "merged"): M,
    (R, "act_drawn_up"): R,
    (C, "answered"): A,
    (C, "study_begun"): C,
    (C, "extended"): C,
    (C, "assigned"): C,
    (C, "forwarded"): F,
    (C, "copy_sent"): C,
    (C, "left_unconsidered"): U,
    (C, "merged"): M,
    (C, "act_drawn_up"): C,
    (F, "applicant_told"): F,
    (F, "closed"): Z,
    (U, "applicant_told"): U,
    (U, "closed"): Z,
    (U, "reopened"): C,
    (M, "closed"): Z,
    (A, "closed"): Z,
    (A, "reopened"): C,
    (Z, "reopened"): C,
}

_NAMED = Condition[AppealCase]("is_anonymous", lambda case, _event: not case.appeal.anonymous)
_IN_WRITING = Condition[AppealCase]("is_oral", lambda case, _event: not case.oral)
_ORAL = Condition[AppealCase]("not_oral", lambda case, _event: case.oral)
_ONCE_TOLD = Condition[AppealCase]("not_told", lambda case, _event: _is_told(case))
CONDITIONS: dict[str, tuple[Condition[AppealCase], ...]] = {
    "assigned": (_NAMED, _IN_WRITING),
    "answered_orally": (
        _NAMED,
        _ORAL,
        Condition("not_agreed", lambda _c, e: e.form.agreed == YesNo.yes, True),
    ),
    "put_in_writing": (_NAMED, _ORAL),
    "forwarded": (_NAMED,),
    "copy_sent": (_NAMED,),
    "merged": (
        _NAMED,
        Condition("merged_with_itself", lambda c, e: e.form.into != c.appeal.number, True),
    ),
    "study_begun": (Condition("already_studied", lambda case, _event: not case.study),),
    "extended": (Condition("extended_too_long", lambda c, e: c.extended + e.form.days <= _limit(e), True),),
    "left_unconsidered": (
        Condition("only_as_anonymous", lambda c, e: not c.appeal.anonymous or _as_anonymous(e), True),
        Condition("not_anonymous", lambda c, e: c.appeal.anonymous or not _as_anonymous(e), True),
    ),
    "applicant_told": (
        _NAMED,
        Condition("already_told", lambda case, _event: not case.told),
    ),
    "closed": (_ONCE_TOLD,),
    "reopened": (_NAMED,),
}


def _is_told(case: AppealCase) -> bool:
    """Whether nobody waits for a notice; a reply is one, and an anonymous applicant gets none."""
    needed = case.state in (AppealState.forwarded, AppealState.unconsidered) and not case.appeal.anonymous
    return case.told or not needed


def _as_anonymous(event: CaseEvent) -> bool:
    return event.written(LeftUnconsidered).ground is Ground.anonymous


def _limit(event: CaseEvent) -> int:
    return event.terms.get("appeal.extend_info", 0)


def _forwarded(_case: AppealCase, event: CaseEvent) -> dict[str, object]:
    return {"bodies": tuple(event.written(Forwarded).bodies), "done_on": event.day, "told": False}


def _reopened(_case: AppealCase, event: CaseEvent) -> dict[str, object]:
    """A new term begins on the day of reopening; the law's own count was not read."""
    fresh = {"study": False, "extended": 0, "told": False, "ground": "", "merits": "", "done_on": None}
    return fresh | {"since": event.day, "oral": False}


EFFECTS = {
    "assigned": lambda _case, event: {"executor": event.form.executor},
    "study_begun": lambda _case, _event: {"study": True},
    "extended": lambda case, event: {"extended": case.extended + event.form.days},
    "put_in_writing": lambda _case, _event: {"oral": False},
    "answered_orally": lambda _case, event: {"merits": event.form.merits, "done_on": event.day, "told": True},
    "forwarded": _forwarded,
    "copy_sent": lambda case, event: {"bodies": (*case.bodies, *event.form.bodies)},
    "left_unconsidered": lambda _case, event: {"ground": event.form.ground, "done_on": event.day},
    "merged": lambda _case, event: {"merged_into": event.form.into, "done_on": event.day},
    "answered": lambda _case, event: {"merits": event.form.merits, "done_on": event.day, "told": True},
    "applicant_told": lambda _case, _event: {"told": True},
    "reopened": _reopened,
}
MACHINE = Machine[AppealCase](AppealState.registered, TABLE, CONDITIONS, EFFECTS)


def derive(appeal: Appeal, events: Iterable[AppealEvent]) -> AppealCase:
    """The case as its events make it; the order in which they are given does not matter."""
    return MACHINE.derive(opened(appeal), events)
