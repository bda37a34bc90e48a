"""Persons who may be the same one: each beside the visitor, with what is equal and what is not, in words."""

from collections.abc import Iterator
from datetime import date

from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from desk.lang import _, day, day_and_clock, fold
from desk.records.countries import country_name
from desk.records.visit import PersonLink, VisitForm
from desk.ui.modal import DeskModal
from desk.ui.text import in_cells, plain, sentence, visible
from desk.usecases.register_visit import Alike, Decision

NAMING = (
    "surname",
    "given_name",
    "patronymic",
    "birth_date",
    "citizenship",
    "document_number",
    "fin",
)
"""Fields that say who the visitor is: a lookup takes them over, and what was said of persons who look alike
holds for these only."""

LASTING = ("surname", "given_name", "birth_date")
"""What another document of the same person would say as well."""

COMPARED = (*NAMING, "phone")


def _shown(name: str, value: object) -> str:
    if name == "citizenship":
        return country_name(str(value))
    return day(value) if isinstance(value, date) else visible(value or "")


def relation(mine: str, theirs: str) -> tuple[str, str]:
    """How two shown values stand to each other, in words, and the style of the words."""
    if not mine or not theirs:
        return _("missing"), "$quiet"
    if mine == theirs:
        return _("= equal"), "$text-success"
    if fold(mine) == fold(theirs):
        return _("≈ other form"), "$text-warning"
    return _("≠ different"), "bold $text-error"


class AlikeModal(DeskModal[Decision | None]):
    """Enter on a person says “the same”; the last row says “another person”, with a reason."""

    def __init__(self, form: VisitForm, candidates: list[Alike]) -> None:
        super().__init__()
        self._form, self._candidates = form, candidates

    def body(self) -> Iterator[Widget]:
        """The candidates, the comparison with the highlighted one, the reason."""
        with Vertical(classes="dialog"):
            yield Static(Content.assemble((_("Is it one of these persons?"), "bold")), classes="dialog-title")
            yield OptionList(
                *(Option(self._line(one), id=str(place)) for place, one in enumerate(self._candidates)),
                Option(Content(_("Another person (say why)")), id="another"),
            )
            yield Static(id="comparison")
            yield Input(placeholder=_("Why it is another person"), compact=True, id="reason")
            yield Static(Content.assemble((_("Enter: choose · ↑ ↓"), "$quiet")))

    def on_mount(self) -> None:
        """Begin on the first person who has this name and birth date, else on none: Enter then says nothing.

        The reason opens when it is needed.
        """
        self.query_one("#reason", Input).display = False
        likely = (place for place, one in enumerate(self._candidates) if self._is_likely(one))
        persons = self.query_one(OptionList)
        persons.highlighted = next(likely, None)
        if persons.highlighted is None:
            self.query_one("#comparison", Static).update(self._comparison(self._candidates[0]))
        persons.focus()

    def _is_likely(self, one: Alike) -> bool:
        """Whether nothing that stays with a person for life, or nearly so, is another thing."""
        pairs = [
            (_shown(name, getattr(self._form, name)), _shown(name, getattr(one.form, name)))
            for name in LASTING
        ]
        return all(fold(mine) == fold(theirs) for mine, theirs in pairs if mine and theirs)

    def _line(self, one: Alike) -> Content:
        return sentence(
            _("{surname} {given}, last here on {when}"),
            surname=one.form.surname,
            given=one.form.given_name,
            when=day_and_clock(one.last_here),
        )

    def _comparison(self, one: Alike) -> Content:
        lines = []
        for name in COMPARED:
            mine, theirs = (_shown(name, getattr(form, name)) for form in (self._form, one.form))
            if mine or theirs:
                words, style = relation(mine, theirs)
                title = _(VisitForm.model_fields[name].title or name)
                cells = f"{in_cells(title, 18)} {in_cells(mine, 17)} {in_cells(theirs, 17)} "
                lines.append(Content.assemble(cells, (words, style)))
        heads = f"{'':18} {_('now'):17} {_('earlier'):17}"
        return Content("\n").join([Content.assemble((heads, "bold")), *lines])

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Compare with the person under the cursor."""
        chosen = event.option.id
        shown = Content("") if chosen == "another" else self._comparison(self._candidates[int(str(chosen))])
        self.query_one("#comparison", Static).update(shown)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the person, or ask why it is another."""
        if event.option.id != "another":
            person = self._candidates[int(str(event.option.id))].person_id
            self.dismiss(Decision(PersonLink.same, person))
            return
        reason = self.query_one("#reason", Input)
        reason.display = True
        reason.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Another person; without a reason the question stays."""
        from pydantic import TypeAdapter, ValidationError

        from desk.records.errors import issues
        from desk.records.text import RequiredLine

        try:
            reason = TypeAdapter(RequiredLine).validate_python(event.value)
        except ValidationError as error:
            self.query_one("#comparison", Static).update(plain(issues(error)[0].text))
            return
        self.dismiss(Decision(PersonLink.another, None, reason))
