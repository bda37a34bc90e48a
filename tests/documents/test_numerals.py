"""Azerbaijani ordinals and numbers in words."""

import pytest

from desk.documents.report.numerals import az_ordinal, az_words, clause_ordinal, in_words, number_text
from desk.lang import speaking

VOWELS = {"e": "ci", "ə": "ci", "i": "ci", "ö": "cü", "ü": "cü", "a": "cı", "ı": "cı", "o": "cu", "u": "cu"}


def by_vowel_harmony(n: int) -> str:
    """The suffix by the last vowel of the spoken number, not by the table of plural categories."""
    spoken = az_words(n)
    return f"{n}-{VOWELS[next(letter for letter in reversed(spoken) if letter in VOWELS)]}"


def test_ordinals_up_to_1000_follow_the_last_vowel_of_the_spoken_number() -> None:
    numbers = [*range(1, 1001), *range(1990, 2101), 10_000, 1_000_000]
    assert [az_ordinal(n) for n in numbers] == [by_vowel_harmony(n) for n in numbers]


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("1.1", "1.1-ci"),
        ("1.3", "1.3-cü"),
        ("2.4", "2.4-cü"),
        ("4.1.1", "4.1.1-ci"),
        ("5.6", "5.6-cı"),
        ("8.7", "8.7-ci"),
        ("9.9", "9.9-cu"),
        ("3.10", "3.10-cu"),
        ("11.6", "11.6-cı"),
        ("7.40", "7.40-cı"),
    ],
)
def test_clause_takes_the_suffix_of_its_last_number(clause: str, text: str) -> None:
    with speaking("az"):
        assert clause_ordinal(clause) == text
    with speaking("ru"):
        assert clause_ordinal(clause) == clause


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "sıfır"),
        (40, "qırx"),
        (143, "yüz qırx üç"),
        (611, "altı yüz on bir"),
        (1000, "min"),
        (2018, "iki min on səkkiz"),
        (12_345_678, "on iki milyon üç yüz qırx beş min altı yüz yetmiş səkkiz"),
    ],
)
def test_number_in_words(n: int, words: str) -> None:
    assert az_words(n) == words


def test_percent_in_words_and_in_figures() -> None:
    with speaking("az"):
        assert in_words(68.98) == "altmış səkkiz tam yüzdə doxsan səkkiz"
        assert in_words(8.5) == "səkkiz tam onda beş"
        assert number_text(68.98) == "68,98"
    with speaking("en"):
        assert in_words(68.98) == ""
        assert number_text(68.98) == "68.98"
    with pytest.raises(ValueError, match="-1"):
        az_words(-1)
