"""What is left of two names when their words are paired: a contradiction, or only more words on one side."""

from collections.abc import Iterable

from desk.names.align import PATRONYMIC_WEIGHT, Alignment
from desk.names.similar import Likeness
from desk.names.words import Role

_NEARLY_UNHEARD = 1.2  # ln; at most three listed names have the word or a spelling of it


def count_leftovers(found: dict[str, float], alignment: Alignment, log_rows: float, strong: bool) -> None:
    """Tell a contradiction (both sides have a word left) from a word that only one side has.

    A word that many listed people bear is another name when it differs; one that nobody bears is likelier
    a misspelling.
    """
    asked, listed = alignment.asked, alignment.listed
    left = set(range(len(asked))) - {pair.asked for pair in alignment.pairs}
    left_listed = set(range(len(listed))) - {pair.listed for pair in alignment.pairs}
    own = [i for i in left if asked[i].role is not Role.PATRONYMIC]
    own_listed = [j for j in left_listed if listed[j].role is not Role.PATRONYMIC]
    _shares(found, alignment, left, left_listed)
    if own and own_listed:
        found["contradiction"] = found[f"contradiction_{'near' if strong else 'far'}"] = 1.0
        for i in own:
            known = "unknown" if _unheard(asked[i].rarity, log_rows) else "known"
            count(found, [f"left_{known}", f"left_{known}_strong"][: 1 + strong])
    found["father_contradiction"] = float(len(left) > len(own) and len(left_listed) > len(own_listed))
    found["asked_extra"] = float(bool(own) and not own_listed)
    found["listed_extra"] = float(bool(own_listed) and not own)
    for pair in alignment.pairs:
        heard = not _unheard(asked[pair.asked].rarity, log_rows)
        if heard and pair.likeness is Likeness.CLOSE and not alignment.is_father(pair):
            count(found, ["close_known", "close_known_strong"][: 1 + strong])
            off = 4 * (1 - alignment.value(pair))
            found["close_known_off"] = found.get("close_known_off", 0.0) + off


def _unheard(rarity: float, log_rows: float) -> bool:
    """Tell whether hardly a listed person bears the word."""
    return rarity >= log_rows - _NEARLY_UNHEARD


def _shares(found: dict[str, float], alignment: Alignment, asked: set[int], listed: set[int]) -> None:
    """Return how much of either name stands for nothing, by rarity."""
    words, others = alignment.asked, alignment.listed
    covered = covered_listed = 0.0
    for pair in alignment.pairs:
        share = PATRONYMIC_WEIGHT if alignment.is_father(pair) else 1.0
        covered += share * words[pair.asked].rarity * pair.value
        covered_listed += share * others[pair.listed].rarity * pair.value
    rest = sum(_share(words[i].role) * words[i].rarity for i in asked)
    rest_listed = sum(_share(others[j].role) * others[j].rarity for j in listed)
    found["asked_left"] = rest / (rest + covered + 0.01)
    found["listed_left"] = rest_listed / (rest_listed + covered_listed + 0.01)


def _share(role: Role) -> float:
    """Weigh the father's name half."""
    return PATRONYMIC_WEIGHT if role is Role.PATRONYMIC else 1.0


def count(found: dict[str, float], names: Iterable[str]) -> None:
    """Count one more of each."""
    for name in names:
        found[name] = found.get(name, 0.0) + 1.0
