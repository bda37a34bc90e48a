"""`desk report YEAR --lang az --to FILE.docx`: the year's report as a file, written into the log."""

import sys
from pathlib import Path

from desk.commands.session import opened, say, settings_of
from desk.config import Settings
from desk.lang import _

_BAR = 30


def bar(done: int, steps: int) -> None:
    """One line of progress on a terminal; nothing where the output is not one."""
    if sys.stderr.isatty():
        filled = _BAR * done // max(1, steps)
        end = "\n" if done == steps else ""
        sys.stderr.write(f"\r[{'#' * filled}{'.' * (_BAR - filled)}] {done}/{steps}{end}")
        sys.stderr.flush()


def run(folder: Path | None, person: str | None, year: int, language: str, target: Path) -> int:
    """Build and write the report; 2 where the year has no plan or the file's ending no form."""
    from desk.usecases.report.build import PlanMissing
    from desk.usecases.report.write import FORMS, FormUnknown, form_of

    settings = settings_of(folder)
    try:
        form_of(target)
        _write(settings, person, year, language, target)
    except FormUnknown:
        say(_("The file's name must end in one of {endings}.").format(endings=", ".join(FORMS)))
    except PlanMissing:
        say(_("No plan that this desk knows covers {year}.").format(year=year))
    else:
        say(_("Report written to {path}").format(path=target.name))
        return 0
    return 2


def _write(settings: Settings, person: str | None, year: int, language: str, target: Path) -> None:
    from desk.usecases.report.build import build_report
    from desk.usecases.report.write import write_report

    with opened(settings, person, "report") as desk:
        write_report(desk, build_report(desk, year, language, bar), target, settings.folder)
