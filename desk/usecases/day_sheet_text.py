"""A day sheet in lines, for the screen and the command, in the language in use."""

from desk.lang import N_, _, amount, clock, day_and_clock
from desk.records.lookup import AnswerKind
from desk.records.service import PAY_WAYS, PayWay
from desk.usecases.answer_line import AnswerLine
from desk.usecases.daily_head import short
from desk.usecases.day_sheet import DaySheet

_ANSWERS = {
    AnswerKind.found: N_("record found"),
    AnswerKind.possible: N_("possible records"),
    AnswerKind.none: N_("no record"),
    AnswerKind.unconfirmed: N_("not confirmed"),
}


def lines_of(sheet: DaySheet) -> list[AnswerLine]:
    """What was taken in, what is open, what was paid and allowed, and whether the day is closed."""
    totals = sheet.totals
    lines = [AnswerLine(N_("State"), _state(sheet), sheet.closed is None)]
    if sheet.closed and sheet.closed.remark:
        lines.append(AnswerLine(N_("Remark"), sheet.closed.remark))
    office = ", ".join(f"{code} {n}" for code, n in sheet.by_desk.items()) or "0"
    lines.append(
        AnswerLine(N_("Visits"), _("{own} at this desk; office: {all}").format(own=totals.visits, all=office))
    )
    answers = ", ".join(f"{_(_ANSWERS[AnswerKind(kind)])} {n}" for kind, n in totals.lookups.items())
    lines.append(AnswerLine(N_("Lookups"), answers or "0"))
    done = _("papers {papers}, attachments {files}, handed over {handed}, tickets called {tickets}")
    lines.append(
        AnswerLine(
            N_("Done"),
            done.format(
                papers=sum(totals.papers.values()),
                files=totals.attachments,
                handed=totals.handed_over,
                tickets=sum(totals.tickets.values()),
            ),
        )
    )
    paid = ", ".join(f"{_(PAY_WAYS[PayWay(way)])} {_azn(total)}" for way, total in totals.paid.items())
    lines.append(AnswerLine(N_("Payments"), paid or "0"))
    lines += _references(sheet)
    still = _("unsent {unsent}, rejected {rejected}, conflicts {conflicts}")
    is_open = totals.unsent + totals.rejected + totals.conflicts > 0
    told = still.format(unsent=totals.unsent, rejected=totals.rejected, conflicts=totals.conflicts)
    lines.append(AnswerLine(N_("Still open"), told, is_open))
    lines += [AnswerLine("", f"  {one.what}: {one.reason}", True) for one in sheet.rejected]
    lines += [
        AnswerLine(N_("Approval"), f"{clock(one.at)} {one.clerk_name}: {one.reason}")
        for one in sheet.approvals
    ]
    head = f"{sheet.head_n} · {short(sheet.head)}"
    if sheet.countersigned_at is not None:
        told = _("signed by central {at}").format(at=day_and_clock(sheet.countersigned_at))
        head = f"{head} · {told}"
    return [*lines, AnswerLine(N_("Head of the log"), head)]


def _azn(text: str) -> str:
    return _("{amount} AZN").format(amount=amount(text or "0"))


def _references(sheet: DaySheet) -> list[AnswerLine]:
    """The references of payments, for who counts the till against the slips."""
    paid = [one for one in sheet.own if one.service and one.service.way]
    return [
        AnswerLine("", f"  {one.number} {_azn(one.service.amount)} {one.service.reference}".rstrip())
        for one in paid
        if one.service
    ]


def _state(sheet: DaySheet) -> str:
    if sheet.closed is None:
        return _("not closed yet")
    told = _("closed {time} by {name}") if len(sheet.closings) == 1 else _("corrected {time} by {name}")
    text = told.format(time=day_and_clock(sheet.closed.at), name=sheet.closed.clerk_name)
    if sheet.later_visits:
        text += f"; {_('visits since then: {n}').format(n=sheet.later_visits)}"
    if sheet.later_corrections:
        text += f"; {_('corrections since then: {n}').format(n=sheet.later_corrections)}"
    return text
