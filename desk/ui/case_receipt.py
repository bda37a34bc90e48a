"""What the applicant is told when a case is registered: number, day, and when the answer is due."""

from collections.abc import Iterator

from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from desk.lang import N_, _, day
from desk.rules.laws import law_text
from desk.ui.base import bind
from desk.ui.modal import GO_ON, DeskModal
from desk.ui.text import plain, sentence
from desk.usecases.case_list import NOT_CONFIRMED
from desk.usecases.refusals import spool_text
from desk.usecases.register_case import CaseReceipt


class CaseReceiptModal(DeskModal[None]):
    """The number, large; the term with the rule that gave it."""

    BINDINGS = [bind("back", "dismiss", N_("Next")), GO_ON]

    def __init__(self, receipt: CaseReceipt) -> None:
        super().__init__()
        self._receipt = receipt

    def body(self) -> Iterator[Widget]:
        """Number, day of receipt, due date with its rule."""
        receipt = self._receipt
        with Vertical(classes="dialog small"):
            yield Static(Content.assemble((_("Registered under number:"), "bold")), classes="dialog-title")
            yield Static(Content.assemble((" ".join(receipt.number), "bold")), id="number")
            yield Static(sentence(_("Received on {date}"), date=day(receipt.received_on)))
            yield Static(self._due())
            if receipt.warning:
                yield Static(Content.assemble((spool_text(receipt.warning), "$text-warning")))
            yield Static(Content.assemble((_("Enter: next"), "$quiet")))

    def _due(self) -> Content:
        due = self._receipt.due
        if due is None:
            return Content(_("No answer is owed."))
        when = day(due.on) if due.on else "?"
        told = sentence(_("Due {date}"), date=when)
        if due.rule.verified:
            told = sentence(_("Due {date} · {rule}"), date=when, rule=law_text(due.rule.basis))
        if due.confirmed:
            return told
        first = due.doubts[0].text if due.doubts and due.rule.verified else _(NOT_CONFIRMED)
        return Content("\n").join([told, plain(first)])
