"""The table of variants without the classes that a half of the questions may ask about."""

from benchmarks.lookup.people import half
from benchmarks.lookup.variants import reduced


def lines_without(classes: list[list[str]], which: str) -> list[str]:
    """Return the table's lines of the classes of the other half (split by hash of the class's first form)."""
    kept = (reduced(words) for words in classes if half(words[0]) != which)
    return [" ".join(names) for names in kept if len(names) > 1]
