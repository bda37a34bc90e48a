"""One measure: entered, corrected with a reason, its files attached."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from pydantic_core import PydanticCustomError

from desk.lang import N_, _
from desk.records.errors import Issue, sentence
from desk.records.measure import Measure, MeasureForm
from desk.ui.base import bind
from desk.ui.entry_form import EntryFormScreen
from desk.ui.fields import Choices
from desk.ui.reason import LineModal
from desk.ui.text import visible
from desk.usecases.entries import Opened, Written
from desk.usecases.measures import File, correct_measure, enter_measure, read_file, withdraw_measure
from desk.usecases.plans import clause_names


class MeasureScreen(EntryFormScreen[MeasureForm]):
    """The form of a measure, whatever was done."""

    NAME = N_("Measure")
    FORM = MeasureForm
    ENTRY = "measure"
    HELP = N_(
        "One form for whatever was done; leave empty what does not apply. Several places, partners or "
        "channels stand in one line with ; between them, languages as az ru en.\n"
        "“Stated total” keeps a figure that somebody stated: the program shows it beside its own.\n"
        "F4 attaches a scan (PDF, JPEG, PNG). A correction asks for its reason; F6 shows the history."
    )
    BINDINGS = [bind("new", "attach", N_("Attach"), N_("Attach a file that proves it"))]

    def __init__(self) -> None:
        super().__init__()
        self._files: list[File] = []

    def choices(self) -> Mapping[str, Choices]:
        """The vocabulary of measures, and the clauses of all plans."""
        return {**super().choices(), "clause": clause_names(self.host.desk)}

    def remarks(self, form: MeasureForm) -> list[Issue]:
        """What is unusual, unless it is a correction."""
        return form.remarks() if self._opened is None else []

    def clear(self) -> None:
        """Empty the form and let go of files that were not saved."""
        super().clear()
        self._files = []

    def enter(self, form: MeasureForm) -> Written:
        """Write a new measure."""
        return enter_measure(self.host.desk, form, self._files)

    def correct(self, seen: Opened[MeasureForm], form: MeasureForm, reason: str) -> Written:
        """Write a correction."""
        return correct_measure(self.host.desk, cast("Opened[Measure]", seen), form, reason, self._files)

    def take_back(self, seen: Opened[MeasureForm], reason: str) -> Written:
        """Withdraw the measure."""
        return withdraw_measure(self.host.desk, cast("Opened[Measure]", seen), reason)

    def more(self) -> str:
        """The names of the files."""
        kept = getattr(self._opened.form, "evidence", []) if self._opened else []
        names = [one.name for one in (*kept, *(file.evidence for file in self._files))]
        return f" · {_('files')}: {', '.join(names)}" if names else ""

    def action_attach(self) -> None:
        """Ask where the file is."""

        async def given(path: str | None) -> None:
            if path:
                await self._take_file(path)

        text = N_("It is kept encrypted here and sent to central; at most 10 MB.")
        self.app.push_screen(LineModal(N_("Attach a file"), text, N_("Path of the file")), given)

    async def _take_file(self, path: str) -> None:
        try:
            file = await asyncio.to_thread(lambda: read_file(Path(path).expanduser()))
        except PydanticCustomError as refused:
            told = sentence(refused.type, dict(refused.context or {}))
        except OSError as error:
            told = _("The file could not be read: {reason}.").format(reason=error.strerror or "?")
        else:
            self._files.append(file)
            self.say()
            return
        self.app.notify(visible(told), severity="error", markup=False)
