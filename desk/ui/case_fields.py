"""The choices of a case's form: whatever type of choice its fields have, with its labels."""

from desk.lang import _
from desk.records.base import Record
from desk.records.choices import LABELS, choice_of
from desk.ui.fields import Choices


def choices_of(form: type[Record]) -> dict[str, Choices]:
    """The choices of each field that is one, in the language in use."""
    return {
        name: {code: _(label) for code, label in LABELS[kind].items()}
        for name, kind in choice_of(form).items()
    }
