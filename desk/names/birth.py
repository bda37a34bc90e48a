"""A birth date, full or partial, and how two of them relate; a clerk's slip is not another person."""

import re
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple


class Birth(NamedTuple):
    """A birth date; month and day are 0 when not known."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def number(self) -> int:
        """Return yyyymmdd, unknown parts 0."""
        return self.year * 10000 + self.month * 100 + self.day

    @classmethod
    def of(cls, number: int) -> "Birth":
        """Return the date of a yyyymmdd number."""
        return cls(number // 10000, number // 100 % 100, number % 100)


class BirthRelation(StrEnum):
    """How the birth date asked for relates to the listed one, best first."""

    EQUAL = "equal"
    SWAPPED = "swapped"
    PARTIAL = "partial"
    SLIP = "slip"
    YEAR_ONLY = "year_only"
    LISTED_FIRST_JANUARY = "listed_first_january"
    YEAR_SLIP = "year_slip"
    SAME_YEAR_CLOSE = "same_year_close"
    MISSING = "missing"
    SAME_YEAR = "same_year"
    NEAR_YEAR = "near_year"
    DIFFERENT = "different"


_ISO = re.compile(r"^(\d{4})(?:[-./](\d{1,2})(?:[-./](\d{1,2}))?)?(?:T.*)?$")
_LOCAL = re.compile(r"^(?:(\d{1,2})[-./])?(\d{1,2})[-./](\d{4})$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")


@lru_cache(maxsize=32768)
def parse_birth(text: str | None) -> Birth | None:
    """Read YYYY, YYYY-MM, YYYY-MM-DD, DD.MM.YYYY or YYYYMMDD; None when it is no date a person can be
    born on."""
    if not text:
        return None
    stripped = text.strip()
    if match := _ISO.match(stripped) or _COMPACT.match(stripped):
        year, month, day = match.groups()
    elif match := _LOCAL.match(stripped):
        day, month, year = match.groups()
    else:
        return None
    return _valid(int(year), int(month or 0), int(day or 0))


def _valid(year: int, month: int, day: int) -> Birth | None:
    """Return the date when its known parts exist in the calendar."""
    if not 1850 <= year <= 2150 or month > 12 or (day and not month):
        return None
    if day:
        try:
            date(year, month, day)
        except ValueError:
            return None
    return Birth(year, month, day)


def relate(asked: Birth | None, listed: Birth | None) -> BirthRelation:
    """Return how the two dates relate; symmetrical but for a listed 1 January."""
    if asked is None or listed is None:
        return BirthRelation.MISSING
    if asked.month == 0 or listed.month == 0 or asked.day == 0 or listed.day == 0:
        return _relate_partial(asked, listed)
    if asked == listed:
        return BirthRelation.EQUAL
    same_year = asked.year == listed.year
    if same_year and (asked.month, asked.day) == (listed.day, listed.month):
        return BirthRelation.SWAPPED
    if same_year:
        return _relate_in_year(asked, listed)
    if (asked.month, asked.day) == (listed.month, listed.day) and _year_slip(asked.year, listed.year):
        return BirthRelation.YEAR_SLIP
    if abs(date(*asked) - date(*listed)).days == 1:
        return BirthRelation.SLIP
    return BirthRelation.NEAR_YEAR if abs(asked.year - listed.year) == 1 else BirthRelation.DIFFERENT


def _relate_partial(asked: Birth, listed: Birth) -> BirthRelation:
    """Compare what both dates have."""
    if asked.year != listed.year:
        near = abs(asked.year - listed.year) == 1
        return BirthRelation.NEAR_YEAR if near else BirthRelation.DIFFERENT
    if asked.month and listed.month:
        return BirthRelation.PARTIAL if asked.month == listed.month else BirthRelation.SAME_YEAR
    return BirthRelation.YEAR_ONLY


def _relate_in_year(asked: Birth, listed: Birth) -> BirthRelation:
    """Compare two full dates of one year."""
    if (listed.month, listed.day) == (1, 1) or (asked.month, asked.day) == (1, 1):
        return BirthRelation.LISTED_FIRST_JANUARY
    if _digits_apart(asked.number, listed.number) == 1 or abs((date(*asked) - date(*listed)).days) == 1:
        return BirthRelation.SLIP
    if asked.month == listed.month or asked.day == listed.day:
        return BirthRelation.SAME_YEAR_CLOSE
    return BirthRelation.SAME_YEAR


def _year_slip(one: int, two: int) -> bool:
    """Tell whether two years are a slip apart: one off or one digit."""
    return abs(one - two) == 1 or _digits_apart(one, two) == 1


def _digits_apart(one: int, two: int) -> int:
    """Count the digits that differ in two numbers of equal length."""
    return sum(a != b for a, b in zip(str(one), str(two), strict=True))


def slip_years(year: int) -> list[int]:
    """Return the year, its neighbours and the years one digit away that a living person can be born in."""
    years = {year, year - 1, year + 1}
    digits = str(year)
    for place in (1, 2, 3):
        years.update(int(digits[:place] + str(d) + digits[place + 1 :]) for d in range(10))
    return sorted(y for y in years if 1900 <= y <= 2035 or y == year)


def slip_dates(birth: Birth) -> list[int]:
    """Return the full dates (yyyymmdd) that a slip of one field makes of this one, itself first."""
    if not birth.day:
        return []
    year, month, day = birth
    near = [(year, day, month), (year - 1, month, day), (year + 1, month, day)]
    ordinal = date(*birth).toordinal()
    near += [tuple(date.fromordinal(ordinal + step).timetuple()[:3]) for step in (-1, 1)]  # type: ignore[misc]
    valid = [_valid(*parts) for parts in near]
    return list(dict.fromkeys([birth.number, *(b.number for b in valid if b)]))
