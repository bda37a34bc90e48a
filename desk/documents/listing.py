"""What a procedure asks for, to take home: documents, terms, fees, each with its rule."""

from datetime import date

from desk.documents.paper import Data
from desk.documents.ticket import given
from desk.documents.words import text_in
from desk.lang import day
from desk.records.reference import Procedure
from desk.rules.calendar import Calendar
from desk.rules.fees import Fee, Payer, choices
from desk.rules.reader import Unit
from desk.rules.services import decisions

_PERIODS = {"d": "day", "m": "month"}


def _fee(fee: Fee) -> Data:
    return {
        "amount": str(fee.amount),
        "n": fee.period[:-1],
        "unit": _PERIODS.get(fee.period[-1:], ""),
        "payer": str(fee.payer),
        "confirmed": fee.verified,
    }


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
        "fees": [_fee(fee) for fee in choices(procedure.fee_table, on)],
        "on": day(on),
        "basis": procedure.legal_basis,
        "verified": procedure.verified,
    }


def _unit(unit: Unit) -> str:
    return {Unit.wd: "working day", Unit.month: "month"}.get(unit, "day")
