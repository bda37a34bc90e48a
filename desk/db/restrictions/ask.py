"""A query's words prepared for one list: their likenesses, and other ways to divide the name into words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from desk.db.restrictions.vocabulary import Vocabulary
from desk.names.align import AskedWord, Near
from desk.names.forms import Forms, forms
from desk.names.similar import Likeness
from desk.names.words import Role, Word

_LONGEST_JOINED = 18
_SHORTEST_HALF = 3
_MOST_DIVISIONS = 4
_DIVIDED = Near(0.93, Likeness.OTHER_SPELLING)


@dataclass(frozen=True, slots=True)
class Division:
    """One way to divide the name into words; `sources` gives the place of each word in the name as typed."""

    words: list[AskedWord]
    sources: list[tuple[int, ...]]
    fresh: tuple[Mapping[int, Near], ...] = ()  # likenesses of the words that are not as typed


@dataclass
class Asked:
    """A name asked of one list."""

    words: Sequence[Word]
    divisions: list[Division]

    def near_sets(self) -> list[dict[int, Near]]:
        """Return the likenesses of each word as typed, initials left out."""
        typed = self.divisions[0].words
        return [dict(word.near) for word, source in zip(typed, self.words, strict=True) if not source.initial]

    def initials(self) -> list[Forms]:
        """Return the single letters of the name."""
        return [word.forms for word in self.words if word.initial]

    def fresh_sets(self) -> list[dict[int, Near]]:
        """Return the likenesses of the words that only a division has."""
        return [dict(near) for division in self.divisions for near in division.fresh]


def prepare(words: Sequence[Word], vocabulary: Vocabulary) -> Asked:
    """Find the likenesses of every word and of neighbours joined and long words split."""
    typed = [_asked(word, vocabulary) for word in words]
    divisions = [Division(typed, [(i,) for i in range(len(words))])]
    for i, (one, two) in enumerate(pairwise(words)):
        divisions += _join(divisions[0], i, one, two, vocabulary)
    for i, word in enumerate(words):
        divisions += _split(divisions[0], i, word, vocabulary)
    return Asked(words, divisions[:_MOST_DIVISIONS])


def _asked(word: Word, vocabulary: Vocabulary) -> AskedWord:
    """Return one word with its likenesses; an initial gets them when candidates are known."""
    if word.initial:
        return AskedWord(word.role, 1.0, {})
    near = vocabulary.near(word.forms)
    near.update(vocabulary.initials_of(word.forms))
    return _of_list(word.role, near, vocabulary)


def _of_list(role: Role, near: Mapping[int, Near], vocabulary: Vocabulary) -> AskedWord:
    """Return a word with its rarities on the list."""
    return AskedWord(role, vocabulary.cluster_rarity(near), near, vocabulary.rarities(near))


def _exact(form: Forms, vocabulary: Vocabulary) -> dict[int, Near]:
    """Return the listed words of the same collapsed form."""
    return {
        number: _DIVIDED for reading in form.readings for number in vocabulary.exact(reading.collapsed) or ()
    }


def _join(base: Division, i: int, one: Word, two: Word, vocabulary: Vocabulary) -> list[Division]:
    """Read two neighbours as one listed word: Əli xan for Əlixan."""
    text = one.text + two.text
    if one.initial or two.initial or len(text) > _LONGEST_JOINED:
        return []
    near = _exact(forms(text), vocabulary)
    if not near:
        return []
    joined = _of_list(one.role, near, vocabulary)
    return [
        Division(
            [*base.words[:i], joined, *base.words[i + 2 :]],
            [*base.sources[:i], (i, i + 1), *base.sources[i + 2 :]],
            (near,),
        )
    ]


def _split(base: Division, i: int, word: Word, vocabulary: Vocabulary) -> list[Division]:
    """Read one long word as two listed words, the commonest halves: Əlixan for Əli xan."""
    text = word.text
    best: tuple[float, dict[int, Near], dict[int, Near]] | None = None
    for cut in range(_SHORTEST_HALF, len(text) - _SHORTEST_HALF + 1):
        left = _exact(forms(text[:cut]), vocabulary)
        right = _exact(forms(text[cut:]), vocabulary) if left else {}
        if left and right:
            rarity = vocabulary.cluster_rarity(left) + vocabulary.cluster_rarity(right)
            if best is None or rarity < best[0]:
                best = (rarity, left, right)
    if best is None:
        return []
    halves = [_of_list(word.role, near, vocabulary) for near in best[1:]]
    return [
        Division(
            [*base.words[:i], *halves, *base.words[i + 1 :]],
            [*base.sources[:i], (i,), (i,), *base.sources[i + 1 :]],
            best[1:],
        )
    ]


def with_initials(asked: Asked, vocabulary: Vocabulary, numbers: set[int]) -> Asked:
    """Let each initial stand for those of the candidates' words that begin with it."""
    if not any(word.initial for word in asked.words):
        return asked
    divisions = []
    for division in asked.divisions:
        words = list(division.words)
        for place, source in enumerate(division.sources):
            word = asked.words[source[0]]
            if word.initial:
                near = vocabulary.abbreviated(word.forms, numbers)
                words[place] = AskedWord(words[place].role, 1.0, near, vocabulary.rarities(near))
        divisions.append(replace(division, words=words))
    return Asked(asked.words, divisions)
