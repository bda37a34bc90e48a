"""A register of a year into a file: the year, the form of the file, and what for."""

import asyncio
from collections.abc import Mapping

from desk.lang import N_, _, ngettext, now
from desk.records.export import ExportForm
from desk.ui.case_fields import choices_of
from desk.ui.fields import Choices
from desk.ui.form import FormScreen
from desk.ui.saving import refuse, warn
from desk.ui.text import visible


class ExportScreen(FormScreen[ExportForm]):
    """F2 writes the file and says where it is; the purpose goes into the log."""

    FORM = ExportForm
    NAME = N_("Export")
    HELP = N_(
        "The register of one year, by the day of receipt, as a file for an inspection. Its purpose, its\n"
        "hash and who wrote it go into the log before the file is there. Hand it over only as the rules say."
    )

    def __init__(self, register: str) -> None:
        self.DRAFT = f"export:{register}"
        super().__init__()
        self._register = register

    def on_mount(self) -> None:
        """Offer this year as a spreadsheet."""
        self.begin_with({"year": str(now().year), "sheet": "xlsx"})

    def choices(self) -> Mapping[str, Choices]:
        """The forms of files."""
        return choices_of(self.FORM)

    async def action_save(self) -> None:
        """Write the file; a refusal leaves what was typed."""
        from desk.usecases.export_register import export_register
        from desk.usecases.refusals import StoreFailed, refusal_text

        form = self.read()
        if form is None:
            return
        name = f"{self._register}-{form.year}-{now():%Y%m%d-%H%M%S}.{form.sheet}"
        target = self.host.settings.exports / name
        try:
            work = asyncio.to_thread(export_register, self.host.desk, self._register, form, target)
            done = await self.ending(work)
        except (StoreFailed, OSError) as failed:
            refuse(self.app, refusal_text(failed), _("Not written"))
        else:
            self.host.wake_sync()
            told = ngettext("{n} case written to {path}", "{n} cases written to {path}", done.rows)
            text = told.format(n=done.rows, path=done.path)
            self.app.notify(visible(text), title=_("Export"), markup=False, timeout=20)
            warn(self, done.warning)
            self.app.pop_screen()
