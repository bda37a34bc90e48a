"""The two registers side by side: machine, wording and event class of each, for what serves both."""

from dataclasses import dataclass
from typing import Any

from desk.lang import _
from desk.records import appeal_states, appeal_steps, council_states, council_steps
from desk.records.appeal import Appeal
from desk.records.base import Record
from desk.records.case_event import CaseEvent
from desk.records.council import Complaint
from desk.records.state_machine import Case, Machine, StepRefused


@dataclass(frozen=True)
class Register:
    """One register; the texts are message ids."""

    code: str
    series: str
    event: type[CaseEvent]
    machine: Machine[Any]
    states: dict[Any, str]
    acts: dict[str, str]
    done: dict[str, str]
    forms: dict[str, type[Record]]
    reasons: dict[str, str]
    limits: dict[str, tuple[str, ...]]
    """The rules that an act is measured by."""

    def state_name(self, state: str) -> str:
        """A state in the language in use."""
        return _(self.states[state])

    def refused(self, case: Case, code: str, act: str) -> StepRefused:
        """The exception that tells why a step is impossible, and which others are possible."""
        reason = _(self.reasons[code]).format(state=self.state_name(case.state))
        possible = [_(self.acts[other]) for other in self.machine.possible(case) if other != act]
        return StepRefused(code, reason, possible)


APPEALS = Register(
    "appeal",
    "A",
    appeal_steps.AppealEvent,
    appeal_states.MACHINE,
    dict(appeal_states.STATES),
    appeal_steps.ACTS,
    appeal_steps.DONE,
    appeal_steps.FORMS,
    appeal_states.REASONS,
    {"extended": ("appeal.extend_info",)},
)
COUNCIL = Register(
    "council",
    "AS",
    council_steps.CouncilEvent,
    council_states.MACHINE,
    dict(council_states.STATES),
    council_steps.ACTS,
    council_steps.DONE,
    council_steps.FORMS,
    council_states.REASONS,
    {"decided": ("council.quorum", "council.majority")},
)
REGISTERS = {register.code: register for register in (APPEALS, COUNCIL)}


def register_of(opening: Appeal | Complaint) -> Register:
    """The register that a registration is in."""
    return APPEALS if isinstance(opening, Appeal) else COUNCIL
