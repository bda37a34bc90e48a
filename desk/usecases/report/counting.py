"""How entries are counted into figures, and how a figure is said with its number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desk.documents.report.numerals import number_text
from desk.lang import ngettext
from desk.records.measure import Measure
from desk.records.measure_words import Detail, MeasureKind, Unit

Number = int | float
_COUNTS = (None, Unit.item, Unit.event, Unit.day, Unit.service, Unit.copy)
"""Units in which a quantity says how many there were."""


def number(value: object) -> Number:
    """A quantity as JSON has it: whole where it is whole."""
    exact = float(str(value))
    return int(exact) if exact.is_integer() else exact


def times(form: Measure) -> Number:
    """How many things an entry stands for: its quantity where that counts them, else one."""
    counts = form.quantity is not None and form.unit in _COUNTS
    return number(form.quantity) if counts else 1


def in_units(*units: Unit) -> Callable[[Measure], Number]:
    """The quantity of an entry where it is counted in one of some units, else nothing."""
    return lambda form: number(form.quantity) if form.quantity is not None and form.unit in units else 0


def languages(form: Measure) -> Number:
    """In how many languages it appeared."""
    return len(set(form.languages))


def institutions(form: Measure) -> Number:
    """How many institutions an entry names."""
    return number(form.quantity) if form.quantity is not None else max(1, len(form.places))


def events(form: Measure) -> Number:
    """How many events an entry is: one, where its quantity counts countries or persons."""
    return 1 if form.unit in (Unit.country, Unit.person) else times(form)


def spoken(texts: tuple[str, str], value: Number) -> str:
    """A sentence with its number in the language in use; a number that is not whole takes the plural of 2."""
    whole = value if isinstance(value, int) else 2
    return ngettext(*texts, whole).format(n=number_text(value))


@dataclass(frozen=True)
class Indicator:
    """One figure that entries of a kind give; entries that add nothing are not behind it."""

    key: str
    kind: MeasureKind
    details: tuple[Detail | None, ...]
    """Empty: any detail, and none."""
    adds: Callable[[Measure], Number]
    texts: tuple[str, str]
    """The sentence for one and for many."""
    fold: Callable[[Sequence[Number]], Number] = sum

    def takes(self, form: Measure) -> bool:
        """Whether an entry is counted here."""
        return form.kind is self.kind and (not self.details or form.detail in self.details)
