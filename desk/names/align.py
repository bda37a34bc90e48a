"""Words of the name asked for against words of a listed name: who stands for whom, and what is left over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from desk.names.similar import Likeness
from desk.names.words import Role

PATRONYMIC_WEIGHT = 0.5


class Near(NamedTuple):
    """A listed word like the asked one: similarity between 0 and 1, and in what way."""

    value: float
    likeness: Likeness


class ListedWord(NamedTuple):
    """A word of a listed name: its number in the vocabulary, its role, its rarity ln(rows / rows with it)."""

    token: int
    role: Role
    rarity: float


@dataclass(frozen=True, slots=True)
class AskedWord:
    """A word asked for: its role, its rarity on this list, and the listed words like it.

    `rarities` is by similarity ln(rows / names with a word at least so alike).
    """

    role: Role
    rarity: float
    near: Mapping[int, Near]
    rarities: Mapping[float, float] = field(default_factory=dict)


class Pair(NamedTuple):
    """An asked word standing for a listed word, by their places."""

    asked: int
    listed: int
    value: float
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Alignment:
    """The pairs, best first; every word not in a pair is left over."""

    asked: Sequence[AskedWord]
    listed: Sequence[ListedWord]
    pairs: list[Pair]

    def is_father(self, pair: Pair) -> bool:
        """Tell whether either word of the pair is a father's name."""
        return Role.PATRONYMIC in (self.asked[pair.asked].role, self.listed[pair.listed].role)

    def value(self, pair: Pair) -> float:
        """Return the similarity of the pair's words, whatever their roles."""
        return self.asked[pair.asked].near[self.listed[pair.listed].token].value


def _role_cost(asked: Role, listed: Role) -> float:
    """Return what to take off when the roles disagree; a father's name does not count as a given name."""
    if asked is listed or asked is Role.UNKNOWN or listed is Role.UNKNOWN:
        return 0.0 if asked is listed else 0.005
    if Role.PATRONYMIC in (asked, listed):
        return 0.12
    return 0.03


_ROLE_COST = {(one, two): _role_cost(one, two) for one in Role for two in Role}


def align(asked: Sequence[AskedWord], listed: Sequence[ListedWord]) -> Alignment:
    """Pair the words greedily, the likest first; each word is used once."""
    possible: list[tuple[float, int, int, Likeness]] = []
    for i, word in enumerate(asked):
        near, role = word.near, word.role
        for j, other in enumerate(listed):
            hit = near.get(other.token)
            if hit is not None:
                possible.append((hit[0] - _ROLE_COST[role, other.role], i, j, hit[1]))
    if len(possible) > 1:
        possible.sort(reverse=True)
    pairs: list[Pair] = []
    used_asked = used_listed = 0
    for value, i, j, likeness in possible:
        if not (used_asked >> i & 1 or used_listed >> j & 1):
            used_asked |= 1 << i
            used_listed |= 1 << j
            pairs.append(Pair(i, j, value, likeness))
    return Alignment(asked, listed, pairs)
