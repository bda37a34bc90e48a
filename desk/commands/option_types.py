"""What the values of the desk's command line may be; argparse names the option and ends with code 2."""

import math
from argparse import ArgumentTypeError
from collections.abc import Callable
from pathlib import Path

from desk.lang import _


def filled(typed: str) -> str:
    """A line of text as records take it, which says something."""
    from pydantic import TypeAdapter, ValidationError

    from desk.records.errors import issues
    from desk.records.text import RequiredLine

    try:
        return TypeAdapter[str](RequiredLine).validate_python(typed)
    except ValidationError as error:
        raise ArgumentTypeError(issues(error)[0].text) from error


def path(typed: str) -> Path:
    """The name of a file or folder; an empty one would be the folder that one stands in."""
    if not typed:
        raise ArgumentTypeError(_("Fill this in."))
    return Path(typed)


def known_file(typed: str) -> str:
    """A file that is there."""
    if not path(typed).is_file():
        raise ArgumentTypeError(_("There is no such file."))
    return typed


def number(least: float, most: float = math.inf) -> Callable[[str], float]:
    """A number within these limits, without an end of its own."""

    def read(typed: str) -> float:
        try:
            found = float(typed)
        except ValueError:
            found = math.nan
        if not math.isfinite(found):
            raise ArgumentTypeError(_("Write a number."))
        if found < least:
            raise ArgumentTypeError(_("At least {ge}.").format(ge=least))
        if found > most:
            raise ArgumentTypeError(_("At most {le}.").format(le=most))
        return found

    return read


def count(typed: str) -> int:
    """A whole number, 0 or more."""
    if not typed.isdecimal():
        raise ArgumentTypeError(_("Write a whole number."))
    return int(typed)
