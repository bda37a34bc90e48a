"""What the clerk tells a visitor of a procedure: documents, dates and fees, with the rule behind each."""

from collections.abc import Iterable
from datetime import date

from desk.lang import N_, _, amount, day, in_language, ngettext
from desk.records.reference import Procedure
from desk.rules.calendar import Calendar
from desk.rules.deadlines import SHIPPED, Due
from desk.rules.errors import LawError
from desk.rules.fees import PAYERS, Fee, Payer, payer_of, period_text
from desk.rules.laws import law_text
from desk.rules.reader import CountFrom, Rule, Unit
from desk.rules.services import decisions, file_by, filing_rule, other_fees
from desk.usecases.answer_line import AnswerLine

FEE = N_("Fee")
EVENTS = {
    "arrived": N_("Day of arrival"),
    "stay_ends": N_("The stay ends on"),
    "permit_ends": N_("The permit or stay ends on"),
    "data_changed": N_("Lost or changed on"),
}
"""By a rule's trigger, the date that the last day to apply depends on."""


def term_text(version: Rule) -> str:
    """A term in words: 20 working days, 3 months."""
    n = version.value
    if version.unit is Unit.wd:
        return ngettext("{n} working day", "{n} working days", n).format(n=n)
    if version.unit is Unit.month:
        return ngettext("{n} month", "{n} months", n).format(n=n)
    return ngettext("{n} day", "{n} days", n).format(n=n)


def payer(born: date | None, on: date) -> Payer:
    """Whose fee is shown: by the birth date once it is typed, an adult's until then."""
    return payer_of(born, on) if born else Payer.adult


def fee_text(prices: Iterable[Fee]) -> str:
    """Prices by period, in manats."""
    told = [f"{period_text(price.period)} {amount(price.amount)}".strip() for price in prices]
    return _("{amounts} AZN").format(amounts=" · ".join(told)) if told else ""


def _doubt_text(found: Due) -> str:
    return " ".join(doubt.text for doubt in found.doubts)


def documents_of(procedure: Procedure) -> list[str]:
    """The documents asked for, in the language in use."""
    return [in_language(texts) for texts in procedure.documents]


def summary(procedure: Procedure, on: date, born: date | None = None, days: Calendar = SHIPPED) -> str:
    """One short line: how many documents, when it is decided, the range of fees."""
    n, whose = len(procedure.documents), payer(born, on)
    told = [ngettext("{n} document", "{n} documents", n).format(n=n)]
    found = decisions(procedure, on, whose, days)
    if found and found[0].due.on:
        told.append(_("by {date}").format(date=day(found[0].due.on)))
    prices = [price for speed in found for price in speed.fees] + other_fees(procedure, on, whose)
    if prices:
        told.append(_("{amount} AZN").format(amount=_range(prices)))
    if not all(speed.due.confirmed for speed in found[:1]) or not all(price.verified for price in prices):
        told.append(_("not all confirmed"))
    return " · ".join([*told, _("F6: all")])


def _range(prices: list[Fee]) -> str:
    low, high = min(price.amount for price in prices), max(price.amount for price in prices)
    return amount(low) if low == high else f"{amount(low)}–{amount(high)}"


def guide(
    procedure: Procedure, on: date, born: date | None = None, days: Calendar = SHIPPED
) -> list[AnswerLine]:
    """Everything but the last day to apply, which needs a date that the clerk asks for."""
    whose = payer(born, on)
    lines = [AnswerLine(N_("Who may apply"), in_language(procedure.applicants) or "—")]
    lines.append(AnswerLine(N_("Documents"), "" if procedure.documents else _("none")))
    lines += [AnswerLine("", f"  ☐ {name}") for name in documents_of(procedure)]
    for speed in decisions(procedure, on, whose, days):
        lines += _decision(speed.due)
        lines += _fee(speed.fees, whose)
    lines += _fee(other_fees(procedure, on, whose), whose)
    if procedure.fee_table and not any(line.title == FEE for line in lines):
        lines.append(AnswerLine(FEE, _("not known for {date}").format(date=day(on)), True))
    lines.append(AnswerLine(N_("Basis"), law_text(procedure.legal_basis) or "—"))
    if not procedure.verified:
        told = _("The list of documents was not read in an official text.")
        lines.append(AnswerLine(N_("Not confirmed"), told, True))
    return lines


def _decision(found: Due) -> list[AnswerLine]:
    text = _("{date} ({term}) · {rule}").format(
        date=day(found.on) if found.on else "—", term=term_text(found.rule), rule=found.rule.version
    )
    lines = [AnswerLine(N_("Decided by"), text)]
    return lines if found.confirmed else [*lines, AnswerLine(N_("Not confirmed"), _doubt_text(found), True)]


def _fee(prices: Iterable[Fee], whose: Payer) -> list[AnswerLine]:
    found = list(prices)
    if not found:
        return []
    text = f"{fee_text(found)} ({_(PAYERS[whose])})"
    confirmed = all(price.verified for price in found)
    return [AnswerLine(FEE, text if confirmed else _("{fee}, not confirmed").format(fee=text), not confirmed)]


def asked_event(procedure: Procedure, on: date) -> tuple[str, str]:
    """The date to ask for, and what the rule says without it; nothing where no term is known."""
    version = filing_rule(procedure, on)
    if version is None:
        return "", ""
    before = version.count_from is CountFrom.before
    template = _("Apply at least {term} before it.") if before else _("Apply within {term}.")
    return EVENTS.get(version.trigger, N_("Date")), template.format(term=term_text(version))


def filing_line(
    procedure: Procedure, event: date, on: date, citizenship: str = "", days: Calendar = SHIPPED
) -> AnswerLine:
    """The last day to apply for an event, or why there is none to tell."""
    try:
        found = file_by(procedure, event, on, citizenship, days)
    except LawError as error:
        return AnswerLine(N_("Apply by"), error.text, True)
    if found is None or found.on is None:
        return AnswerLine(N_("Apply by"), _doubt_text(found) if found else "—", True)
    text = _("{date} · {rule}").format(date=day(found.on), rule=found.rule.version)
    if found.on < on:
        return AnswerLine(N_("Apply by"), _("{text}: that day has passed").format(text=text), True)
    if not found.confirmed:
        return AnswerLine(N_("Apply by"), _("{text}, not confirmed").format(text=text), True)
    return AnswerLine(N_("Apply by"), text)
