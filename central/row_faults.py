"""What is wrong with a row of a file that another system wrote, in sentences; never with the row's values."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from desk.records.errors import sentence

_NO_RECORD = "This is not a record: write one JSON object a line."
_IDENTIFIER = "Write the identifier with 32 hexadecimal digits, as 0192f1c0-8a2e-7cc3-98c4-dc0c0c07398f."
_DAY = "Write the date as 1990-12-31."
_MOMENT = "Write the moment with its zone, as 2026-11-22T10:00:00+04:00."
_LETTERS = "Latin letters and digits only."

SENTENCES = {
    "model_type": _NO_RECORD,
    "model_attributes_type": _NO_RECORD,
    "json_invalid": _NO_RECORD,
    "extra_forbidden": "There is no such field.",
    "uuid_parsing": _IDENTIFIER,
    "uuid_type": _IDENTIFIER,
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
    "datetime_type": _MOMENT,
    "datetime_parsing": _MOMENT,
    "datetime_from_date_parsing": _MOMENT,
    "timezone_aware": _MOMENT,
    "bool_type": "Write true or false.",
    "bool_parsing": "Write true or false.",
    "list_type": "Write a list.",
    "dict_type": "Write texts by language, such as {{“az”: “…”}}.",
    "string_type": "Write a text.",
    "enum": "Write one of {expected}.",
    "literal_error": "Write one of {expected}.",
    "fin_letters": _LETTERS,
    "fin_look_alike": "A FIN has no letters I and O.",
    "choice_unknown": "This is not in the list.",
}
"""By the code of the error, where desk.records.errors has none or one that repeats the value."""

_VALUES = ("text", "offer", "number", "input_value")
"""Gaps of a sentence that would be filled with what the row says."""


def faults_of(error: ValidationError) -> dict[str, str]:
    """A sentence for each field that is wrong; the field is "" where the row is no record at all."""
    found: dict[str, str] = {}
    for detail in error.errors(include_url=False, include_input=False):
        name = ".".join(str(part) for part in detail["loc"])
        found.setdefault(name, _told(detail["type"], detail.get("ctx") or {}))
    return found


def _told(code: str, context: Mapping[str, Any]) -> str:
    if code in SENTENCES:
        return SENTENCES[code].format(**context)
    return sentence(code, {name: value for name, value in context.items() if name not in _VALUES})


def placed(file: str, line: int, faults: Mapping[str, str]) -> str:
    """The faults of a row, one a line of text: file, line, field and sentence."""
    place = f"{file}, line {line}"
    return "\n".join(
        f"{place}, {name}: {text}" if name else f"{place}: {text}" for name, text in faults.items()
    )
