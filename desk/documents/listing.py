"""What a procedure asks for, to take home: documents, terms, fees, each with its rule."""

from datetime import date

from desk.documents.paper import Data
from desk.documents.ticket import given
from desk.documents.words import text_in
from desk.lang import amount, day
from desk.records.reference import Procedure
from desk.rules.calendar import Calendar
from desk.rules.fees import Fee, Payer, choices
from desk.rules.reader import Unit, rule
from desk.rules.services import decisions

_PERIODS = {"d": "day", "m": "month"}


def _groups(procedure: Procedure, on: date, language: str) -> list[Data]:
    """The prices of each payer and speed together, in the order of the table."""
    found: dict[tuple[str, str, bool], list[Fee]] = {}
    for fee in choices(procedure.fee_table, on):
        found.setdefault((fee.payer, fee.speed, fee.verified), []).append(fee)
    return [
        {
            "payer": str(payer),
            **_speed(speed, on),
            "confirmed": verified,
            "prices": [
                {
                    "n": fee.period[:-1],
                    "unit": _PERIODS.get(fee.period[-1:], ""),
                    "amount": amount(fee.amount, language),
                }
                for fee in fees
            ],
        }
        for (payer, speed, verified), fees in found.items()
    ]


def _speed(speed: str, on: date) -> Data:
    """The term that a price is for; nothing where the price depends on none."""
    if not speed:
        return {"n": "", "unit": ""}
    version = rule(speed, on)
    return {"n": str(version.value), "unit": _unit(version.unit)}


def document_list(procedure: Procedure, on: date, days: Calendar, signed: Data, language: str) -> Data:
    """The data of the list; terms and fees are those in force on that day."""
    terms = [
        {"n": str(one.due.rule.value), "unit": _unit(one.due.rule.unit), "confirmed": one.due.rule.verified}
        for one in decisions(procedure, on, Payer.adult, days)
    ]
    return given(signed, language) | {
        "number": procedure.code,
        "procedure": text_in(procedure.names, language),
        "applicants": text_in(procedure.applicants, language),
        "documents": [text_in(texts, language) for texts in procedure.documents],
        "terms": terms,
        "fees": _groups(procedure, on, language),
        "on": day(on),
        "basis": procedure.legal_basis,
        "verified": procedure.verified,
    }


def _unit(unit: Unit) -> str:
    return {Unit.wd: "working day", Unit.month: "month"}.get(unit, "day")
