"""Working days: dated calendars of single years, and central's overrides that win over them.

A year without a calendar has no working days to tell: the answer is an error or a doubt, never a guess.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from desk.lang import N_, _
from desk.lang import day as shown
from desk.rules.errors import CalendarMissing
from desk.rules.reader import FOLDER, read_table

OCCASIONS = {
    "new_year": N_("New Year"),
    "mourning": N_("Day of Nationwide Mourning"),
    "women": N_("Women's Day"),
    "novruz": N_("Novruz"),
    "victory_over_fascism": N_("Day of Victory over Fascism"),
    "independence": N_("Independence Day"),
    "salvation": N_("National Salvation Day"),
    "armed_forces": N_("Armed Forces Day"),
    "victory": N_("Victory Day"),
    "flag": N_("State Flag Day"),
    "solidarity": N_("World Azerbaijanis' Solidarity Day"),
    "ramazan": N_("Ramazan"),
    "qurban": N_("Qurban"),
    "election": N_("Election day"),
    "moved": N_("Rest day moved from a holiday"),
    "swap": N_("Rest day in exchange for a working day"),
}
_DOUBTS = {
    "rule_unverified": N_("The term itself is not confirmed in an official text."),
    "year_unconfirmed": N_("The working-day calendar of {year} is not confirmed."),
    "day_unconfirmed": N_("It is not confirmed that {date} is a day off."),
    "calendar_missing": N_("There is no working-day calendar of {year}."),
}
_ONE = timedelta(days=1)


@dataclass(frozen=True)
class Doubt:
    """One reason why a date is not confirmed."""

    code: str
    year: int = 0
    day: date | None = None

    @property
    def text(self) -> str:
        """The reason in the language in use."""
        return _(_DOUBTS[self.code]).format(year=self.year, date=_with_occasion(self.day) if self.day else "")


@dataclass(frozen=True)
class Override:
    """What central says of one day, against the calendar that came with the program."""

    date: date
    working: bool
    note: str = ""
    source: str = ""


@dataclass(frozen=True)
class Year:
    """The calendar of one year: days off with their occasion, and rest days that are worked."""

    year: int
    confirmed: bool
    off: dict[date, str]
    work: frozenset[date]
    doubtful: frozenset[date]


@lru_cache(maxsize=32)
def shipped_year(year: int) -> Year | None:
    """The calendar file of a year, or None where there is none."""
    name = f"calendar-{year}.toml"
    if not (FOLDER / name).is_file():
        return None
    table = read_table(name)
    return Year(
        year=table["year"],
        confirmed=table["confirmed"],
        off={date.fromisoformat(day): occasion for day, occasion in table["off"].items()},
        work=frozenset(table["work"]),
        doubtful=frozenset(table["doubtful"]),
    )


def _with_occasion(day: date) -> str:
    """The day and, where one is known, why it is off."""
    year = shipped_year(day.year)
    occasion = year.off.get(day) if year else None
    return f"{shown(day)} ({_(OCCASIONS[occasion])})" if occasion else shown(day)


class Calendar:
    """The working days as far as they are known."""

    def __init__(self, overrides: Iterable[Override] = (), confirmed_years: Collection[int] = ()) -> None:
        self._overrides = {override.date: override for override in overrides}
        self._confirmed = frozenset(confirmed_years)

    def is_working(self, day: date) -> bool:
        """Whether offices work on that day; raises CalendarMissing."""
        if day in self._overrides:
            return self._overrides[day].working
        year = shipped_year(day.year)
        if year is None:
            raise CalendarMissing("calendar_missing", year=day.year)
        return day in year.work or (day.weekday() < 5 and day not in year.off)

    def forward(self, start: date, n: int) -> date:
        """The n-th working day after `start`, which itself never counts; raises CalendarMissing."""
        return self._walk(start, n, _ONE)

    def back(self, start: date, n: int) -> date:
        """The n-th working day before `start`; raises CalendarMissing."""
        return self._walk(start, n, -_ONE)

    def on_or_after(self, day: date) -> date:
        """The first working day from that day on; raises CalendarMissing."""
        return self.forward(day - _ONE, 1)

    def on_or_before(self, day: date) -> date:
        """The last working day up to that day; raises CalendarMissing."""
        return self.back(day + _ONE, 1)

    def _walk(self, start: date, n: int, step: timedelta) -> date:
        day = start
        while n > 0:
            day += step
            n -= self.is_working(day)
        return day

    def doubts(self, first: date, last: date) -> Iterator[Doubt]:
        """What is not confirmed between two days, both included."""
        for number in range(first.year, last.year + 1):
            year = shipped_year(number)
            if number in self._confirmed:
                continue
            if year is None:
                yield Doubt("calendar_missing", year=number)
            elif not year.confirmed:
                yield Doubt("year_unconfirmed", year=number)
            else:
                doubtful = sorted(year.doubtful - self._overrides.keys())
                yield from (Doubt("day_unconfirmed", day=day) for day in doubtful if first <= day <= last)
