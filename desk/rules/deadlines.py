"""Dates that follow from the law: when something is due, or by when it must be filed.

Every answer names the version of the rule that gave it and whether anything in it is not confirmed.
Calendar days and months are never moved off a day of rest: whether the law moves them was not found,
and the earlier date is the safe one.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from desk.lang import day as shown
from desk.rules.calendar import Calendar, Doubt
from desk.rules.errors import CalendarMissing, RuleNotApplicable, RuleOutsideDates, RuleUnknown
from desk.rules.reader import CountFrom, Rule, Unit, rule

SHIPPED = Calendar()
"""The calendars of the program alone, without what central says of single days."""
_DATED = (Unit.wd, Unit.cd, Unit.month, Unit.year)


@dataclass(frozen=True)
class Due:
    """A date by a rule; `on` is None where it cannot be told, and `doubts` says why."""

    on: date | None
    rule: Rule
    doubts: tuple[Doubt, ...]

    @property
    def confirmed(self) -> bool:
        """Whether the term and every day counted are confirmed."""
        return self.on is not None and not self.doubts


@dataclass(frozen=True)
class Registration:
    """The last day to register at the place of stay; arrival counts as the first day in `safe` only.

    Registration is obligatory for a stay of more than `rule.value` days.
    """

    safe: date
    latest: date
    rule: Rule

    @property
    def confirmed(self) -> bool:
        """Whether the term was read in an official text; how its days are counted was not."""
        return self.rule.verified


def add_months(day: date, n: int) -> date:
    """The same day `n` months on (or back, negative); the month's last day where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    after, first = divmod(month + 1, 12)
    last = date(year + after, first + 1, 1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def _counted(version: Rule, event: date, days: Calendar) -> date:
    back = version.count_from is CountFrom.before
    if version.unit is Unit.wd:
        return days.back(event, version.value) if back else days.forward(event, version.value)
    value = -version.value if back else version.value
    try:
        if version.unit is Unit.cd:
            return event + timedelta(days=value)
        return add_months(event, value * (12 if version.unit is Unit.year else 1))
    except (OverflowError, ValueError):  # the end of the calendar, in the year 9999
        raise RuleOutsideDates("rule_outside", id=version.id, date=shown(event)) from None


def due_by(version: Rule, event: date, days: Calendar = SHIPPED) -> Due:
    """The date that one version of a rule gives for an event, counted from the day after it.

    Raises RuleNotApplicable for a rule that is no term (a limit, a fee, an open-ended ban).
    """
    if version.unit not in _DATED:
        raise RuleNotApplicable("rule_not_deadline", id=version.id)
    doubts = [] if version.verified else [Doubt("rule_unverified")]
    try:
        on = _counted(version, event, days)
    except CalendarMissing as missing:
        year = missing.context["year"]
        doubts.append(Doubt("calendar_missing", year=year if isinstance(year, int) else event.year))
        return Due(None, version, tuple(doubts))
    if version.unit is Unit.wd and version.value:
        doubts += days.doubts(min(event, on), max(event, on))
    return Due(on, version, tuple(doubts))


def due(rule_id: str, event: date, days: Calendar = SHIPPED) -> Due:
    """The date by the version of the rule in force on the day of the event.

    Raises RuleUnknown, RuleOutsideDates or RuleNotApplicable.
    """
    return due_by(rule(rule_id, on=event), event, days)


def latest_filing(rule_id: str, ends: date, applied_on: date, days: Calendar = SHIPPED) -> Due:
    """The last day to apply before a stay or permit ends, by the version in force when applying.

    A rule that counts back names a future event, so that its version cannot be picked by that.
    """
    return due_by(rule(rule_id, on=applied_on), ends, days)


def stay_registration(citizenship: str, arrival: date, days: Calendar = SHIPPED) -> Registration:
    """The safe and the latest day to register at the place of stay, from ICAO citizenship and arrival.

    Safe is arrival + N - 1 and latest arrival + N, neither moved off a day of rest (Migration Code,
    article 21). Raises RuleNotApplicable for citizens of Azerbaijan and RuleOutsideDates before 01.08.2013.
    """
    if citizenship == "AZE":
        raise RuleNotApplicable("rule_not_applicable")
    try:
        version = rule(f"stay.register.{citizenship}", on=arrival)
    except (RuleUnknown, RuleOutsideDates):
        version = rule("stay.register", on=arrival)
    latest = _counted(version, arrival, days)
    return Registration(latest - timedelta(days=1), latest, version)
