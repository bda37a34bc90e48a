"""What the law says of a procedure for one applicant: by when to file, when it is decided, what it costs."""

from dataclasses import dataclass
from datetime import date, datetime

from desk.lang import BAKU
from desk.records.reference import Procedure
from desk.rules.calendar import Calendar, Doubt
from desk.rules.deadlines import SHIPPED, Due, due, latest_filing, stay_registration
from desk.rules.errors import RuleOutsideDates, RuleUnknown
from desk.rules.fees import Fee, Payer, choices
from desk.rules.reader import CountFrom, Rule, rule

STAY = "stay.register"
"""The rule that depends on the citizenship and has a safe and a latest day."""


@dataclass(frozen=True)
class Decision:
    """One speed of a procedure: when it is decided, and its prices by period."""

    due: Due
    fees: tuple[Fee, ...]


def _rule_on(rule_id: str, on: date) -> Rule | None:
    """The version in force on that day; nothing for a rule that this version of the tables does not have."""
    try:
        return rule(rule_id, on)
    except (RuleUnknown, RuleOutsideDates):
        return None


def decisions(procedure: Procedure, applied: date, payer: Payer, days: Calendar = SHIPPED) -> list[Decision]:
    """The speeds that may be chosen on the day of the application, the ordinary one first."""
    known = [name for name in procedure.decide_rules if _rule_on(name, applied)]
    prices = choices(procedure.fee_table, applied, payer)
    return [
        Decision(due(name, applied, days), tuple(price for price in prices if price.speed == name))
        for name in known
    ]


def other_fees(procedure: Procedure, applied: date, payer: Payer) -> list[Fee]:
    """Prices that do not depend on a speed."""
    return [price for price in choices(procedure.fee_table, applied, payer) if not price.speed]


def first_decision(procedure: Procedure, applied: datetime, days: Calendar = SHIPPED) -> Due | None:
    """When the procedure is decided at its ordinary speed; nothing where no term is known."""
    on = applied.astimezone(BAKU).date()
    name = next((name for name in procedure.decide_rules if _rule_on(name, on)), None)
    return due(name, on, days) if name else None


def filing_rule(procedure: Procedure, on: date) -> Rule | None:
    """The rule by when to file; nothing where none is known."""
    return _rule_on(procedure.apply_rule, on) if procedure.apply_rule else None


def file_by(
    procedure: Procedure, event: date, on: date, citizenship: str = "", days: Calendar = SHIPPED
) -> Due | None:
    """The last day to file for an event that the rule names: arrival, the end of the stay, a change.

    For the registration at the place of stay it is the safe day. Raises LawError where none can be told.
    """
    version = filing_rule(procedure, on)
    if version is None:
        return None
    if version.id == STAY:
        found = stay_registration(citizenship, event, days)
        return Due(found.safe, found.rule, () if found.confirmed else (Doubt("rule_unverified"),))
    if version.count_from is CountFrom.before:
        return latest_filing(version.id, event, on, days)
    return due(version.id, event, days)
