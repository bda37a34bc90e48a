"""A small form for one act on something: F2 writes it and goes back, a refusal keeps what was typed."""

import asyncio
from collections.abc import Callable, Mapping

from desk.lang import N_
from desk.records.base import Record
from desk.records.errors import Issue
from desk.records.state_machine import StepRefused
from desk.ui.base import DeskScreen
from desk.ui.case_fields import choices_of
from desk.ui.fields import Choices
from desk.ui.form import FormScreen
from desk.ui.saving import refuse, saved, warn

Act = Callable[[], str]
"""Writes something; the code of why the sealed copy was not written, or nothing."""


async def write_act(screen: DeskScreen, act: Act) -> bool:
    """Write an act in a thread; where it is refused, say why and what is possible instead."""
    try:
        warning = await saved(screen, act)
    except StepRefused as refused:
        refuse(screen.app, refused.text)
        return False
    if warning is None:
        return False
    warn(screen, warning)
    return True


class ActScreen(FormScreen[Record]):
    """The form of one act; `draft` names what it is about, so that no other act is offered its text."""

    NAME = N_("Step")
    HELP = N_(
        "Fields with * must be filled. F3 lists the values of a field; dates left empty mean today.\n"
        "F2 writes the step into the case's history; nothing written there is ever changed or lost."
    )

    def __init__(
        self,
        name: str,
        form: type[Record],
        write: Callable[[Record], str],
        choices: Mapping[str, Choices] | None = None,
        filled: Mapping[str, str] | None = None,
        remarks: Callable[[Record], list[Issue]] = lambda _form: [],
        *,
        draft: str,
    ) -> None:
        self.FORM, self.DRAFT = form, draft
        super().__init__()
        self.NAME = name
        self._write, self._remarks = write, remarks
        self._choices, self._filled = dict(choices or {}), dict(filled or {})

    def choices(self) -> Mapping[str, Choices]:
        """Choices by the fields' types, and those that were given."""
        return choices_of(self.FORM) | self._choices

    def on_mount(self) -> None:
        """Put in what is known already."""
        self.begin_with(self._filled)

    async def action_save(self) -> None:
        """Write the act and go back; a refusal leaves what was typed."""
        form = self.read()
        if form is None or not self.insisted(await asyncio.to_thread(self._remarks, form)):
            return
        if await self.ending(write_act(self, lambda: self._write(form))):
            self.app.pop_screen()
