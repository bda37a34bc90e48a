import subprocess
import sys
from pathlib import Path

import pytest

from desk.config import Settings, load, save
from desk.keys import KEYS, check, latin, lay, with_keymap

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


WITHOUT_LETTER = ("back", "lookup")
"""Esc, and the lookup: no letter is left that no field or terminal takes."""


def test_every_other_action_has_an_f_key_first_and_a_letter_second() -> None:
    for name, keys in KEYS.items():
        if name not in WITHOUT_LETTER:
            first, second = keys.split(",")
            assert first.startswith("f")
            assert second.startswith("ctrl+")


@pytest.mark.parametrize("key", UNUSABLE)
def test_a_key_that_never_arrives_is_named(key: str) -> None:
    assert [(p.code, p.binding, p.key) for p in check({"save": key})] == [("unusable", "save", key)]


@pytest.mark.parametrize("key", ["f11", "shift+f2", "ctrl+f7", "alt+k", "ctrl+l,f12"])
def test_a_free_key_is_accepted(key: str) -> None:
    assert check({"duplicates": key}) == []


def test_an_unknown_action_is_named() -> None:
    assert [(p.code, p.binding) for p in check({"sawe": "f11"})] == [("unknown", "sawe")]


def test_a_key_given_twice_is_named_with_both_actions() -> None:
    assert [(p.code, p.binding, p.key, p.other) for p in check({"find": "f11, F2"})] == [
        ("clash", "find", "f2", "save")
    ]


def test_two_actions_may_change_places() -> None:
    assert check({"find": "f2", "save": "f3"}) == []


@pytest.mark.parametrize("keys", ["", " , "])
def test_an_action_without_a_key_is_named(keys: str) -> None:
    assert [p.code for p in check({"save": keys})] == ["none"]


def test_every_problem_is_told_in_words() -> None:
    problems = check({"sawe": "f11", "find": "f2", "new": "ctrl+s", "sync": ""})
    assert {problem.code for problem in problems} == {"unknown", "clash", "unusable", "none"}
    assert all("{" not in problem.text for problem in problems)


def test_a_keymap_is_laid_over_the_table_in_textuals_spelling() -> None:
    table = with_keymap({"save": "Shift+Alt+K, f2"})
    assert table["save"] == "alt+shift+k,f2"
    assert table["find"] == KEYS["find"]


def test_a_users_keymap_is_kept_in_the_settings_and_used_by_the_screens(tmp_path: Path) -> None:
    save(Settings(tmp_path, keymap={"save": "f12"}))
    assert load(tmp_path).keymap == {"save": "f12"}
    program = (
        "from desk.config import load; from desk.keys import lay; from pathlib import Path; import sys;"
        "print([one.code for one in lay(load(Path(sys.argv[1])).keymap)]);"
        "from desk.screens.intake import IntakeScreen;"
        "from desk.ui.key_bar import fitted;"
        "print([one.key for one in IntakeScreen._merge_bindings().get_bindings_for_key('f12')],"
        " fitted({'save': 'Save'}, 80))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True)
    assert done.stdout.splitlines() == ["[]", "['f12'] [('F12', 'Save')]"], done.stderr


def test_a_keymap_with_a_fault_leaves_the_table_as_it_was() -> None:
    before = dict(KEYS)
    assert [problem.code for problem in lay({"save": "f3"})] == ["clash"]
    assert before == KEYS


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
