"""Answering a survey at the desk, and typing in what a count of papers gave."""

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any, cast
from uuid import UUID

from pydantic import Field, ValidationError, create_model
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from desk.lang import N_, _, day
from desk.records.base import Record
from desk.records.contact import PastDay
from desk.records.errors import Issue, issues
from desk.records.survey import CHANNELS, MOST, Channel, Survey, SurveyAnswered
from desk.records.text import Line
from desk.ui.base import DeskScreen
from desk.ui.fields import Choices
from desk.ui.form import FormScreen
from desk.ui.modal import DeskModal
from desk.ui.saving import saved
from desk.ui.text import plain, visible
from desk.usecases.surveys import TallyLine, tallies, tally

BLANK = "blank"


class AnswerModal(DeskModal[str | None]):
    """One key an answer, 0 for a blank; gives back the answer's code, or None."""

    def __init__(self, survey: Survey) -> None:
        super().__init__()
        self._survey = survey

    def body(self) -> Iterator[Widget]:
        """The question and its answers."""
        with Vertical(classes="dialog"):
            yield Static(plain(self._survey.asked).stylize("bold"), classes="dialog-title")
            yield OptionList(*_options(self._survey))
            yield Static(Content.assemble((_("A digit answers at once; Esc writes nothing."), "$text-muted")))

    def on_key(self, event: Key) -> None:
        """Take the answer of a digit."""
        code = code_of(self._survey, event.key)
        if code is not None:
            event.stop()
            self.dismiss(code)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the answer that was chosen."""
        self.dismiss(code_of(self._survey, str(event.option.id)))


def _options(survey: Survey) -> list[Option]:
    rows = [Option(plain(f"{n}  {text}"), id=str(n)) for n, text in enumerate(survey.offered, 1)]
    return [*rows, Option(Content(f"0  {_('no answer')}"), id="0")]


def code_of(survey: Survey, digit: str) -> str | None:
    """The answer that a digit stands for: "" for 0, a blank; None for a digit without an answer."""
    if digit == "0":
        return ""
    place = int(digit) if digit.isascii() and digit.isdigit() and len(digit) == 1 else 0
    return survey.codes[place - 1] if 0 < place <= len(survey.codes) else None


def tally_form(survey: Survey) -> type[Record]:
    """The form of a tally: the day, the way, a count for each answer, and what it corrects."""
    count = {"ge": 0, "le": MOST}
    fields: dict[str, Any] = {
        "on": (PastDay, Field(title=N_("Counted on"))),
        "channel": (Channel, Field(Channel.paper, title=N_("How answered"))),
    }
    for n, label in enumerate(survey.offered, 1):
        fields[f"count_{n}"] = (int, Field(0, title=visible(label), **cast(Any, count)))
    fields[BLANK] = (int, Field(0, title=N_("Left blank"), **cast(Any, count)))
    fields["replaces"] = (UUID | None, Field(None, title=N_("In place of")))
    fields["reason"] = (Line, Field("", title=N_("Reason")))
    return cast(type[Record], create_model("Tally", __base__=Record, **fields))


class TallyScreen(FormScreen[Record]):
    """The form of one tally."""

    NAME = N_("Tally")
    HELP = N_(
        "Write how many people gave each answer, and how many left it blank.\n"
        "To correct an earlier tally choose it under “In place of” and say why: the earlier one stays in the "
        "log and counts no more."
    )

    def __init__(self, survey: Survey, earlier: list[TallyLine]) -> None:
        self.FORM, self.DRAFT = tally_form(survey), f"tally:{survey.id}"
        super().__init__()
        self._survey, self._earlier = survey, earlier

    def choices(self) -> Mapping[str, Choices]:
        """The ways of answering, and the tallies that can be corrected."""
        known = {str(one.id): f"{day(one.on)}: {one.respondents}" for one in self._earlier}
        return {"channel": {code: _(text) for code, text in CHANNELS.items()}, "replaces": known}

    async def action_save(self) -> None:
        """Write the tally and go back."""
        form = self.read()
        if form is None:
            return
        try:
            done = await self.ending(saved(self, self._write, form.model_dump()))
        except ValidationError as error:
            code = issues(error)[0].code
            self.show_issues([Issue("reason" if code == "reason_needed" else "count_1", code)])
        else:
            if done is not None:
                self.app.pop_screen()

    def _write(self, typed: dict[str, Any]) -> SurveyAnswered:
        counts = {
            code: n for place, code in enumerate(self._survey.codes, 1) if (n := typed[f"count_{place}"])
        }
        return tally(
            self.host.desk,
            self._survey.id,
            typed["on"],
            counts,
            typed[BLANK],
            typed["channel"],
            typed["replaces"],
            typed["reason"],
        )


async def open_tally(screen: DeskScreen, survey: Survey) -> None:
    """Open the form of a tally with the tallies that it may take the place of."""
    earlier = await asyncio.to_thread(tallies, screen.host.desk, survey.id)
    screen.app.push_screen(TallyScreen(survey, earlier))
