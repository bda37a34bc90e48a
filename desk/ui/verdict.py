"""The answer of a lookup: in words, colour and symbol, with the records beside what was asked."""

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual import work
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from desk.lang import N_, _, ngettext
from desk.records.lookup import AnswerKind, ListAge
from desk.ui.base import bind
from desk.ui.modal import DeskModal
from desk.ui.paper import give_out
from desk.ui.picker import PickerModal
from desk.ui.text import in_cells, plain, sentence
from desk.usecases.answer_words import OTHERS, head_words, list_words, warnings
from desk.usecases.candidates import Compared, Shown, asked_text, shown
from desk.usecases.list_age import fault_text
from desk.usecases.live_check import NO_LINE, WAITING, Checked, check_live
from desk.usecases.lookup import Answer
from desk.usecases.refusals import spool_text

if TYPE_CHECKING:
    from desk.usecases.candidates import Relation

_LOOKS = {
    AnswerKind.found: ("✖", "bold $text-error"),
    AnswerKind.possible: ("▲", "bold $text-warning"),
    AnswerKind.none: ("✔", "bold $text-success"),
    AnswerKind.unconfirmed: ("?", "bold $text-warning"),
}
_MARKS = {
    "equal": ("=", N_("equal"), "$text-success"),
    "equal_other_spelling": ("≈", N_("equal, other spelling"), "$text-success"),
    "close": ("~", N_("close"), "$text-warning"),
    "different": ("≠", N_("different"), "bold $text-error"),
    "missing": ("·", N_("missing"), "$text-muted"),
}


def relation_words(relation: "Relation") -> tuple[str, str]:
    """How two values stand to each other: sign and words, and their style."""
    sign, words, style = _MARKS[relation.value]
    return f"{sign} {_(words)}", style


class AnswerModal(DeskModal[bool]):
    """Fills the screen. True: the next person; False: back to what was typed."""

    BINDINGS = [
        bind("new", "dismiss(True)", N_("Next person")),
        bind("print", "print", N_("Print")),
    ]

    def __init__(self, answer: Answer, fault: str = "") -> None:
        super().__init__()
        self._answer, self._fault = answer, fault
        self._checked: Checked | None = None
        self._shown: list[Shown] = [shown(candidate, answer.query) for candidate in answer.candidates]

    def body(self) -> Iterator[Widget]:
        """The answer, the records best first, the comparison with the chosen one."""
        with Vertical(id="verdict"):
            yield Static(self._head(), id="kind")
            yield Static(id="central")
            if self._shown:
                yield OptionList(*(Option(self._line(n, one)) for n, one in enumerate(self._shown, 1)))
                yield Static(id="compared")
            yield Static(self._foot(), id="foot")

    def on_mount(self) -> None:
        """Begin with the best record."""
        if self._shown:
            self.query_one(OptionList).highlighted = 0
            self.query_one(OptionList).focus()
            self._compare(0)
        self.status_changed()

    def status_changed(self) -> None:
        """Say how central's list of now compares, as soon as the desk has it; nobody waits for that."""
        if self._checked is None:
            self._tell_central(_(WAITING if self.host.status.online else NO_LINE), "$text-muted")
            self._check()

    @work(group="check", exclusive=True, exit_on_error=False)
    async def _check(self) -> None:
        checked = await asyncio.to_thread(check_live, self.host.desk, self._answer)
        if checked is not None and self._checked is None:
            self._checked = checked
            self._tell_central(checked.text, "$text-success" if checked.same else "bold $text-error")

    def _tell_central(self, text: str, style: str) -> None:
        self.query_one("#central", Static).update(Content.assemble((text, style)))

    def action_print(self) -> None:
        """Print the answer in a language of papers."""
        from desk.usecases.print_answer import answer_languages, print_answer

        async def chosen(language: str | None) -> None:
            if language:
                desk, settings = self.host.desk, self.host.settings
                answer = self._answer
                await give_out(self.app, _("Answer"), lambda: print_answer(desk, settings, answer, language))

        self.app.push_screen(
            PickerModal(_("Answer on paper: in which language?"), answer_languages()), chosen
        )

    def _head(self) -> Content:
        answer = self._answer
        sign, style = _LOOKS[answer.kind]
        lines = [Content.assemble((f" {sign}  {head_words(answer)}", style))]
        lines.append(sentence(_("Asked: {query}"), query=asked_text(answer.query)))
        old_hit = answer.age.state is ListAge.stale and answer.kind is not AnswerKind.unconfirmed
        *told, _others = warnings(answer)
        lines += [Content.assemble((text, "bold $text-warning" if old_hit else "")) for text in told]
        if answer.kind is AnswerKind.unconfirmed and self._fault:
            lines.append(plain(fault_text(self._fault)))
        if listed := list_words(answer):
            lines.append(plain(listed))
        return Content("\n").join(lines)

    def _line(self, n: int, one: Shown) -> Content:
        return sentence(
            "{n}. {name}  ·  {kind}  ·  {strength}", n=n, name=one.name, kind=one.kind, strength=one.strength
        )

    def _compare(self, place: int) -> None:
        one = self._shown[place]
        heads = f"{in_cells('', 13)} {in_cells(_('asked'), 17)} {in_cells(_('in the list'), 17)}"
        lines = [Content.assemble((heads, "bold")), *(self._row(compared) for compared in one.compared)]
        lines += [
            sentence(_("Why: {why}"), why=one.why),
            sentence("{terms}", terms=one.terms),
            Content.assemble((_("Next: "), "bold"), plain(one.next_step)),
        ]
        self.query_one("#compared", Static).update(Content("\n").join(lines))

    def _row(self, one: Compared) -> Content:
        words, style = relation_words(one.relation)
        both = f"{in_cells(one.asked, 17)} {in_cells(one.listed, 17)}"
        cells = f"{in_cells(_(one.title), 13)} {both} "
        return Content.assemble(cells, (words, style))

    def _foot(self) -> Content:
        answer = self._answer
        lines = [Content.assemble((_(OTHERS), "$text-muted"))]
        if answer.lookups:
            limit = ngettext(
                "You made {n} lookup in the last hour, more than is usual. It is recorded.",
                "You made {n} lookups in the last hour, more than is usual. It is recorded.",
                answer.lookups,
            )
            lines.append(Content.assemble((limit.format(n=answer.lookups), "$text-warning")))
        if answer.warning:
            lines.append(Content.assemble((spool_text(answer.warning), "$text-warning")))
        return Content("\n").join(lines)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Compare with the record under the cursor."""
        self._compare(event.option_index)
