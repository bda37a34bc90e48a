"""What tells a person from a namesake or a stranger moves the points in the right direction."""

import math

import pytest

from desk.names.align import AskedWord, ListedWord, Near, align
from desk.names.birth import parse_birth
from desk.names.features import Dates, features
from desk.names.score import points
from desk.names.similar import Likeness
from desk.names.words import Role

ROWS = math.log(1_000_000)
COMMON, RARE = 5.0, 11.0  # ln(rows / names with the word)
SAME = Near(1.0, Likeness.SAME_SOUND)


def _word(token: int | None, rarity: float, near: Near = SAME, role: Role = Role.UNKNOWN) -> AskedWord:
    """A word asked for; `token` is the listed word like it, None for none."""
    found = {} if token is None else {token: near}
    return AskedWord(role, rarity, found, {near.value: rarity})


def _points(
    asked: list[AskedWord],
    birth: str | None = "1988-10-11",
    listed_birth: str | None = "1988-10-11",
    *,
    rarity: float = COMMON,
    faint: tuple[float, float] | None = None,
) -> float:
    """The points of a listed surname and given name, words 1 and 2."""
    listed = [ListedWord(1, Role.SURNAME, rarity), ListedWord(2, Role.GIVEN, rarity)]
    dates = Dates.of(parse_birth(birth), parse_birth(listed_birth))
    return points(features(align(asked, listed), ROWS, dates, 0, 0, faint))


@pytest.mark.parametrize("birth", ["1988-10-11", None])
def test_rare_name_says_more_than_a_common_one(birth: str | None) -> None:
    rare = _points([_word(1, RARE), _word(2, RARE)], birth, rarity=RARE)
    assert rare > _points([_word(1, COMMON), _word(2, COMMON)], birth)


def test_word_that_nobody_bears_contradicts_less_than_the_name_of_others() -> None:
    misspelt = _points([_word(1, COMMON), _word(None, ROWS)])
    assert misspelt > _points([_word(1, COMMON), _word(None, COMMON)])


def test_faintly_like_word_contradicts_less_than_quite_another_one() -> None:
    asked = [_word(1, COMMON), _word(None, ROWS)]
    assert _points(asked, faint=(0.55, 0.75)) > _points(asked, faint=(0.1, 0.0))


def test_close_word_that_is_a_name_of_its_own_counts_less() -> None:
    close = Near(0.8, Likeness.CLOSE)
    misspelt = _points([_word(1, COMMON), _word(2, ROWS, close)])
    assert misspelt > _points([_word(1, COMMON), _word(2, COMMON, close)])


def test_neighbouring_year_says_more_than_one_of_another_decade() -> None:
    asked = [_word(1, COMMON), _word(2, COMMON)]
    assert _points(asked, "1989-10-11") > _points(asked, "1958-10-11")


def test_equal_date_says_more_than_a_missing_one() -> None:
    asked = [_word(1, COMMON), _word(2, COMMON)]
    assert _points(asked) > _points(asked, None)
    assert _points(asked) > _points(asked, listed_birth=None)
