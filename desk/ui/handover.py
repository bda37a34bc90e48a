"""Handing a document over: who takes it, and what they showed."""

import asyncio
from collections.abc import Callable, Mapping

from desk.lang import N_, _
from desk.records.application import RECIPIENTS, Application, HandoverForm
from desk.records.person import DOCUMENT_KINDS
from desk.ui.fields import Choices
from desk.ui.saving import refuse
from desk.ui.zone import ScanForm
from desk.usecases.hand_over import Handover, HandoverRefused, hand_over, remarks


class HandoverScreen(ScanForm[HandoverForm]):
    """The identity check as a small form; F2 writes that the document was handed over."""

    NAME = N_("Hand over")
    FORM = HandoverForm
    HELP = N_(
        "Look at the document that the person shows, and compare the picture. Scan it, or type its number.\n"
        "A representative shows an authority as well: write its number and date.\n"
        "F2 writes down that the document was handed over. That is done once and never undone."
    )

    def __init__(self, application: Application, done: Callable[[Handover], None]) -> None:
        self.DRAFT = f"handover:{application.id}"
        super().__init__()
        self._application, self._done = application, done

    def choices(self) -> Mapping[str, Choices]:
        """Who takes it, and the kinds of documents."""
        return {
            "recipient": {code: _(label) for code, label in RECIPIENTS.items()},
            "document_kind": {code: _(label) for code, label in DOCUMENT_KINDS.items()},
        }

    async def action_save(self) -> None:
        """Write it down; a refusal leaves what was typed."""
        from desk.usecases.refusals import StoreFailed, refusal_text

        form = self.read()
        if form is None or not self.insisted(remarks(self._application, form)):
            return
        desk, insisted = self.host.desk, self.insisted_codes
        try:
            handing = asyncio.to_thread(hand_over, desk, self._application.id, form, insisted)
            done = await self.ending(handing)
        except (HandoverRefused, StoreFailed) as refused:
            told = refused.text if isinstance(refused, HandoverRefused) else refusal_text(refused)
            refuse(self.app, told, _("Not handed over"))
            return
        self.host.wake_sync()
        self.app.pop_screen()
        self._done(done)
