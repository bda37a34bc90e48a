"""What the values of central's command line may be; argparse names the option and ends with code 2.

Imports of the program stand inside the functions: a command loads only what it needs.
"""

import math
import re
from argparse import ArgumentTypeError
from datetime import date, datetime
from pathlib import Path

_NO_FILE = "This is a folder: name a file ({})."


def day(typed: str) -> date:
    """A date as the desk reads it: 22.11.2026, or ISO."""
    from pydantic_core import PydanticCustomError

    from desk.records.days import whole_day
    from desk.records.errors import sentence

    try:
        return whole_day(typed)
    except PydanticCustomError as error:
        raise ArgumentTypeError(sentence(error.type, {})) from error


def moment(typed: str) -> datetime:
    """A date, which stands for its first minute, or an ISO moment; in Baku's time where it names no zone."""
    from desk.lang import BAKU

    try:
        read = datetime.fromisoformat(typed if "T" in typed else f"{day(typed)}T00:00")
    except (ValueError, ArgumentTypeError) as error:
        words = "Write the moment as 22.11.2026, 2026-11-22 or 2026-11-22T10:00+04:00."
        raise ArgumentTypeError(words) from error
    return read if read.tzinfo else read.replace(tzinfo=BAKU)


def year(typed: str) -> int:
    """A year of four digits."""
    if not re.fullmatch("[12][0-9]{3}", typed):
        raise ArgumentTypeError("Write the year with four digits, as 2026.")
    return int(typed)


def port(typed: str) -> int:
    """A TCP port, or 0 for any."""
    if not re.fullmatch("[0-9]{1,5}", typed) or int(typed) > 65535:
        raise ArgumentTypeError("Write a number from 0 to 65535.")
    return int(typed)


def rate(typed: str) -> float:
    """A number above 0: how many, or how many a second."""
    if (found := _number(typed)) <= 0:
        raise ArgumentTypeError("Write a number above 0.")
    return found


def hours(typed: str) -> float:
    """A span of time in hours."""
    if (found := _number(typed)) < 0:
        raise ArgumentTypeError("Write a number of hours, 0 or more, as 24 or 0.5.")
    return found


def _number(typed: str) -> float:
    """The number; -1 for what is none, or has no end."""
    try:
        found = float(typed)
    except ValueError:
        return -1
    return found if math.isfinite(found) else -1


def count(typed: str) -> int:
    """A whole number, 0 or more."""
    if not re.fullmatch("[0-9]{1,9}", typed):
        raise ArgumentTypeError("Write a whole number, 0 or more.")
    return int(typed)


def office(typed: str) -> str:
    """The code of an office by its form; whether there is such an office is told by the database."""
    from central.desks import NO_OFFICE_CODE, OFFICE

    if not OFFICE.fullmatch(typed):
        raise ArgumentTypeError(NO_OFFICE_CODE)
    return typed


def desk_code(typed: str) -> str:
    """The code of a desk by its form."""
    if not re.fullmatch("[A-Z]{2,4}[0-9]{1,3}", typed):
        raise ArgumentTypeError("Write the code of a desk, as GNC1.")
    return typed


def folder(typed: str) -> Path:
    """A folder, which need not be there yet."""
    if not typed or (Path(typed).exists() and not Path(typed).is_dir()):
        raise ArgumentTypeError(f"Name a folder; this is none: “{typed}”.")
    return Path(typed)


def file(typed: str) -> Path:
    """A file that is there."""
    if Path(typed).is_dir():
        raise ArgumentTypeError(_NO_FILE.format(typed or "."))
    if not Path(typed).exists():
        raise ArgumentTypeError(f"There is no such file: {typed}.")
    return Path(typed)


def new_file(typed: str) -> Path:
    """A file to be written: no folder has its name."""
    if Path(typed).is_dir():
        raise ArgumentTypeError(_NO_FILE.format(typed or "."))
    return Path(typed)
