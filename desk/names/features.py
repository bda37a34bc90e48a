"""What the alignment of two names, the two dates and the rest say, as numbers; score.py weighs them."""

from typing import NamedTuple

from desk.names.align import Alignment
from desk.names.birth import Birth, BirthRelation, relate
from desk.names.leftovers import count, count_leftovers
from desk.names.similar import Likeness

_STRONG = frozenset({BirthRelation.EQUAL, BirthRelation.SWAPPED, BirthRelation.SLIP})
_FAR = frozenset({BirthRelation.SAME_YEAR, BirthRelation.NEAR_YEAR, BirthRelation.DIFFERENT})
_LIKENESS = {
    Likeness.SAME_SOUND: "same_sound",
    Likeness.OTHER_SPELLING: "other_spelling",
    Likeness.KNOWN_VARIANT: "known_variant",
    Likeness.INITIAL: "initial",
}
_SCALE = 6.0  # ln 400; keeps the features of rarity about as large as the others
_FLOORS = (4, 8)  # ln of one namesake in 55 and 3,000 lists of this size: the curve bends there


class Dates(NamedTuple):
    """The two birth dates and how they relate."""

    asked: Birth | None
    listed: Birth | None
    relation: BirthRelation

    @classmethod
    def of(cls, asked: Birth | None, listed: Birth | None) -> "Dates":
        """Relate two dates."""
        return cls(asked, listed, relate(asked, listed))

    @property
    def strong(self) -> bool:
        """Tell whether they are one date but for a slip."""
        return self.relation in _STRONG

    @property
    def kind(self) -> str:
        """Return how much the dates say."""
        if self.strong:
            return "strong"
        missing = self.relation is BirthRelation.MISSING
        return "missing" if missing else "far" if self.relation in _FAR else "partly"

    @property
    def agree(self) -> bool:
        """Tell whether they speak for one person."""
        return self.kind in ("strong", "partly")


def features(
    alignment: Alignment,
    log_rows: float,
    dates: Dates,
    citizenship: int,
    sex: int,
    faint: tuple[float, float] | None = None,
) -> dict[str, float]:
    """Return all features; citizenship and sex are 1 equal, 0 missing, -1 different.

    `log_rows` is ln of the number of rows: the name counts by how many namesakes are to be expected. `faint`
    is the likeness, by sounds and by consonants, of words left over.
    """
    strong = dates.strong
    found = _pairs(alignment, strong)
    found |= _birth(dates)
    found |= _rarity(alignment, log_rows, dates.kind)
    count_leftovers(found, alignment, log_rows, strong)
    if faint:
        found["faint_sounds"], found["faint_consonants"] = faint
        if strong:
            found["faint_sounds_strong"], found["faint_consonants_strong"] = faint
    if citizenship:
        found["citizenship_equal" if citizenship > 0 else "citizenship_different"] = 1.0
    if sex < 0:
        found["sex_different"] = 1.0
    return found


def _birth(dates: Dates) -> dict[str, float]:
    """Return the relation of the dates, finer where strangers reach one half of it more easily."""
    asked, listed, relation = dates
    if relation is BirthRelation.MISSING:
        return {f"birth_missing_{'asked' if asked is None else 'listed'}": 1.0}
    found = {f"birth_{relation.value}": 1.0}
    if asked and listed:
        if relation is BirthRelation.YEAR_SLIP and abs(asked.year - listed.year) != 1:
            found["year_digit"] = 1.0
        if relation is BirthRelation.SAME_YEAR_CLOSE and asked.day == listed.day:
            found["close_day"] = 1.0
    return found


def _pairs(alignment: Alignment, strong: bool) -> dict[str, float]:
    """Return in what ways the words stand for each other; `strong` with a date that says the same."""
    found = {"bias": 1.0}
    own = 0
    for pair in alignment.pairs:
        father = alignment.is_father(pair)
        way = _way(pair.likeness, alignment.value(pair))
        own += not father
        count(found, [f"{'father' if father else 'own'}_{way}"])
        if father:
            found["father"] = pair.value
        elif strong:
            count(found, [f"strong_{way}"])
    found["words"] = min(own, 4) / 4
    if len(alignment.pairs) == 1 and len(alignment.asked) > 1:
        found["single"] = 1.0
    if len(alignment.asked) == 1:
        found["one_word"] = 1.0
    return found


def _way(likeness: Likeness, value: float) -> str:
    """Return the name of a level of likeness."""
    if likeness in _LIKENESS:
        return _LIKENESS[likeness]
    if likeness is Likeness.OTHER_SCRIPT:
        return "other_script" if value >= 0.93 else "other_script_short"
    return "close" if value >= 0.85 else "less_close" if value >= 0.75 else "least_close"


def rarity(alignment: Alignment, *, father: bool = False) -> float:
    """Return ln(1 / share of names at least so alike), were the words independent."""
    return sum(
        alignment.asked[pair.asked].rarities[alignment.value(pair)]
        for pair in alignment.pairs
        if alignment.is_father(pair) is father
    )


def _rarity(alignment: Alignment, log_rows: float, kind: str) -> dict[str, float]:
    """Return how many namesakes at least so alike are to be expected on the list, as a bent line.

    How much that counts depends on the date: without one the name stands alone.
    """
    expected = log_rows - rarity(alignment)
    line = {"expected": max(-6.0, min(6.0, expected)) / _SCALE}
    line |= {f"expected_{floor}": _above(expected, floor) for floor in _FLOORS}
    line["expected_many"] = max(0.0, min(8.0, expected - 4.0)) / _SCALE
    father = rarity(alignment, father=True) / _SCALE
    return line | {f"{name}_{kind}": value for name, value in line.items()} | {"father_rarity": father}


def _above(expected: float, floor: int) -> float:
    """Return how far the expected namesakes are above one in so many lists."""
    return max(0.0, min(8.0, expected + floor)) / _SCALE
