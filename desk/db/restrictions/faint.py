"""How alike the words are that no pair took: a badly misspelt name is not yet another name."""

from collections.abc import Sequence

from rapidfuzz.distance import OSA

from desk.db.restrictions.ask import Division
from desk.db.restrictions.vocabulary import Vocabulary
from desk.names.align import Alignment
from desk.names.similar import likeness_of_any
from desk.names.words import Role, Word


def faint_likeness(
    words: Sequence[Word], division: Division, alignment: Alignment, vocabulary: Vocabulary
) -> tuple[float, float] | None:
    """Return the best likeness of a word left over on either side, by sounds and by consonants (0 to 1).

    None when either side has no word of the person's own left; a father's name and joined words do not count.
    """
    left = _left(len(alignment.asked), [pair.asked for pair in alignment.pairs])
    left_listed = _left(len(alignment.listed), [pair.listed for pair in alignment.pairs])
    own = [
        words[division.sources[i][0]].forms
        for i in left
        if alignment.asked[i].role is not Role.PATRONYMIC and len(division.sources[i]) == 1
    ]
    listed = [
        vocabulary.forms_of(alignment.listed[j].token)
        for j in left_listed
        if alignment.listed[j].role is not Role.PATRONYMIC
    ]
    if not own or not listed:
        return None
    sounds = max(likeness_of_any(one, two) for one in own for two in listed)
    bones = max(
        OSA.normalized_similarity(one.skeleton, two.skeleton)
        for mine in own
        for theirs in listed
        for one in mine.readings
        for two in theirs.readings
    )
    return sounds, bones


def _left(size: int, used: Sequence[int]) -> list[int]:
    """Return the places that are not used."""
    return [place for place in range(size) if place not in used]
