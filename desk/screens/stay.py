"""The last day to register at the place of stay: answered while it is typed."""

from collections.abc import Iterator, Mapping

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from desk.lang import N_
from desk.records.countries import countries
from desk.records.errors import Issue
from desk.records.stay import StayForm
from desk.rules.deadlines import Registration
from desk.ui.answer import answer_line
from desk.ui.base import DeskScreen, bind
from desk.ui.fields import Choices
from desk.ui.form import FormScreen
from desk.usecases.stay import last_registration, lines_of


class StayScreen(FormScreen[StayForm]):
    """Citizenship and arrival; below them the answer."""

    NAME = N_("Registration date")
    FORM = StayForm
    HELP = N_(
        "Give citizenship and day of arrival; the answer stands below at once.\n"
        "The safe date counts the day of arrival, the latest one does not. Neither moves off a holiday.\n"
        "Nothing is written: this only calculates."
    )
    BINDINGS = [bind("save", "save", N_("Show"), N_("Show the date, or what is wrong"))]

    def choices(self) -> Mapping[str, Choices]:
        """Every country, the frequent ones first."""
        return {"citizenship": countries()}

    def body(self) -> Iterator[Widget]:
        """The form, and the answer below it."""
        yield from super().body()
        yield Static(id="answer")

    @on(Input.Changed)
    def _answer(self) -> None:
        form, _wrong = self.check()
        found = last_registration(form) if form else None
        lines = lines_of(form, found) if form and isinstance(found, Registration) else []
        self.query_one("#answer", Static).update(Content("\n").join([answer_line(line) for line in lines]))

    async def action_save(self) -> None:
        """Say at its field why there is no answer; an answer is there already."""
        form = self.read()
        found = last_registration(form) if form else None
        if isinstance(found, Issue):
            self.show_issues([found])

    async def action_back(self) -> None:
        """Leave at once, with an empty form: nothing typed here would be saved anywhere."""
        self.clear()
        await DeskScreen.action_back(self)
