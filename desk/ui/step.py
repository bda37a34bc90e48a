"""One step of a case as a small form; F2 writes it and goes back to the case."""

from functools import partial
from uuid import UUID

from desk.lang import collation_key
from desk.records.base import Record
from desk.ui.act_form import ActScreen, write_act
from desk.ui.base import DeskScreen
from desk.ui.fields import Choices
from desk.usecases.case_view import Step
from desk.usecases.desk import Desk
from desk.usecases.step_remarks import step_remarks


async def write_step(screen: DeskScreen, case_id: UUID, act: str, form: Record) -> bool:
    """Write a step; where it is refused, say why and what is possible instead."""
    return await write_act(screen, lambda: _taken(screen.host.desk, case_id, act, form))


def _taken(desk: Desk, case_id: UUID, act: str, form: Record) -> str:
    from desk.usecases.take_step import take_step

    return take_step(desk, case_id, act, form).warning


def executors(desk: Desk) -> Choices:
    """The people of the office by their identifier, in the alphabet of the language in use."""
    from desk.usecases.catalogue import clerks

    found = sorted(clerks(desk), key=lambda clerk: collation_key(clerk.name))
    return {clerk.id: clerk.name for clerk in found}


def step_screen(desk: Desk, case_id: UUID, step: Step) -> ActScreen:
    """The form of one step of a case, with the office's people where an executor is asked for."""
    people = {"executor": executors(desk)} if "executor" in step.form.model_fields else {}

    def write(form: Record) -> str:
        return _taken(desk, case_id, step.act, form)

    draft = f"case:{case_id}:{step.act}"
    remarks = partial(step_remarks, desk, case_id)
    return ActScreen(step.label, step.form, write, people, remarks=remarks, draft=draft)
