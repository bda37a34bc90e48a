"""The choices of a case's form: whatever type of choice its fields have, with its labels."""

from collections.abc import Mapping
from typing import get_args

from desk.lang import _
from desk.records.base import Record
from desk.records.choices import LABELS
from desk.ui.fields import Choices


def choices_of(form: type[Record]) -> dict[str, Choices]:
    """The choices of each field that is one, in the language in use."""
    found: dict[str, Choices] = {}
    for name, info in form.model_fields.items():
        for kind in (info.annotation, *get_args(info.annotation)):
            labels: Mapping[str, str] | None = LABELS.get(kind) if isinstance(kind, type) else None
            if labels is not None:
                found[name] = {code: _(label) for code, label in labels.items()}
    return found
