"""Which key does what: F-keys first, with a ctrl+letter that the az and ru layouts have as well.

Letters that a terminal, tmux or an input field takes for itself (ctrl+s, ctrl+b, ctrl+h and more),
punctuation, and W, which is Ü on the Azerbaijani layout, never stand in the table.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from desk.lang import N_, _

KEYS = {
    "help": "f1,ctrl+g",
    "save": "f2,ctrl+o",
    "find": "f3,ctrl+f",
    "new": "f4,ctrl+n",
    "sync": "f5,ctrl+r",
    "next_section": "f6,ctrl+t",
    "lookup": "f7",
    "duplicates": "f8,ctrl+l",
    "print": "f9,ctrl+y",
    "lock": "f10,ctrl+p",
    "back": "escape",
}
"""Binding ids and their keys as Textual writes them, comma-separated; the first one is shown."""

PROBLEMS = {
    "unknown": N_("There is no action “{binding}”."),
    "clash": N_("{key} is given both to “{binding}” and to “{other}”."),
    "unusable": N_("{key} cannot be used for “{binding}”: the terminal or the field takes it."),
    "none": N_("“{binding}” has no key."),
}

_FUNCTION = r"((alt|ctrl|shift)\+)*f([1-9]|1[0-9]|2[0-4])"
_CTRL_LETTER = r"ctrl\+[fglnoprty]"
_ALT_LETTER = r"(alt\+(shift\+)?|alt\+ctrl\+)[a-vx-z]"
_OTHERS = ("escape", "insert", "pause", "print_screen", "ctrl+insert", "ctrl+pagedown", "ctrl+pageup")
_MODIFIERS = {"alt", "ctrl", "hyper", "meta", "super"}

_LATIN = dict(zip("йцукенгшщзфывапролдячсмить", "qwertyuiopasdfghjklzxcvbnm", strict=True)) | {"ü": "w"}
"""The Latin letter on the key that the ru or az layout gives to another one."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a user's keymap: `code` is a key of PROBLEMS."""

    code: str
    binding: str
    key: str = ""
    other: str = ""

    @property
    def text(self) -> str:
        """The sentence in the language in use."""
        return _(PROBLEMS[self.code]).format(binding=self.binding, key=self.key, other=self.other)


def latin(key: str) -> str:
    """The name of a key with a modifier as if the layout were Latin: `ctrl+ы` is `ctrl+s`.

    A letter without ctrl, alt, super, hyper or meta is typing and stays as it is.
    """
    *modifiers, letter = key.split("+")
    translated = _LATIN.get(letter.lower())
    if translated is None or not _MODIFIERS.intersection(modifiers):
        return key
    return "+".join([*modifiers, translated.upper() if letter.isupper() else translated])


def check(keymap: Mapping[str, str]) -> list[Problem]:
    """What is wrong in a user's keymap (binding id -> comma-separated keys); nothing wrong, nothing returned.

    Textual ignores an unknown id and disables the second of two equal keys without a word.
    """
    problems = [Problem("unknown", binding) for binding in keymap if binding not in KEYS]
    owner: dict[str, str] = {}
    for binding, keys in (KEYS | {b: k for b, k in keymap.items() if b in KEYS}).items():
        names = _names(keys)
        if not names:
            problems.append(Problem("none", binding))
        for key in names:
            if not _usable(key):
                problems.append(Problem("unusable", binding, key))
            elif (other := owner.setdefault(key, binding)) != binding:
                problems.append(Problem("clash", binding, key, other))
    return problems


def with_keymap(keymap: Mapping[str, str]) -> dict[str, str]:
    """The whole table with a user's keymap laid over it, spelt as Textual spells keys; `check` it first."""
    return {binding: ",".join(_names(keymap.get(binding, keys))) for binding, keys in KEYS.items()}


def lay(keymap: Mapping[str, str]) -> list[Problem]:
    """Use a user's keymap from now on, or say what is wrong in it and go on with the table as it was.

    Screens take their keys from the table when they are imported: call it before that.
    """
    problems = check(keymap)
    if keymap and not problems:
        KEYS.update(with_keymap(keymap))
    return problems


def _names(keys: str) -> list[str]:
    """The keys in Textual's spelling: small letters, modifiers in alphabetic order."""
    found = []
    for name in keys.split(","):
        *modifiers, letter = name.strip().lower().split("+")
        if letter:
            found.append("+".join([*sorted(modifiers), letter]))
    return found


def _usable(key: str) -> bool:
    patterns = (_FUNCTION, _CTRL_LETTER, _ALT_LETTER)
    return key in _OTHERS or any(re.fullmatch(pattern, key) for pattern in patterns)
