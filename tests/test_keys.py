import pytest

from desk.keys import KEYS, check, latin, with_keymap

UNUSABLE = [
    "ctrl+w",
    "ctrl+h",
    "ctrl+i",
    "ctrl+j",
    "ctrl+m",
    "ctrl+s",
    "ctrl+b",
    "q",
    "comma",
    "enter",
    "tab",
]
UNUSABLE += ["ctrl+comma", "ctrl+left_square_bracket", "alt+w", "space", "up", "ctrl+c", "ctrl+v", "f25"]


def test_the_table_itself_has_no_problem() -> None:
    assert check({}) == []


WITHOUT_LETTER = ("back", "palette", "lookup")
"""Esc, the palette's own letter, and the lookup: no letter is left that no field or terminal takes."""


def test_every_other_action_has_an_f_key_first_and_a_letter_second() -> None:
    for name, keys in KEYS.items():
        if name not in WITHOUT_LETTER:
            first, second = keys.split(",")
            assert first.startswith("f")
            assert second.startswith("ctrl+")


@pytest.mark.parametrize("key", UNUSABLE)
def test_a_key_that_never_arrives_is_named(key: str) -> None:
    assert [(p.code, p.binding, p.key) for p in check({"save": key})] == [("unusable", "save", key)]


@pytest.mark.parametrize("key", ["f10", "shift+f2", "ctrl+f7", "alt+k", "ctrl+l,f12"])
def test_a_free_key_is_accepted(key: str) -> None:
    assert check({"duplicates": key}) == []


def test_an_unknown_action_is_named() -> None:
    assert [(p.code, p.binding) for p in check({"sawe": "f10"})] == [("unknown", "sawe")]


def test_a_key_given_twice_is_named_with_both_actions() -> None:
    assert [(p.code, p.binding, p.key, p.other) for p in check({"find": "f10, F2"})] == [
        ("clash", "find", "f2", "save")
    ]


def test_two_actions_may_change_places() -> None:
    assert check({"find": "f2", "save": "f3"}) == []


@pytest.mark.parametrize("keys", ["", " , "])
def test_an_action_without_a_key_is_named(keys: str) -> None:
    assert [p.code for p in check({"save": keys})] == ["none"]


def test_every_problem_is_told_in_words() -> None:
    problems = check({"sawe": "f10", "find": "f2", "new": "ctrl+s", "sync": ""})
    assert {problem.code for problem in problems} == {"unknown", "clash", "unusable", "none"}
    assert all("{" not in problem.text for problem in problems)


def test_a_keymap_is_laid_over_the_table_in_textuals_spelling() -> None:
    table = with_keymap({"save": "Shift+Alt+K, f2"})
    assert table["save"] == "alt+shift+k,f2"
    assert table["find"] == KEYS["find"]


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
