"""The files of a visit, and a line for the path of another one."""

import asyncio
from typing import TYPE_CHECKING, cast

from pydantic_core import PydanticCustomError
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from desk.lang import N_, _
from desk.records.blob import BLOB_BYTES
from desk.records.errors import sentence as reason
from desk.ui.text import plain, sentence
from desk.usecases.attach import AttachmentLine, attach_file, attachments_of

if TYPE_CHECKING:
    from desk.ui.base import Host


class AttachModal(ModalScreen[None]):
    """Enter attaches the file of the path; the visit's number says whose it is."""

    BINDINGS = [Binding("escape", "dismiss", N_("Back"), id="back")]

    def __init__(self, number: str) -> None:
        super().__init__()
        self._number = number

    @property
    def host(self) -> "Host":
        """The application, by what screens may ask of it."""
        return cast("Host", self.app)

    def compose(self) -> ComposeResult:
        """What is attached already, the path, what may be attached."""
        with Vertical(classes="dialog"):
            title = sentence(_("Files of the visit {number}"), number=self._number)
            yield Static(title.stylize("bold"), classes="dialog-title")
            yield Static(id="files")
            yield Input(placeholder=_("Path of the scanned file"), compact=True, id="path")
            yield Static(id="told")
            limit = _("PDF, JPEG or PNG, at most {limit} MB. Enter attaches · Esc goes back")
            yield Static(Content.assemble((limit.format(limit=BLOB_BYTES >> 20), "$quiet")))

    async def on_mount(self) -> None:
        """List what is there."""
        await self._list()

    def status_changed(self) -> None:
        """A file may have reached central."""
        self.call_later(self._list)

    async def _list(self) -> None:
        found = await asyncio.to_thread(attachments_of, self.host.desk, self._number)
        lines = [plain(_line(one)) for one in found] or [Content(_("Nothing is attached yet."))]
        self.query_one("#files", Static).update(Content("\n").join(lines[-8:]))

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Attach the file, or say why not; the path stays until it worked."""
        from desk.usecases.refusals import StoreFailed, refusal_text, spool_text

        if not event.value.strip():
            return
        try:
            done = await asyncio.to_thread(attach_file, self.host.desk, self._number, event.value)
        except PydanticCustomError as error:
            self._say(reason(error.type, dict(error.context or {})))
            return
        except StoreFailed as failed:
            self._say(refusal_text(failed))
            return
        event.input.value = ""
        self.query_one("#told", Static).update(plain(spool_text(done.warning) if done.warning else ""))
        self.host.wake_sync()
        await self._list()

    def _say(self, text: str) -> None:
        told = Content.assemble(("✖ ", "bold $text-error"), (text, "$text-error"))
        self.query_one("#told", Static).update(told)


def _line(one: AttachmentLine) -> str:
    return f"{one.name[:44]}  {max(1, one.size >> 10)} KB  {one.state}"
