"""The year by clause: what is entered, and what is still missing before the report is due."""

from dataclasses import dataclass
from datetime import date

from desk.documents.report.model import Report, Section
from desk.lang import _, day, ngettext, today
from desk.usecases.desk import Desk
from desk.usecases.plans import plans_of


@dataclass(frozen=True)
class ClauseLine:
    """One clause of the dashboard; `state` says in words what is missing, `ready` that nothing is."""

    section: Section
    state: str
    ready: bool


@dataclass(frozen=True)
class Overview:
    """The dashboard of a year."""

    year: int
    head: tuple[str, str]
    """The plan, and when its report is due."""
    lines: tuple[ClauseLine, ...]

    @property
    def missing(self) -> int:
        """How many clauses still need something."""
        return sum(not line.ready for line in self.lines)


def overview(report: Report) -> Overview:
    """The dashboard of a report, in the language in use."""
    lines = tuple(_line(section) for section in report.sections)
    mark = "" if report.due_confirmed else " *"
    due = f"{day(report.due_on)}{mark}"
    told = _("Report due by {due}: {left}").format(due=due, left=_left(report.due_on))
    return Overview(report.year, (f"{report.year} · {report.plan}", told), lines)


def _left(due: date) -> str:
    days = (due - today()).days
    if days < 0:
        # Whether the report was sent the program does not know.
        return ngettext("ended {n} day ago", "ended {n} days ago", -days).format(n=-days)
    return ngettext("{n} day left", "{n} days left", days).format(n=days)


def _line(section: Section) -> ClauseLine:
    if section.is_empty:
        return ClauseLine(section, _("nothing entered"), False)
    if section.remarks:
        return ClauseLine(section, _("needs attention"), False)
    if any(figure.differs for figure in section.figures):
        return ClauseLine(section, _("figures differ"), False)
    if not section.figures:
        return ClauseLine(section, _("text only"), True)
    return ClauseLine(section, _("ready"), True)


def years_of(desk: Desk) -> list[int]:
    """The years that plans cover, the newest first, but none after this one."""
    found = {
        year
        for plan in plans_of(desk)
        for year in range(plan.valid_from.year, min(plan.valid_until.year, today().year) + 1)
    }
    return sorted(found, reverse=True)
