"""Keys as the bytes that terminals send for them, in three protocols and under three layouts."""

from collections.abc import Callable

US = "qwertyuiop[]asdfghjkl;'zxcvbnm,./QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?"
LAYOUTS = {
    "us": US,
    "az": "qüertyuiopöğasdfghjklıəzxcvbnmçş.QÜERTYUİOPÖĞASDFGHJKLIƏZXCVBNMÇŞ,",
    "ru": "йцукенгшщзхъфывапролджэячсмитьбю.ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,",
}
PROTOCOLS = ("legacy", "kitty", "xterm")


def garbled(text: str, layout: str) -> str:
    """What a US-keyed scanner's text becomes under the layout of the desk."""
    return text.translate(str.maketrans(US, LAYOUTS[layout]))


def typed(text: str, protocol: str) -> list[bytes]:
    """The bytes of each key of a text, a line feed standing for Enter; kitty reports Shift itself as well."""
    return [_TEXT[protocol](character).encode() for character in text]


def ctrl(letter: str, layout: str, protocol: str) -> bytes:
    """The bytes of ctrl with the physical key of a US letter."""
    code = ord(garbled(letter, layout))
    if protocol == "legacy":
        return bytes([ord(letter) & 0x1F])
    return (f"\x1b[{code};5u" if protocol == "kitty" else f"\x1b[27;5;{code}~").encode()


def _legacy(character: str) -> str:
    return "\r" if character == "\n" else character


def _kitty(character: str) -> str:
    if character == "\n":
        return "\x1b[13u"
    if _is_shifted(character):
        base = "," if character == "<" else character.lower()[0]
        return f"\x1b[57441;2u\x1b[{ord(base)};2;{ord(character)}u"
    return f"\x1b[{ord(character)};;{ord(character)}u"


def _xterm(character: str) -> str:
    return f"\x1b[27;2;{ord(character)}~" if _is_shifted(character) else _legacy(character)


def _is_shifted(character: str) -> bool:
    return character.isupper() or character == "<"


_TEXT: dict[str, Callable[[str], str]] = {"legacy": _legacy, "kitty": _kitty, "xterm": _xterm}
