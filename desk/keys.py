"""Which key does what: F-keys first, with a ctrl+letter that the az and ru layouts have as well.

Letters that a terminal, tmux or an input field takes for itself (ctrl+s, ctrl+b, ctrl+h and more),
punctuation, and W, which is Ü on the Azerbaijani layout, never stand in the table. It is the same at every
desk: the help and the papers name the keys, and whoever stands in at another desk finds them there.
"""

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
    "back": "escape",
    "palette": "ctrl+p",
}
"""Binding ids and their keys as Textual writes them, comma-separated; the first one is shown."""

_MODIFIERS = {"alt", "ctrl", "hyper", "meta", "super"}

_LATIN = dict(zip("йцукенгшщзфывапролдячсмить", "qwertyuiopasdfghjklzxcvbnm", strict=True)) | {"ü": "w"}
"""The Latin letter on the key that the ru or az layout gives to another one."""


def latin(key: str) -> str:
    """The name of a key with a modifier as if the layout were Latin: `ctrl+ы` is `ctrl+s`.

    A letter without ctrl, alt, super, hyper or meta is typing and stays as it is.
    """
    *modifiers, letter = key.split("+")
    translated = _LATIN.get(letter.lower())
    if translated is None or not _MODIFIERS.intersection(modifiers):
        return key
    return "+".join([*modifiers, translated.upper() if letter.isupper() else translated])
