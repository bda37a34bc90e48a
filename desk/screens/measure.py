"""One measure: entered, corrected with a reason, its files attached."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from textual.content import Content

from desk.lang import N_, _
from desk.records.errors import Issue
from desk.records.measure import Evidence, Measure, MeasureForm
from desk.ui.attach import AttachModal
from desk.ui.base import bind
from desk.ui.clause_form import ClauseFormScreen
from desk.ui.fields import Choices
from desk.usecases.attach import FileLine
from desk.usecases.desk import Desk
from desk.usecases.entries import Opened, Written
from desk.usecases.measures import (
    File,
    correct_measure,
    enter_measure,
    files_of,
    read_evidence,
    withdraw_measure,
)
from desk.usecases.plans import clause_names


class MeasureScreen(ClauseFormScreen[MeasureForm]):
    """The form of a measure, whatever was done."""

    NAME = N_("Measure")
    FORM = MeasureForm
    ENTRY = "measure"
    YEAR_FROM = "year"
    HELP = N_(
        "One form for whatever was done; leave empty what does not apply. Several places, partners or "
        "channels stand in one line with ; between them, languages as az ru en.\n"
        "“Stated total” keeps a figure that somebody stated: the program shows it beside its own.\n"
        "F4 shows the files and attaches a scan. A correction asks for its reason; F6 shows the history."
    )
    BINDINGS = [bind("new", "attach", N_("Files"), N_("Files that prove it: attach one, take one out"))]

    def __init__(self) -> None:
        super().__init__()
        self._files: list[File] = []

    def year_of(self, typed: str) -> int:
        """The year itself."""
        if len(typed) != 4:
            raise ValueError(typed)
        return int(typed)

    def clauses(self, year: int) -> Choices:
        """Those of all plans where none that is known covers the year, for a measure needs a clause."""
        return super().clauses(year) or clause_names(self.host.desk)

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
        """The names of the files as well."""
        names = [one.name for one in (*self.evidence, *(file.evidence for file in self._files))]
        files = f" · {_('files')}: {', '.join(names)}" if names else ""
        return files + super().more()

    @property
    def evidence(self) -> list[Evidence]:
        """The files that the measure has already."""
        return list(getattr(self._opened.form, "evidence", [])) if self._opened else []

    def action_attach(self) -> None:
        """Show the files, and take another one into the form."""
        self.app.push_screen(
            AttachModal(_FilesOfForm(self.host.desk, self.evidence, self._files)), self._told
        )

    def _told(self, _closed: None) -> None:
        self.say()


@dataclass(frozen=True)
class _FilesOfForm:
    """The files of a measure; what is attached is kept with the next save."""

    desk: Desk
    evidence: Sequence[Evidence]
    unsaved: list[File]
    number: str = "measure"

    @property
    def title(self) -> Content:
        """Whose files they are."""
        return Content(_("Files of the measure"))

    def listed(self) -> list[FileLine]:
        """Those of the measure, and those of the form."""
        return files_of(self.desk, self.evidence, self.unsaved)

    def attach(self, path: str) -> str:
        """Take a file into the form; the same one again changes nothing."""
        file = read_evidence(path)
        known = {one.sha256 for one in (*self.evidence, *(other.evidence for other in self.unsaved))}
        if file.evidence.sha256 not in known:
            self.unsaved.append(file)
        return ""
