"""One session of the Council: its agenda, who is there, conflicts of interest, votes, minutes."""

import asyncio
from collections.abc import Iterator
from datetime import date

from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from desk.lang import N_, _, day
from desk.ui.base import DeskScreen, bind
from desk.ui.rows_view import RowsView
from desk.ui.session_acts import MORE, OUTCOMES, act_on_complaint, act_on_session
from desk.ui.session_paper import ask_and_print_session
from desk.ui.text import plain, visible
from desk.usecases.council_session import SessionView, sessions_of, view_session

COLUMNS = ((N_("No."), 4), (N_("Number"), 19), (N_("Complainant"), 22), (N_("How it stands"), 24))


class SessionScreen(DeskScreen):
    """The session that was chosen, else the newest one."""

    NAME = N_("Session")
    HELP = N_(
        "The agenda above, the session's own steps below; F6 goes between them. Enter on a complaint offers\n"
        "conflict of interest, votes and decision, its place on the agenda. F9 prints agenda and minutes.\n"
        "What is written of a complaint here stands in the complaint's own history, and only there."
    )
    AUTO_FOCUS = "RowsView"
    BINDINGS = [
        bind("new", "add", N_("Add"), N_("Put an admitted complaint on the agenda")),
        bind("next_section", "section", N_("Steps"), N_("Go to the session's steps, or back to the agenda")),
        bind("print", "print", N_("Print"), N_("Print the agenda or the minutes")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.view: SessionView | None = None

    def body(self) -> Iterator[Widget]:
        """What session it is, the agenda, who may not vote on the chosen complaint, the steps."""
        yield Static(id="case-head")
        yield RowsView(COLUMNS, id="first")
        yield Static(id="advice")
        with Vertical(id="session-steps"):
            yield OptionList(id="steps")

    async def reload(self) -> None:
        """Read the session anew."""
        on = await self._day()
        if on is None:
            head = Content(_("No session is open. Choose one in the list, or convene one there with F4."))
            self.query_one("#case-head", Static).update(head)
            return
        self.view = await asyncio.to_thread(view_session, self.host.desk, on)
        self._show(self.view)

    async def _day(self) -> date | None:
        if isinstance(self.host.subject, date):
            return self.host.subject
        if self.view is not None:
            return self.view.session.on
        found = await asyncio.to_thread(sessions_of, self.host.desk)
        return found[0].on if found else None

    def _show(self, view: SessionView) -> None:
        self.query_one("#case-head", Static).update(_head(view))
        rows, options = self.query_one(RowsView), self.query_one(OptionList)
        chosen = options.highlighted or 0
        rows.show(
            [
                (str(place), one.number, one.complainant, _(OUTCOMES[one.outcome]))
                for place, one in enumerate(view.hearings, 1)
            ]
        )
        options.clear_options()
        options.add_options([Option(plain(step.label), id=step.act) for step in view.steps])
        options.add_options([Option(plain(_(label)), id=act) for act, label in MORE.items()])
        options.highlighted = min(chosen, options.option_count - 1)
        self._advise(rows.cursor_row)

    def _advise(self, row: int) -> None:
        """Who may not vote on the chosen complaint, or how the vote went."""
        hearings = self.view.hearings if self.view is not None else ()
        lines = []
        if 0 <= row < len(hearings):
            one = hearings[row]
            if one.conflicts:
                lines.append(_("May not vote: {names}").format(names=", ".join(one.conflicts)))
            if one.decided is not None:
                told = _("{pro} for, {contra} against. {reasons}")
                said = one.decided
                lines.append(told.format(pro=said.for_it, contra=said.against, reasons=said.reasons))
        self.query_one("#advice", Static).update(Content("\n").join([plain(line) for line in lines]))

    def on_rows_view_row_highlighted(self, event: RowsView.RowHighlighted) -> None:
        """Say what is special about the chosen complaint."""
        self._advise(event.cursor_row)

    async def on_rows_view_row_selected(self, event: RowsView.RowSelected) -> None:
        """Offer what may be done with the complaint."""
        if self.view is not None and event.cursor_row < len(self.view.hearings):
            await act_on_complaint(self, self.view, self.view.hearings[event.cursor_row])

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take a step of the session."""
        if self.view is not None:
            await act_on_session(self, self.view, str(event.option.id))

    async def action_add(self) -> None:
        """Put an admitted complaint on the agenda."""
        if self.view is not None:
            await act_on_session(self, self.view, "put_on_agenda")

    def action_section(self) -> None:
        """Between the agenda and the steps."""
        rows, options = self.query_one(RowsView), self.query_one(OptionList)
        (options if rows.has_focus else rows).focus()

    async def action_print(self) -> None:
        """Choose agenda or minutes and print."""
        if self.view is not None:
            ask_and_print_session(self.app, self.view.session.on)


def _head(view: SessionView) -> Content:
    session = view.session
    title = Content.assemble(
        (visible(day(session.on)), "bold"), "  ", (visible(view.state), "bold $text-accent")
    )
    lines = [
        title,
        plain(" · ".join(part for part in (session.place, session.chair) if part)),
    ]
    if session.present:
        quorum = _("there is a quorum") if view.quorate else _("no quorum: nothing can be decided")
        told = _("Present {n} of {members}: {quorum} (internal target, not confirmed)")
        n, members = len(session.present), len(session.members)
        lines.append(plain(told.format(n=n, members=members, quorum=quorum)))
        if session.absent:
            lines.append(plain(_("Absent: {names}").format(names=", ".join(session.absent))))
    elif session.members:
        lines.append(plain(_("Members: {names}").format(names=", ".join(session.members))))
    return Content("\n").join(lines)
