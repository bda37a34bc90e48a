"""The queue: who waits and how long, who is called where; tickets issued, called, ended and passed on."""

import asyncio
from collections.abc import Callable, Iterator
from typing import TypeVar

from textual.content import Content
from textual.widget import Widget
from textual.widgets import DataTable, Static

from desk.lang import N_, _, clock, today
from desk.records.ticket import TicketForm
from desk.records.ticket_states import TicketState
from desk.ui.base import DeskScreen, bind
from desk.ui.list_table import ListTable
from desk.ui.paper import ask_and_print_paper
from desk.ui.picker import PickerModal
from desk.ui.saving import saved
from desk.ui.text import plain, visible
from desk.ui.ticket import TicketModal
from desk.usecases.bookings import bookings_of, check_in
from desk.usecases.queue import (
    HeldTicket,
    TicketDone,
    TicketRefused,
    call_next,
    issue_ticket,
    serve,
    take_ticket_step,
)
from desk.usecases.queue_list import (
    Queue,
    TicketLine,
    destinations,
    purposes,
    queue_of,
    steps_of,
    transfer_to,
    waits_text,
)

T = TypeVar("T")
COLUMNS = ((N_("Ticket"), 8), (N_("Waited"), 8), (N_("Purpose"), 30), (N_("State"), 24))
REFRESH = 30.0
"""Seconds after which the minutes are counted anew."""


class QueueScreen(DeskScreen):
    """Called ones first, then who waits in the order of calling, then the ended ones."""

    NAME = N_("Queue")
    HELP = N_(
        "F2 calls who is next: bookings whose time has come first, then by the time of the ticket. "
        "F8 ends the ticket that this desk has called, F7 takes its visitor in.\n"
        "Enter shows what else may be done with the chosen ticket: call again, did not come, transfer.\n"
        "Without a line F2 calls only this desk's own tickets: others may have been called elsewhere."
    )
    AUTO_FOCUS = "DataTable"
    BINDINGS = [
        bind("save", "call", N_("Call next"), N_("Call who is next")),
        bind("find", "booking", N_("Booking"), N_("Check in a visit booked online")),
        bind("new", "issue", N_("Ticket"), N_("Give a new ticket")),
        bind("sync", "sync", N_("Sync now"), N_("Synchronise now"), show=False),
        bind("next_section", "steps", N_("Steps"), N_("What may be done with the chosen ticket"), show=False),
        bind("lookup", "take_in", N_("Take in"), N_("Take in the visitor of the called ticket")),
        bind("duplicates", "end", N_("End"), N_("End the called ticket: the visitor was served")),
        bind("print", "print", N_("Print"), N_("Print the chosen ticket"), show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[TicketLine] = []

    def body(self) -> Iterator[Widget]:
        """Who is at this desk, the table, how many wait and how long."""
        yield Static(id="at-desk")
        yield ListTable(COLUMNS)
        yield Static(id="count")

    def on_mount(self) -> None:
        """Count the minutes on."""
        self.set_interval(REFRESH, self.reload)

    async def reload(self) -> None:
        """Read the queue anew."""
        queue = await asyncio.to_thread(queue_of, self.host.desk, today())
        self._lines = queue.lines[:200]
        waited = _("{n} min")
        self.query_one(ListTable).refill(
            (line.label, waited.format(n=line.minutes), line.purpose, line.state_text) for line in self._lines
        )
        self._tell(queue)

    def _tell(self, queue: Queue) -> None:
        mine = self.called_here
        if mine is None:
            here = plain(_("This desk has called nobody. F2 calls who is next."))
        else:
            when = clock(mine.called_at) if mine.called_at else ""
            here = Content.assemble(
                (visible(f" {mine.label} "), "bold reverse"), plain(f"  {when}  {mine.purpose}")
            )
        self.query_one("#at-desk", Static).update(here)
        told = waits_text(queue) if queue.lines else _("No ticket today. F4 gives one.")
        self.query_one("#count", Static).update(plain(told))

    @property
    def called_here(self) -> TicketLine | None:
        """The ticket that this desk called last and has not ended."""
        return next((line for line in self._lines if line.own and line.state is TicketState.called), None)

    @property
    def chosen(self) -> TicketLine | None:
        """The ticket under the cursor."""
        return self.query_one(ListTable).chosen(self._lines)

    async def _write(self, work: Callable[[], T]) -> T | None:
        """Do an act of the queue; say why it is refused, and give None then."""
        try:
            done = await saved(self, work)
        except TicketRefused as refused:
            self._warn(refused.text)
            done = None
        await self.reload()
        return done

    def _warn(self, text: str) -> None:
        self.app.notify(visible(text), severity="warning", markup=False, timeout=15)

    async def action_call(self) -> None:
        """Call who is next, once the one before is ended."""
        if self.called_here is not None:
            label = self.called_here.label
            self._warn(_("{label} is still at this desk: F8 ends it, Enter has more.").format(label=label))
            return
        own_only, desk = not self.host.status.online, self.host.desk
        done = await self._write(lambda: call_next(desk, own_only=own_only) or False)
        if done is False and any(line.state is TicketState.waiting for line in self._lines):
            self._warn(
                _("Nobody waits whom this desk may call now. Choose a ticket with Enter after asking.")
            )
        elif done is False:
            self._warn(_("Nobody waits."))
        self.query_one(DataTable).move_cursor(row=0)

    async def action_issue(self) -> None:
        """Ask for the purpose and give a ticket."""
        named = await asyncio.to_thread(purposes, self.host.desk)

        async def given(purpose: str | None) -> None:
            if purpose:
                form, desk = TicketForm(purpose=purpose), self.host.desk
                await self._show(await self._write(lambda: issue_ticket(desk, form)), named[purpose])

        self.app.push_screen(PickerModal(_("What does the visitor come for?"), named), given)

    async def _show(self, done: TicketDone | None, purpose: str) -> None:
        if done is not None:
            self.app.push_screen(TicketModal(done, purpose))

    async def action_booking(self) -> None:
        """Find a booking of today by number, name or document, and check it in."""
        found = await asyncio.to_thread(bookings_of, self.host.desk, today())
        if not found:
            self._warn(_("No visit is booked for today, as far as this desk knows."))
            return
        rows = {
            one.booking_id: f"{clock(one.at)} {one.name} · {one.document} · {one.number} · {one.state_text}"
            for one in found
        }
        named = {one.booking_id: one.purpose for one in found}

        async def checked_in(booking: str | None) -> None:
            if booking:
                desk = self.host.desk
                await self._show(await self._write(lambda: check_in(desk, booking)), named[booking])

        self.app.push_screen(PickerModal(_("Booked today: number, name or document"), rows), checked_in)

    async def action_end(self) -> None:
        """End the ticket that is at this desk."""
        mine, desk = self.called_here, self.host.desk
        if mine is None:
            self._warn(_("This desk has called nobody."))
            return
        await self._write(lambda: serve(desk, mine.ticket_id))

    async def on_data_table_row_selected(self) -> None:
        """Enter shows what may be done with the chosen ticket."""
        self.action_steps()

    def action_steps(self) -> None:
        """Offer what may be done with the chosen ticket."""
        line = self.chosen
        steps = steps_of(line) if line else {}
        if line is None or not steps:
            self._warn(_("Nothing more is done with this ticket.") if line else _("Nobody waits."))
            return

        async def taken(act: str | None) -> None:
            if act == "transferred":
                await self._transfer(line)
            elif act:
                desk = self.host.desk
                await self._write(lambda: take_ticket_step(desk, line.ticket_id, act))

        self.app.push_screen(PickerModal(visible(f"{line.label}  {line.state_text}"), steps), taken)

    async def _transfer(self, line: TicketLine) -> None:
        desk = self.host.desk
        places = await asyncio.to_thread(destinations, desk)

        async def chosen(place: str | None) -> None:
            if place:
                form = transfer_to(place)
                await self._write(lambda: take_ticket_step(desk, line.ticket_id, "transferred", form))

        self.app.push_screen(PickerModal(_("Transfer to which desk or service?"), places), chosen)

    async def action_take_in(self) -> None:
        """Take in the visitor of the called ticket; the visit is tied to it."""
        mine = self.called_here
        if mine is None:
            self._warn(_("This desk has called nobody."))
            return
        self.host.subject = HeldTicket(mine.ticket_id, mine.label, mine.purpose_code)
        await self.app.push_screen("intake")

    async def action_print(self) -> None:
        """Print the chosen ticket in the visitor's language."""
        from desk.usecases.papers import ticket_of

        if self.chosen is not None:
            await ask_and_print_paper(self.app, ticket_of, self.chosen.ticket_id)
