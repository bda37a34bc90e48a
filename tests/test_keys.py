import re

import pytest

from desk.keys import KEYS, latin

USABLE = r"f([1-9]|1[0-2])|ctrl\+[fglnoprty]|escape"
"""What reaches the program from every terminal, whatever the layout, and is no field's own key."""


def test_every_key_arrives_and_is_given_once() -> None:
    given = [key for keys in KEYS.values() for key in keys.split(",")]
    assert [key for key in given if not re.fullmatch(USABLE, key)] == []
    assert len(given) == len(set(given))


WITHOUT_LETTER = ("back", "palette", "lookup")
"""Esc, the palette's own letter, and the lookup: no letter is left that no field or terminal takes."""


def test_every_other_action_has_an_f_key_first_and_a_letter_second() -> None:
    for name, keys in KEYS.items():
        if name not in WITHOUT_LETTER:
            first, second = keys.split(",")
            assert first.startswith("f")
            assert second.startswith("ctrl+")


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("ctrl+ы", "ctrl+s"),
        ("alt+т", "alt+n"),
        ("alt+shift+Ы", "alt+shift+S"),
        ("ctrl+shift+щ", "ctrl+shift+o"),
        ("ctrl+ü", "ctrl+w"),
        ("meta+п", "meta+g"),
        ("ы", "ы"),
        ("shift+ы", "shift+ы"),
        ("ctrl+ə", "ctrl+ə"),
        ("ctrl+s", "ctrl+s"),
        ("f2", "f2"),
        ("plus", "plus"),
        ("", ""),
    ],
)
def test_a_key_with_a_modifier_gets_its_latin_name(key: str, expected: str) -> None:
    assert latin(key) == expected
