"""Conflicts: what stood there, what was written, what central holds; a person decides."""

import asyncio
from collections.abc import Callable, Iterator
from textwrap import wrap

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from desk.lang import N_, _, day_and_clock, ngettext
from desk.ui.base import DeskScreen, bind
from desk.ui.saving import saved, warn
from desk.ui.text import plain, sentence, visible
from desk.usecases.conflicts import ConflictView, FieldSides, keep_mine, keep_theirs, open_conflicts
from desk.usecases.correct_visit import correct_conflict

SIDE = 18
"""Columns of a side; a longer value takes several lines."""
SIDE_LINES = 10
"""At most so many, so that the other fields stay on the screen; what is cut ends in “…”."""


class ConflictScreen(DeskScreen):
    """The open conflicts above, all sides of the chosen one below."""

    NAME = N_("Conflicts")
    HELP = N_(
        "You and somebody else corrected the same field. Nothing was overwritten: central keeps its value "
        "until you decide.\n"
        "F2 writes your values again, F4 leaves what central holds, F6 opens the form. "
        "Until then the visit can be corrected, but not decided or closed."
    )
    BINDINGS = [
        bind("save", "keep_mine", N_("Keep mine"), N_("Write my values again")),
        bind("new", "keep_theirs", N_("Keep theirs"), N_("Leave what central holds")),
        bind("next_section", "edit", N_("Edit"), N_("Open the form with what central holds")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._views: list[ConflictView] = []

    def body(self) -> Iterator[Widget]:
        """How many, which, and the sides."""
        yield Static(id="line")
        yield OptionList(id="first", classes="short")
        with VerticalScroll(id="sides", can_focus=False):
            yield Static(id="comparison")

    async def reload(self) -> None:
        """Read the open conflicts anew, staying with the chosen one."""
        chosen = self._chosen()
        views = await asyncio.to_thread(open_conflicts, self.host.desk)
        if views == self._views and self.query_one("#line", Static).content:
            return
        self._views = views
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(self._line(view)) for view in views])
        places = [view.change_id for view in views]
        if views:
            known = chosen is not None and chosen.change_id in places
            options.highlighted = places.index(chosen.change_id) if known and chosen else 0
        n = len(views)
        told = ngettext("{n} conflict to settle", "{n} conflicts to settle", n).format(n=n)
        self.query_one("#line", Static).update(plain(told if n else _("No conflicts. Esc goes back.")))
        self._compare()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a conflict there is nothing to keep or edit."""
        return action not in ("keep_mine", "keep_theirs", "edit") or bool(self._views)

    def _chosen(self) -> ConflictView | None:
        place = self.query_one(OptionList).highlighted
        return self._views[place] if place is not None and place < len(self._views) else None

    def _line(self, view: ConflictView) -> Content:
        titles = ", ".join(side.title for side in view.sides if side.clashes)
        return sentence("{number}  {name}  {titles}", number=view.number, name=view.name, titles=titles)

    def on_option_list_option_highlighted(self) -> None:
        """Show the sides of the chosen one."""
        self._compare()

    def _compare(self) -> None:
        view = self._chosen()
        self.query_one("#comparison", Static).update(_comparison(view) if view else Content(""))

    async def action_keep_mine(self) -> None:
        """Write my values again, with what I now saw as their witness."""
        view = self._chosen()
        if view is not None:
            done = await saved(self, keep_mine, self.host.desk, view)
            if done is not None:
                await self._settled(_("Your values are written again."), done.warning)

    async def action_keep_theirs(self) -> None:
        """Leave what central holds."""
        view = self._chosen()
        if view is not None:
            warning = await saved(self, keep_theirs, self.host.desk, view)
            if warning is not None:
                await self._settled(_("What central holds stays."), warning)

    async def _settled(self, told: str, warning: str) -> None:
        self.app.notify(visible(told), markup=False)
        warn(self, warning)
        await self.reload()

    async def action_edit(self) -> None:
        """Open the form with what central holds."""
        view = self._chosen()
        if view is None:
            return
        draft = await asyncio.to_thread(correct_conflict, self.host.desk, view.change_id)
        if draft is not None:
            self.host.subject = draft
            self.app.push_screen("correct")

    async def on_option_list_option_selected(self) -> None:
        """Enter opens the form too."""
        await self.action_edit()


def _comparison(view: ConflictView) -> Content:
    """The sides in three columns, a value longer than its column on several lines."""
    mine = _("Mine") if view.own else _("Written")
    heads = [
        _row("", [_("Seen before"), mine, _("At central now")], lambda text: (text, "bold")),
        _row("", ["", view.mine_by, view.theirs_by or _("unknown")], _muted),
        _row("", ["", day_and_clock(view.mine_at), _moment(view)], _muted),
    ]
    rows = [_side(side) for side in view.sides]
    marks = Content.assemble((_("≠ both changed it; the others wait with it."), "$text-muted"))
    return Content("\n").join([*heads, *rows, marks])


def _moment(view: ConflictView) -> str:
    return day_and_clock(view.theirs_at) if view.theirs_at else ""


def _muted(text: str) -> tuple[str, str]:
    return text, "$text-muted"


def _side(side: FieldSides) -> Content:
    mark = "≠ " if side.clashes else "  "
    style = "bold $text-error" if side.clashes else "$foreground"
    values = [value or _("(empty)") for value in (side.base, side.mine, side.theirs)]
    return _row(mark + side.title, values, lambda text: (text, style))


def _row(title: str, values: list[str], styled: Callable[[str], tuple[str, str]]) -> Content:
    cells = [
        wrap(visible(text), SIDE, max_lines=SIDE_LINES, placeholder="…") or [""] for text in (title, *values)
    ]
    lines = []
    for place in range(max(len(cell) for cell in cells)):
        texts = [cell[place] if place < len(cell) else "" for cell in cells]
        head, *sides = texts
        # Blanks are parts of their own: a picture of the screen drops those that a styled text begins with.
        pairs = [(*styled(text), " " * (SIDE + 1 - len(text))) for text in sides]
        parts = [part for text, style, blank in pairs for part in ((text, style), blank)]
        lines.append(Content.assemble((f"{head:{SIDE}} ", "bold"), *parts))
    return Content("\n").join(lines)
