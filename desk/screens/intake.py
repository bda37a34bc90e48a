"""Taking in a visitor: scan or type, look for the same person, save, give the number."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from pydantic import ValidationError
from textual.content import Content

from desk.lang import N_, _, today
from desk.records.errors import issues
from desk.records.mrz import Mrz, read
from desk.records.visit import VisitForm
from desk.ui.alike import NAMING, AlikeModal
from desk.ui.base import bind
from desk.ui.guide import GuideModal
from desk.ui.limit import within_limit
from desk.ui.person import PersonHanded
from desk.ui.receipt import ReceiptModal
from desk.ui.saving import saved
from desk.ui.served import ServedForm
from desk.ui.text import plain, visible
from desk.ui.zone import ScanForm
from desk.usecases.guide import summary
from desk.usecases.limits import Function, sentence_of, standing
from desk.usecases.queue import HeldTicket, TicketRefused
from desk.usecases.register_visit import DRAFT, Alike, Decision, Receipt, find_alike, register_visit

BESIDE = ("mrz", "ticket")
"""What a draft keeps beside the fields."""


class IntakeScreen(ServedForm, ScanForm[VisitForm]):
    """The visitor's form; a scanned document fills what is still empty."""

    NAME = N_("New visitor")
    DRAFT = DRAFT
    HELP = N_(
        "Scan the document, or type. A scan fills empty fields only and never overwrites what you typed.\n"
        "Fields with * must be filled. Enter or ↓ goes on, ↑ goes back, F3 lists the values of a field.\n"
        "Dates: 31.12.1990 or 31121990. F8 looks for the same person; F2 does so too and then saves.\n"
        "F2 goes through the documents of the procedure first. The number is given at once, with or without "
        "a line."
    )
    BINDINGS = [
        bind("duplicates", "alike", N_("Same?"), N_("Look for earlier visits of this person")),
        bind("lookup", "lookup", N_("Lookup"), N_("Look the visitor up in the list of restrictions")),
        bind(
            "next_section",
            "guide",
            N_("Procedure"),
            N_("Documents, dates and fees of the procedure"),
            show=False,
        ),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._mrz = ""
        self._told = ""
        self._decided: tuple[Decision, VisitForm] | None = None
        self._ticket: HeldTicket | None = None

    async def reload(self) -> None:
        """Say how long the desk has been without central, when that is long."""
        self._told = sentence_of(await asyncio.to_thread(standing, self.host.desk, Function.intake))
        self._take_ticket()
        self._redraw()

    def _take_ticket(self) -> None:
        """Take over the called ticket that the queue left; its purpose is the procedure."""
        held = self.host.subject
        if isinstance(held, HeldTicket):
            self.host.subject, self._ticket = None, held
            self._take_purpose(held)
            self.focus_empty()

    def _take_purpose(self, held: HeldTicket) -> None:
        """The purpose of the ticket stands there already: leaving loses nothing."""
        if held.purpose in self._services and self.fill({"procedure": held.purpose}, _("from the ticket")):
            self._known["procedure"] = held.purpose

    def draft_values(self) -> dict[str, str]:
        """The fields, the zone that some of them came from, and the ticket."""
        typed = super().draft_values()
        if typed and self._mrz:
            typed["mrz"] = self._mrz
        if typed and self._ticket is not None:
            typed["ticket"] = self._ticket.text
        return typed

    def take_draft(self, values: Mapping[str, str]) -> None:
        """Put the fields back, the zone and the ticket."""
        super().take_draft({name: value for name, value in values.items() if name not in BESIDE})
        self._mrz = values.get("mrz", "")
        if self._ticket is None and "ticket" in values:
            self._ticket = HeldTicket.of(values["ticket"])
            self._take_purpose(self._ticket)

    def clear(self) -> None:
        """Forget the person before."""
        super().clear()
        self._mrz, self._decided, self._ticket = "", None, None

    def zone_taken(self, zone: Mrz) -> None:
        """Keep the zone as it was scanned."""
        self._mrz = "\n".join(zone.lines)

    def _zone(self, form: VisitForm) -> str:
        """The scanned zone, where its document is the one in the form; the number may be typed anew."""
        is_of_form = self._mrz and read(self._mrz).document_number == form.document_number
        return self._mrz if is_of_form else ""

    async def action_lookup(self) -> None:
        """Look this visitor up in the list of restrictions, with what is in the form."""
        raw = self.raw()
        self.host.subject = PersonHanded({name: raw.get(name, "") for name in NAMING})
        await self.app.push_screen("lookup")

    def advice(self) -> Content:
        """How long without central; else documents, decision and fee of the chosen procedure (F6: all)."""
        if self._told:
            return plain(self._told).stylize("$text-warning")
        procedure, born = self._chosen()
        told = summary(procedure, today(), born, self._days) if procedure else ""
        if self._ticket is not None:
            told = f"{_('Ticket {label}.').format(label=self._ticket.label)} {told}"
        return plain(told)

    def action_guide(self) -> None:
        """Show documents, dates and fees of the chosen procedure."""
        procedure, born = self._chosen()
        if procedure is None:
            self.app.notify(_("Choose a procedure first."), markup=False)
        else:
            citizenship = self.raw().get("citizenship", "")
            guide = GuideModal(procedure, citizenship, born, self._days)
            self.app.push_screen(guide, lambda on: self._checklist(procedure) if on else None)

    async def action_alike(self) -> None:
        """Look for earlier visits of this person without saving, whatever they come for."""
        try:
            form = VisitForm.model_validate({"procedure": "-"} | self.raw())
        except ValidationError as error:
            self.show_issues(issues(error))
            return
        found = await asyncio.to_thread(find_alike, self.host.desk, form)
        if found:
            self._ask(form, found)
        else:
            self.app.notify(_("No earlier visit of such a person is known at this desk."), markup=False)

    def _ask(
        self, form: VisitForm, found: list[Alike], then: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        """Ask whether it is one of the persons found; `then` goes on once that is said."""

        async def said(decision: Decision | None) -> None:
            self._decided = (decision, form) if decision is not None else None
            if decision is not None and then is not None:
                await then()

        self.app.push_screen(AlikeModal(form, found), said)

    def _decision(self, form: VisitForm) -> Decision | None:
        """What the clerk said of persons who look alike; nothing where the form names somebody else now."""
        if self._decided is None:
            return None
        decision, about = self._decided
        same = all(getattr(form, name) == getattr(about, name) for name in NAMING)
        return decision if same else None

    async def action_back(self) -> None:
        """Leave; the ticket does not wait here for the next visitor."""
        if not self.changed:
            self.clear()
        await super().action_back()

    async def action_save(self) -> None:
        """Save the visit and show its number; everything typed stays until then."""
        form = self.read()
        if form is None or not self.insisted(self._remarks(form)):
            return
        if not await within_limit(self, Function.intake):
            return
        procedure = self._chosen()[0]
        if procedure is not None and not self._is_gone_through(procedure):
            self._checklist(procedure, self.action_save)
            return
        if self._decision(form) is None:
            found = await asyncio.to_thread(find_alike, self.host.desk, form)
            if found:
                self._ask(form, found, self.action_save)
                return
        await self._save(form)

    async def _save(self, form: VisitForm) -> None:
        try:
            receipt = await self.ending(
                saved(
                    self,
                    register_visit,
                    self.host.desk,
                    form,
                    self._decision(form),
                    self.insisted_codes,
                    self._zone(form),
                    self._ticket.ticket_id if self._ticket else None,
                    self._service(),
                )
            )
        except TicketRefused as refused:
            self._ticket = None
            told = f"{refused.text} {_('F2 once more saves the visit without the ticket.')}"
            self.app.notify(visible(told), title=_("Not saved"), severity="warning", markup=False, timeout=30)
            return
        if receipt is not None:
            self._show(receipt)

    def _show(self, receipt: Receipt) -> None:
        name = self.field("procedure").value
        self.clear()
        self.app.push_screen(ReceiptModal(receipt, name))
