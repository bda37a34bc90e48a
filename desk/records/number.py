"""The numbers that a visitor carries away: `Q-26-GNC2-000123-7`.

Series, two-digit year, desk code, counter, and an ISO 7064 MOD 37,36 check character over all of it.
"""

import re
from dataclasses import dataclass

from stdnum.exceptions import ValidationError as StdnumError
from stdnum.iso7064 import mod_37_36

from desk.records.errors import refusal

_FORM = re.compile(r"([A-Z]{1,3})-?(\d{2})-?([A-Z]{2,4}\d{1,3})-?(\d{6})-?([0-9A-Z])")


@dataclass(frozen=True)
class Number:
    """The parts of a printed number."""

    series: str
    year: int
    desk: str
    counter: int

    def __str__(self) -> str:
        stem = f"{self.series}-{self.year:02d}-{self.desk}-{self.counter:06d}"
        return f"{stem}-{mod_37_36.calc_check_digit(stem.replace('-', ''))}"


def parse(text: str) -> Number:
    """Read a number as printed or typed without hyphens.

    Raises `number_form` or, where a character was misread, `number_check`.
    """
    series, year, desk, counter, _check = _parts(text.strip().upper().replace(" ", ""))
    return Number(series, int(year), desk, int(counter))


def desk_of(printed: str) -> str:
    """The desk whose number this is, exactly as it was printed. Raises as `parse`."""
    parts = _parts(printed)
    if "-".join(parts) != printed:
        raise refusal("number_form")
    return parts[2]


def _parts(compact: str) -> tuple[str, ...]:
    match = _FORM.fullmatch(compact)
    if match is None:
        raise refusal("number_form")
    parts = match.groups()
    try:
        mod_37_36.validate("".join(parts))
    except StdnumError as error:
        raise refusal("number_check") from error
    return parts
