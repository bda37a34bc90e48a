"""The day sheet as a paper and as a table."""

from collections.abc import Iterator
from datetime import date

from desk.documents.paper import Data, Paper
from desk.documents.sheets import as_csv
from desk.lang import N_, _, amount, clock, day, day_and_clock
from desk.records.service import PAY_WAYS, Service
from desk.usecases.catalogue import office_name, procedures
from desk.usecases.day_sheet import DaySheet, SheetVisit, day_sheet
from desk.usecases.desk import Desk

DAY_SHEET = "day-sheet"
COLUMNS = (
    N_("Row"),
    N_("Time"),
    N_("Number"),
    N_("Visitor or clerk"),
    N_("What"),
    N_("Desk"),
    N_("Clerk"),
    N_("Amount"),
    N_("Paid by"),
    N_("Reference"),
)


def number_of(sheet: DaySheet) -> str:
    """What the log calls the sheet."""
    return f"{sheet.desk} {sheet.on.isoformat()}"


def day_sheet_paper(desk: Desk, sheet: DaySheet) -> Paper:
    """The sheet for the printer; its names are in the language in use, its words in that of the paper."""
    names = procedures(desk)
    told: Data = {
        "number": number_of(sheet),
        "on": day(sheet.on),
        "office": office_name(desk),
        "desk": sheet.desk,
        "by_procedure": [[names.get(code, code), str(n)] for code, n in sheet.totals.by_procedure.items()],
        "by_desk": [[code, str(n)] for code, n in sheet.by_desk.items()],
        "office_total": str(len(sheet.visits)),
        "rejected": [[one.what, one.reason] for one in sheet.rejected],
        "approvals": [[clock(one.at), one.clerk_name, one.reason] for one in sheet.approvals],
        "closed": day_and_clock(sheet.closed.at) if sheet.closed else "",
        "closed_by": sheet.closed.clerk_name if sheet.closed else "",
        "remark": sheet.closed.remark if sheet.closed else "",
        "corrects": len(sheet.closings) > 1,
        "later_visits": sheet.later_visits,
        "later_corrections": sheet.later_corrections,
        "head_n": str(sheet.head_n),
        "head": sheet.head,
        "printed": day_and_clock(desk.clock.now()),
        "clerk": desk.clerk.name,
    }
    return Paper(DAY_SHEET, number_of(sheet), lambda language: told | _sums_in(sheet, language))


def _sums_in(sheet: DaySheet, language: str) -> Data:
    """What tells of money, as the paper's language writes it."""
    totals = sheet.totals.model_dump(mode="json")
    totals["paid"] = {way: amount(total, language) for way, total in sheet.totals.paid.items()}
    return {"totals": totals, "visits": [_visit(one, language) for one in sheet.own]}


def _visit(one: SheetVisit, language: str) -> list[str]:
    service = one.service or Service()
    paid = amount(service.amount, language) if service.amount else ""
    return [clock(one.at), one.number, one.name, one.procedure, paid, service.reference]


def day_sheet_csv(sheet: DaySheet) -> bytes:
    """The sheet as one table; the first column says what each row is."""
    return as_csv([[_(name) for name in COLUMNS], *_visits(sheet), *_sums(sheet), *_open(sheet)])


def _visits(sheet: DaySheet) -> Iterator[list[str]]:
    for one in sheet.visits:
        service = one.service or Service()
        way = _(PAY_WAYS[service.way]) if service.way else ""
        who = [clock(one.at), one.number, one.name, one.procedure, one.desk, one.clerk]
        yield [_("visit"), *who, service.amount, way, service.reference]


def _sums(sheet: DaySheet) -> Iterator[list[str]]:
    totals = sheet.totals
    counted = {
        _("visits"): totals.visits,
        _("lookups"): sum(totals.lookups.values()),
        _("papers"): sum(totals.papers.values()),
        _("attachments"): totals.attachments,
        _("documents handed over"): totals.handed_over,
        _("tickets called"): sum(totals.tickets.values()),
        _("unsent"): totals.unsent,
        _("rejected"): totals.rejected,
        _("conflicts"): totals.conflicts,
    }
    for name, n in counted.items():
        yield _row(_("total"), what=name, desk=sheet.desk, amount=str(n))
    for code, n in sheet.by_desk.items():
        yield _row(_("total"), what=_("visits of the desk"), desk=code, amount=str(n))
    for way, total in totals.paid.items():
        yield _row(_("payments"), what=str(way), desk=sheet.desk, amount=total)


def _open(sheet: DaySheet) -> Iterator[list[str]]:
    for one in sheet.rejected:
        yield _row(_("rejected"), time=clock(one.at), what=f"{one.what}: {one.reason}", desk=sheet.desk)
    for approval in sheet.approvals:
        yield _row(_("approval"), clock(approval.at), approval.clerk_name, approval.reason, sheet.desk)
    yield _row(_("head of the log"), who=sheet.head, what=str(sheet.head_n), desk=sheet.desk)


def _row(
    kind: str, time: str = "", who: str = "", what: str = "", desk: str = "", amount: str = ""
) -> list[str]:
    return [kind, time, "", who, what, desk, "", amount, "", ""]


def day_sheet_of(desk: Desk, on: date) -> Paper:
    """The sheet of a day as it stands now, for the printer."""
    return day_sheet_paper(desk, day_sheet(desk, on))
