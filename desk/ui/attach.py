"""The files of a record, to be taken out and read, and a line for the path of another one."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pydantic_core import PydanticCustomError
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from desk.lang import N_, _
from desk.records.blob import BLOB_BYTES
from desk.records.errors import sentence as reason
from desk.ui.modal import DeskModal
from desk.ui.saving import warn
from desk.ui.text import in_cells, plain, sentence
from desk.usecases.attach import FileLine, attach_file, attachments_of, take_out

if TYPE_CHECKING:
    from desk.usecases.desk import Desk

OF_VISIT = N_("Files of the visit {number}")
OF_CASE = N_("Files of the case {number}")


class Files(Protocol):
    """Whose files they are."""

    @property
    def title(self) -> Content:
        """What heads the list."""

    @property
    def number(self) -> str:
        """By what number the log and the name of a file that is taken out call the record."""

    def listed(self) -> list[FileLine]:
        """The files and where each stands."""

    def attach(self, path: str) -> str:
        """Attach the file of a path; the code of why the sealed copy was not written, or nothing.

        Raises PydanticCustomError and StoreFailed.
        """


@dataclass(frozen=True)
class FilesOfRecord:
    """The files of a visit or a case by its number, attached at once; `heading` is one of the two above."""

    desk: "Desk"
    number: str
    heading: str = OF_VISIT

    @property
    def title(self) -> Content:
        """Whose files they are."""
        return sentence(_(self.heading), number=self.number)

    def listed(self) -> list[FileLine]:
        """As the store has them."""
        return attachments_of(self.desk, self.number)

    def attach(self, path: str) -> str:
        """Attach the file of a path."""
        return attach_file(self.desk, self.number, path).warning


class AttachModal(DeskModal[None]):
    """Enter in the line attaches the file of the path; Enter in the list takes a file out."""

    AUTO_FOCUS = "#path"

    def __init__(self, files: Files) -> None:
        super().__init__()
        self._files = files
        self._shown: list[FileLine] = []

    def body(self) -> Iterator[Widget]:
        """What is attached already, the path, what may be attached."""
        with Vertical(classes="dialog"):
            yield Static(self._files.title.stylize("bold"), classes="dialog-title")
            yield Static(_("Nothing is attached yet."), id="none", markup=False)
            yield OptionList(id="files")
            yield Input(placeholder=_("Path of the scanned file"), compact=True, id="path")
            yield Static(id="told")
            limit = _("PDF, JPEG or PNG, at most {limit} MB. Enter attaches it.")
            yield Static(Content.assemble((limit.format(limit=BLOB_BYTES >> 20), "$quiet")))
            yield Static(Content.assemble((_("Tab: to the files. Enter there takes one out."), "$quiet")))

    async def on_mount(self) -> None:
        """List what is there."""
        await self._list()

    def status_changed(self) -> None:
        """A file may have reached central, or come from there."""
        self.call_later(self._list)

    async def _list(self) -> None:
        found = await asyncio.to_thread(self._files.listed)
        if found == self._shown:
            return
        self._shown = found
        options = self.query_one("#files", OptionList)
        before = options.highlighted or 0
        options.clear_options()
        options.add_options([Option(plain(_line(one))) for one in found])
        options.highlighted = min(before, len(found) - 1) if found else None
        options.display = bool(found)
        self.query_one("#none").display = not found

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Attach the file, or say why not; the path stays until it worked."""
        from desk.usecases.refusals import StoreFailed, refusal_text, spool_text

        if not event.value.strip():
            return
        try:
            warning = await asyncio.to_thread(self._files.attach, event.value)
        except PydanticCustomError as error:
            self._refuse(reason(error.type, dict(error.context or {})))
            return
        except StoreFailed as failed:
            self._refuse(refusal_text(failed))
            return
        event.input.value = ""
        self._say(spool_text(warning) if warning else "")
        self.host.wake_sync()
        await self._list()

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Write the chosen file out, or ask central for it."""
        from desk.usecases.refusals import StoreFailed, refusal_text

        file, host = self._shown[event.option_index], self.host
        if file.unsaved:
            self._say(_("It is kept with the record when you save; until then it lies where you took it."))
            return
        try:
            done = await asyncio.to_thread(take_out, host.desk, host.settings, self._files.number, file)
        except (StoreFailed, OSError) as failed:
            self._refuse(refusal_text(failed))
            return
        if done.path is None:
            self._say(_("It is not at this desk. It was asked for and comes with the next contact."))
        else:
            self._say(_("Written for you to read: {path}").format(path=done.path))
        warn(self, done.warning)
        host.wake_sync()
        await self._list()

    def _say(self, text: str) -> None:
        self.query_one("#told", Static).update(plain(text))

    def _refuse(self, text: str) -> None:
        told = Content.assemble(("✖ ", "bold $text-error"), (text, "$text-error"))
        self.query_one("#told", Static).update(told)


def _line(one: FileLine) -> str:
    return f"{in_cells(one.name, 40).rstrip()}  {max(1, one.size >> 10)} KB  {one.state}"
