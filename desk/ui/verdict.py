"""The answer of a lookup: in words, colour and symbol, with the records beside what was asked."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from desk.lang import N_, _, day_and_clock, ngettext
from desk.records.lookup import AnswerKind, ListAge
from desk.ui.text import plain, sentence, visible
from desk.usecases.candidates import Compared, Shown, asked_text, shown
from desk.usecases.list_age import fault_text
from desk.usecases.lookup import Answer
from desk.usecases.refusals import spool_text

if TYPE_CHECKING:
    from desk.usecases.candidates import Relation

HEADS = {
    AnswerKind.found: ("✖", N_("RECORD FOUND"), "bold $text-error"),
    AnswerKind.possible: ("▲", N_("POSSIBLE RECORDS: compare with the document"), "bold $text-warning"),
    AnswerKind.none: ("✔", N_("NO RECORD IN THE LIST as of {time}"), "bold $text-success"),
    AnswerKind.unconfirmed: ("?", N_("CANNOT CONFIRM"), "bold $text-warning"),
}
ABSENT = N_(
    "There is no list on this computer. Do not let the person through on this answer: ask by telephone."
)
STALE = N_(
    "The list is of {time}, {n} h old: too old to say that there is no record. "
    "Synchronise (F5 at home), or ask by telephone."
)
STALE_HIT = N_("Mind: the list is of {time}, {n} h old. The record may have been lifted since.")
OTHERS = N_("Other bodies keep lists of their own; this answer is about this list only.")
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


class AnswerModal(ModalScreen[bool]):
    """Fills the screen. True: the next person; False: back to what was typed."""

    BINDINGS = [
        Binding("escape", "dismiss(False)", N_("Back"), id="back"),
        Binding("f4,ctrl+n", "dismiss(True)", N_("Next person"), id="new"),
    ]

    def __init__(self, answer: Answer, fault: str = "") -> None:
        super().__init__()
        self._answer, self._fault = answer, fault
        self._shown: list[Shown] = [shown(candidate, answer.query) for candidate in answer.candidates]

    def compose(self) -> ComposeResult:
        """The answer, the records best first, the comparison with the chosen one."""
        with Vertical(id="verdict"):
            yield Static(self._head(), id="kind")
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

    def _head(self) -> Content:
        answer, age = self._answer, self._answer.age
        sign, words, style = HEADS[answer.kind]
        time = day_and_clock(age.as_of) if age.as_of else "?"
        lines = [Content.assemble((f" {sign}  {_(words).format(time=time)}", style)), Content("")]
        lines.append(sentence(_("Asked: {query}"), query=asked_text(answer.query)))
        if answer.kind is AnswerKind.unconfirmed:
            lines.append(plain(self._reason(time)))
            if self._fault:
                lines.append(plain(fault_text(self._fault)))
        elif age.state is ListAge.stale:
            lines.append(
                Content.assemble((_(STALE_HIT).format(time=time, n=age.hours), "bold $text-warning"))
            )
        if answer.kind is not AnswerKind.unconfirmed:
            told = _("List {version} as of {time} by central's clock, {n} h old.")
            lines.append(plain(told.format(version=age.version, time=time, n=age.hours)))
        return Content("\n").join(lines)

    def _reason(self, time: str) -> str:
        age = self._answer.age
        return _(ABSENT) if age.state is ListAge.absent else _(STALE).format(time=time, n=age.hours)

    def _line(self, n: int, one: Shown) -> Content:
        strength = _("agrees") if one.strong else _("may be the person")
        return sentence(
            "{n}. {name}  ·  {kind}  ·  {strength}", n=n, name=one.name, kind=one.kind, strength=strength
        )

    def _compare(self, place: int) -> None:
        one = self._shown[place]
        heads = f"{'':13} {_('asked')[:17]:17} {_('in the list')[:17]:17}"
        lines = [Content.assemble((heads, "bold")), *(self._row(compared) for compared in one.compared)]
        lines += [
            sentence(_("Why: {why}"), why=one.why),
            sentence("{terms}", terms=one.terms),
            Content.assemble((_("Next: "), "bold"), plain(one.next_step)),
        ]
        self.query_one("#compared", Static).update(Content("\n").join(lines))

    def _row(self, one: Compared) -> Content:
        words, style = relation_words(one.relation)
        cells = f"{_(one.title)[:13]:13} {visible(one.asked)[:17]:17} {visible(one.listed)[:17]:17} "
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
        lines.append(Content.assemble((_("F4 next person · Esc back to the form"), "$text-muted")))
        return Content("\n").join(lines)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Compare with the record under the cursor."""
        self._compare(event.option_index)
