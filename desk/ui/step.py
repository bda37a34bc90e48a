"""One step of a case as a small form; F2 writes it and goes back to the case."""

import asyncio
from collections.abc import Mapping
from uuid import UUID

from desk.lang import N_, _
from desk.records.base import Record
from desk.records.roles import coded, for_change, has_one, in_words
from desk.records.state_machine import StepRefused
from desk.ui.base import DeskScreen
from desk.ui.case_fields import choices_of
from desk.ui.fields import Choices
from desk.ui.form import FormScreen
from desk.ui.text import visible
from desk.usecases.case_view import Step
from desk.usecases.desk import Desk


async def write_step(screen: DeskScreen, case_id: UUID, act: str, form: Record) -> bool:
    """Write a step; where it is refused, say why and what is possible instead."""
    from desk.usecases.refusals import StoreFailed, refusal_text, spool_text
    from desk.usecases.take_step import take_step

    app, host = screen.app, screen.host
    try:
        taken = await asyncio.to_thread(take_step, host.desk, case_id, act, form)
    except StepRefused as refused:
        app.notify(visible(refused.text), severity="error", markup=False, timeout=15)
        return False
    except StoreFailed as failed:
        app.notify(visible(refusal_text(failed)), severity="error", markup=False, timeout=30)
        return False
    if taken.warning:
        app.notify(visible(spool_text(taken.warning)), severity="warning", markup=False)
    host.wake_sync()
    return True


def may_step(screen: DeskScreen, register: str, act: str) -> bool:
    """Whether who works here may take a step; where not, say which role it needs before anything is typed."""
    needed = for_change(f"{register}.event", act)
    if has_one(screen.host.desk.clerk.roles, needed):
        return True
    refused = _("This needs the role: {roles}.").format(roles=in_words(coded(needed)))
    screen.app.notify(visible(refused), severity="warning", markup=False)
    return False


def executors(desk: Desk) -> Choices:
    """The people of the office by their identifier."""
    from desk.usecases.catalogue import clerks

    return {clerk.id: clerk.name for clerk in clerks(desk)}


class StepScreen(FormScreen[Record]):
    """The form of one step."""

    NAME = N_("Step")
    HELP = N_(
        "Fields with * must be filled. F3 lists the values of a field; dates left empty mean today.\n"
        "F2 writes the step into the case's history; nothing written there is ever changed or lost."
    )

    def __init__(self, case_id: UUID, step: Step) -> None:
        self.FORM = step.form
        super().__init__()
        self.NAME = step.label
        self._case_id, self._step = case_id, step

    def choices(self) -> Mapping[str, Choices]:
        """Choices by the fields' types, and the office's people."""
        found = choices_of(self.FORM)
        people = {"executor": executors(self.host.desk)} if "executor" in self.FORM.model_fields else {}
        return found | people

    async def action_save(self) -> None:
        """Write the step and go back to the case; a refusal leaves what was typed."""
        form = self.read()
        if form is not None and await write_step(self, self._case_id, self._step.act, form):
            self.app.pop_screen()
