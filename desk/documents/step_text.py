"""What was written of a step in one line, for the timeline on the screen and for papers."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum

from desk.lang import _, day
from desk.records.appeal_steps import YesNo
from desk.records.base import Record
from desk.records.choices import LABELS


def details_text(form: Record, names: Mapping[str, str], say: Callable[[str], str] = _) -> str:
    """What was written of a step; people by their names as far as known, words as `say` translates them."""
    parts = []
    for name, info in type(form).model_fields.items():
        value = getattr(form, name)
        if value in (None, "", []):
            continue
        if isinstance(value, int | YesNo):
            parts.append(f"{say(info.title or name)}: {value_text(value, say)}")
        else:
            parts.append(names.get(value, value) if name == "executor" else value_text(value, say))
    return " · ".join(parts)


def value_text(value: object, say: Callable[[str], str] = _) -> str:
    """A value of a form as people read it: choices by their labels, days as dd.MM.yyyy."""
    if isinstance(value, StrEnum):
        return say(LABELS[type(value)][value])
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if isinstance(value, date):
        return day(value)
    return "" if value is None else str(value)
