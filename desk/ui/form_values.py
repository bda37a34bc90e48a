"""A form's values as its fields take them: what is read back from them is the same form."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal

from desk.lang import day
from desk.records.base import Record


def typed(form: Record, of: type[Record]) -> Mapping[str, str]:
    """Every field of the form class `of` as it would be typed; nothing for an empty one."""
    return {name: _text(getattr(form, name)) for name in of.model_fields}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(str(part) for part in value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return format(value, "f") if isinstance(value, Decimal) else str(value)
