"""How alike two words sound, between 0 and 1, and in what way; the way is the explanation."""

from enum import IntEnum

from rapidfuzz.distance import OSA

from desk.names.forms import Forms, Reading

FLOOR = 0.62  # below this two words are different names
CLASS_SIMILARITY = 0.92


class Likeness(IntEnum):
    """In what way two words are alike, best first."""

    SAME_SOUND = 1
    OTHER_SPELLING = 2
    OTHER_SCRIPT = 3
    KNOWN_VARIANT = 4
    CLOSE = 5
    INITIAL = 6
    DIFFERENT = 7


_SKELETON = {1: 0.7, 2: 0.86}
_SKELETON_LONG = 0.95


def similarity(asked: Forms, listed: Forms) -> tuple[float, Likeness]:
    """Return the best similarity over all pairs of readings."""
    best = (0.0, Likeness.DIFFERENT)
    across = asked.vowelless != listed.vowelless
    for place, one in enumerate(asked.readings):
        for other_place, two in enumerate(listed.readings):
            value, kind = _pair(one, two, across)
            value -= 0.01 * bool(place) + 0.01 * bool(other_place)
            if value > best[0]:
                best = (value, kind)
    return best if best[0] >= FLOOR else (0.0, Likeness.DIFFERENT)


def likeness_of_any(asked: Forms, listed: Forms) -> float:
    """Return the best similarity over all pairs of readings, however low."""
    across = asked.vowelless != listed.vowelless
    return max(_pair(one, two, across)[0] for one in asked.readings for two in listed.readings)


def _pair(one: Reading, two: Reading, across: bool) -> tuple[float, Likeness]:
    """Return the similarity of two readings."""
    if one.sound == two.sound:
        return 1.0, Likeness.SAME_SOUND
    if one.collapsed == two.collapsed:
        return 0.95, Likeness.OTHER_SPELLING
    if across:
        return _across(one, two)
    return _edit(one, two), Likeness.CLOSE


def _across(one: Reading, two: Reading) -> tuple[float, Likeness]:
    """Compare a word of a script without vowels: consonants equal, written long vowels where they can be."""
    if one.skeleton != two.skeleton:
        if min(len(one.skeleton), len(two.skeleton)) >= 4 and OSA.distance(one.skeleton, two.skeleton) == 1:
            return 0.72, Likeness.CLOSE
        return 0.0, Likeness.DIFFERENT
    size = len(one.skeleton)
    if not size:
        return 0.0, Likeness.DIFFERENT
    base = _SKELETON.get(size, _SKELETON_LONG)
    return max(0.0, base - _vowel_clashes(one.collapsed, two.collapsed)), Likeness.OTHER_SCRIPT


def _vowel_clashes(one: str, two: str) -> float:
    """Return what to take off for vowels between equal consonants that the written long vowels contradict."""
    off = 0.0
    for here, there in zip(_slots(one), _slots(two), strict=False):
        if (here and there and not set(here) & set(there)) or (
            len(here or there) > 1 and not (here and there)
        ):
            off += 0.06
    return off


def _slots(collapsed: str) -> list[str]:
    """Return the vowels before, between and after the consonants."""
    slots = [""]
    for char in collapsed:
        if char in "aoi":
            slots[-1] += char
        else:
            slots.append("")
    return slots


def _edit(one: Reading, two: Reading) -> float:
    """Return 0.35 edit(sound) + 0.65 edit(collapsed), less for short words and for another first letter."""
    value = 0.65 * OSA.normalized_similarity(one.collapsed, two.collapsed)
    value += 0.35 * OSA.normalized_similarity(one.sound, two.sound)
    shorter = min(len(one.collapsed), len(two.collapsed))
    if shorter <= 4:
        value -= 0.03 * (5 - shorter)
    if one.collapsed[:1] != two.collapsed[:1]:
        value -= 0.05
    return value


def abbreviates(initial: Forms, word: Forms) -> bool:
    """Tell whether a single letter can stand for the word."""
    starts = {reading.collapsed[:1] for reading in initial.readings}
    return any(reading.collapsed[:1] in starts for reading in word.readings)
