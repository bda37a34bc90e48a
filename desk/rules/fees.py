"""State fees by procedure, payer, period and speed, from a dated table."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any

from desk.lang import N_, day, ngettext
from desk.rules.errors import FeeUnknown
from desk.rules.reader import LawVersion, law_of, read_table

ADULT = 18


class Payer(StrEnum):
    """Whose fee it is."""

    adult = "adult"
    minor = "minor"
    student = "student"


PAYERS = {Payer.adult: N_("adult"), Payer.minor: N_("minor"), Payer.student: N_("student")}


@dataclass(frozen=True, kw_only=True)
class Fee(LawVersion):
    """One price in manats; `speed` is the id of the rule of its consideration time, if there is one."""

    table: str
    payer: Payer
    period: str
    speed: str
    amount: Decimal

    @property
    def version(self) -> str:
        """What was charged by: table, payer, period, speed and first day of the version."""
        parts = (self.table, self.payer, self.period or "-", self.speed or "-")
        return f"{'/'.join(parts)}@{self.valid_from.isoformat()}"


def _rows(row: dict[str, Any]) -> list[Fee]:
    return [
        Fee(
            table=row["table"],
            payer=Payer(payer),
            period=period,
            speed=row.get("speed", ""),
            amount=Decimal(amount),
            **law_of(row),
        )
        for payer in row["payers"]
        for period, amount in row["amounts"].items()
    ]


@lru_cache(maxsize=1)
def fees() -> tuple[Fee, ...]:
    """Every price of every version."""
    return tuple(fee for row in read_table("fees.toml")["fee"] for fee in _rows(row))


def choices(table: str, on: date, payer: Payer | None = None) -> list[Fee]:
    """The prices of one fee table in force on a day, for one payer or all."""
    return [fee for fee in fees() if fee.table == table and fee.covers(on) and payer in (None, fee.payer)]


def fee(table: str, on: date, *, payer: Payer, period: str = "", speed: str = "") -> Fee:
    """The one price of a choice on the day of the application; raises FeeUnknown.

    `period` is as in the table: `30d` are days, `12m` months, nothing where the fee has no period.
    """
    for price in choices(table, on, payer):
        if (price.period, price.speed) == (period, speed):
            return price
    raise FeeUnknown("fee_unknown", date=day(on))


def payer_of(born: date, on: date, *, student: bool = False) -> Payer:
    """Whose fee applies to a person on a day: a minor's until the 18th birthday, then a student's if so."""
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    if age < ADULT:
        return Payer.minor
    return Payer.student if student else Payer.adult


def period_text(period: str) -> str:
    """A period code in the words of the language in use: `30d` -> 30 days, `12m` -> 1 year."""
    if not period:
        return ""
    n, unit = int(period[:-1]), period[-1]
    if unit == "d":
        return ngettext("{n} day", "{n} days", n).format(n=n)
    if n % 12 == 0:
        return ngettext("{n} year", "{n} years", n // 12).format(n=n // 12)
    return ngettext("{n} month", "{n} months", n).format(n=n)
