"""Draw the state machines of the registers and of the queue: `python -m desk.records.draw_states`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desk.records import (
    appeal_states,
    appeal_steps,
    council_session,
    council_states,
    council_steps,
    ticket,
    ticket_states,
)
from desk.records.state_machine import ANYWHERE, Machine

FOLDER = Path(__file__).parents[2] / "docs"
CASE_FOOT = (
    f"Possible in every state: {', '.join(f'`{act}`' for act in ANYWHERE)}.",
    "An event that is impossible at its place, as after two offices worked on one case without a line,",
    "changes nothing, stays in the timeline with its reason, and the case is listed under",
    "“Needs attention” until a person settles it.",
)
QUEUE_FOOT = (
    "An event that is impossible at its place, as after two desks called one ticket without a line, changes",
    "nothing, is kept, and the queue says of the ticket that it was called twice.",
)

Texts = Mapping[Any, str]


def _drawn(
    title: str,
    intro: str,
    machine: Machine[Any],
    names: Texts,
    acts: Texts,
    reasons: Texts,
    foot: tuple[str, ...] = CASE_FOOT,
) -> str:
    moves = [(source, act, target) for (source, act), target in machine.table.items() if source != target]
    arrows = [f"    {source} --> {target} : {act}" for source, act, target in moves]
    rows = [
        f"| {names[source]} | `{act}` {acts[act]} | {names[target]} | {_conditions(machine, act, reasons)} |"
        for (source, act), target in machine.table.items()
    ]
    lines = [
        f"# {title}",
        "",
        "Drawn from the code by `python -m desk.records.draw_states`; a test holds the two together.",
        intro,
        "",
        "```mermaid",
        "stateDiagram-v2",
        *(f"    {state} : {names[state]}" for state in machine.states),
        f"    [*] --> {machine.start}",
        *arrows,
        "```",
        "",
        "| state | step | leads to | refused when |",
        "|---|---|---|---|",
        *rows,
        "",
        *foot,
        "",
    ]
    return "\n".join(lines)


def _conditions(machine: Machine[Any], act: str, reasons: Texts) -> str:
    return " ".join(reasons[condition.code] for condition in machine.conditions.get(act, ()))


def drawings() -> dict[str, str]:
    """The text of each file, by its name."""
    return {
        "appeals-states.md": _drawn(
            "States of an appeal",
            "Law 1308-IVQ, `desk/records/appeal_states.py`.",
            appeal_states.MACHINE,
            appeal_states.STATES,
            appeal_steps.ACTS,
            appeal_states.REASONS,
        ),
        "council-states.md": _drawn(
            "States of a complaint to the Appeals Council",
            "Decree 762, `desk/records/council_states.py`.",
            council_states.MACHINE,
            council_states.STATES,
            council_steps.ACTS,
            council_states.REASONS,
        ),
        "session-states.md": _drawn(
            "States of a session of the Appeals Council",
            "`desk/records/council_session.py`; the complaints of its agenda have states of their own.",
            council_session.MACHINE,
            council_session.STATES,
            council_session.ACTS | {"arranged": "Arrange the agenda"},
            council_session.REASONS,
        ),
        "ticket-states.md": _drawn(
            "States of a ticket of the queue",
            "`desk/records/ticket_states.py`.",
            ticket_states.MACHINE,
            ticket_states.STATES,
            ticket.ACTS,
            ticket_states.REASONS,
            QUEUE_FOOT,
        ),
    }


def main() -> None:
    """Write the files."""
    for name, text in drawings().items():
        (FOLDER / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
