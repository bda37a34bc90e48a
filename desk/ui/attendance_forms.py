"""The small forms at the door: a person whom nobody expected, and the correction of a mark."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import TypeVar

from desk.lang import N_, now
from desk.records.attendance import AttendanceCorrection
from desk.records.base import Record
from desk.records.errors import Issue
from desk.records.training import EmployeeForm
from desk.ui.case_fields import choices_of
from desk.ui.fields import Choices
from desk.ui.form import FormScreen

F = TypeVar("F", bound=Record)


class _DoorForm(FormScreen[F]):
    """A form that gives what was typed back to the door."""

    def __init__(self, done: Callable[[F], Awaitable[bool]], values: Mapping[str, str], draft: str) -> None:
        self.DRAFT = draft
        super().__init__()
        self._done, self._values = done, values

    def choices(self) -> Mapping[str, Choices]:
        """Choices by the fields' types."""
        return choices_of(self.FORM)

    def on_mount(self) -> None:
        """Begin with what is known."""
        super().on_mount()
        self.begin_with(self._values)

    def wrong(self, form: F) -> list[Issue]:
        """What cannot be so, though each field is right; nothing by default."""
        return []

    async def action_save(self) -> None:
        """Give the form back; leave when it was written."""
        form = self.read()
        if form is not None and (wrong := self.wrong(form)):
            self.show_issues(wrong)
        elif form is not None and await self.ending(self._done(form)):
            self.app.pop_screen()


class WalkInScreen(_DoorForm[EmployeeForm]):
    """Somebody who is not in the list of employees yet."""

    NAME = N_("New person")
    FORM = EmployeeForm
    HELP = N_(
        "Somebody who is at the door and in no list: name and unit, and the badge if there is one.\n"
        "F2 keeps the person among the employees and marks them as a walk-in."
    )


class CorrectMarkScreen(_DoorForm[AttendanceCorrection]):
    """What is so after all."""

    NAME = N_("Correct a mark")
    FORM = AttendanceCorrection
    HELP = N_(
        "Say whether the person was there, when they came and left, and why the mark is changed.\n"
        "The marks before stay in the history."
    )

    def __init__(
        self,
        done: Callable[[AttendanceCorrection], Awaitable[bool]],
        values: Mapping[str, str],
        draft: str,
        on: date,
    ) -> None:
        super().__init__(done, values, draft)
        self._on = on

    def wrong(self, form: AttendanceCorrection) -> list[Issue]:
        """Times to come, and a leaving before the coming."""
        return form.wrong(self._on, now())
