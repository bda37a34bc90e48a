"""A form for an entry under a clause of the plan: the clauses to choose from are those of its own year."""

from collections.abc import Mapping
from contextlib import suppress

from textual import on
from textual.widgets import Input

from desk.lang import _, today
from desk.ui.entry_form import EntryFormScreen
from desk.ui.fields import ChoiceField, Choices, kept
from desk.ui.form_view import F
from desk.usecases.plans import clause_names


class ClauseFormScreen(EntryFormScreen[F]):
    """The field `YEAR_FROM` tells the year; the same number may head something else in another plan."""

    YEAR_FROM = ""

    def __init__(self) -> None:
        super().__init__()
        self._year = today().year

    def year_of(self, typed: str) -> int:
        """The year that a typed value is in; ValueError for a half-typed one."""
        raise LookupError(type(self).__name__)

    def clauses(self, year: int) -> Choices:
        """The clauses to choose from in a year."""
        return clause_names(self.host.desk, year)

    def choices(self) -> Mapping[str, Choices]:
        """Choices by the fields' types, and the clauses of the entry's year."""
        return {**super().choices(), "clause": self.clauses(self._year)}

    def begin_with(self, values: Mapping[str, str]) -> None:
        """Offer the clauses of the entry's year before its own is put in."""
        self._year = 0
        self._offer(values.get(self.YEAR_FROM, ""))
        super().begin_with(values)

    @on(Input.Changed)
    def _other_year(self, event: Input.Changed) -> None:
        if event.input.id == self.YEAR_FROM:
            self._offer(event.input.value)  # of now: the form may have begun with another entry since

    def _offer(self, typed: str) -> None:
        """Let the clauses follow the year; a half-typed one changes nothing, a chosen one stays."""
        with suppress(ValueError):
            year = self.year_of(typed) if typed else today().year
            if year != self._year:
                self._year = year
                field = self.query_one("#clause", ChoiceField)
                number = kept(field)
                field.choices = self.clauses(year)
                field.put(number)
                self.say()

    def more(self) -> str:
        """That there is no plan for the entry's year."""
        if clause_names(self.host.desk, self._year):
            return ""
        told = _("No plan that this desk knows covers {year}.")
        return f" · {told.format(year=self._year)}"
