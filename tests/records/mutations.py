"""Valid texts and files with something wrong in them, by a seeded die."""

import json
import random
from typing import Any

TOKENS = (
    *(
        "null",
        "NaN",
        "1e999",
        "-1",
        "0",
        "true",
        '""',
        "{}",
        "[]",
        '"\\ud800"',
        '"\\u0000"',
        "9" * 400,
        "[" * 2000,
    ),
    *("\0", "\ufeff", "\u202e", "\ud800", "İ", "<", ">", "=1+1", ";", ",", '"', "\n", "\r", "\t", "\x1b[31m"),
    *("2026-02-30", "0000-00-00", "9999-12-31T23:59:60Z", "+99:99", "00000000-0000-0000-0000-000000000000"),
)
VALUES: tuple[Any, ...] = (
    *(None, True, 0, -1, 10**30, 1.5, float("nan"), float("inf"), "", "\0", "\ud800", "x" * 3000, [], {}),
    *([None], {"": None}, [[[]]], "2026-02-30", "1e400", "İ", "９"),
)


def text(dice: random.Random, whole: str) -> str:
    """A text with one to four places put, cut, doubled, or a token that some parser trips over."""
    for _ in range(dice.randrange(1, 5)):
        place = dice.randrange(len(whole) + 1)
        end = place + dice.choice((0, 1, 1, 2, dice.randrange(40)))
        strange = chr(dice.choice((dice.randrange(128), dice.randrange(0x3000), dice.randrange(0x110000))))
        new = dice.choice(("", strange, dice.choice(TOKENS), whole[place:end] * 2))
        whole = whole[:place] + new + whole[end:]
    return whole


def _odd(dice: random.Random, value: Any) -> Any:
    if isinstance(value, dict) and value and dice.random() < 0.9:
        name = dice.choice(list(value))
        how = dice.randrange(8)
        if how == 0:
            return {key: one for key, one in value.items() if key != name}
        if how == 1:
            return value | {dice.choice(("extra", "", "\0", "__proto__")): dice.choice(VALUES)}
        return value | {name: _odd(dice, value[name])}
    if isinstance(value, list) and value and dice.random() < 0.8:
        place = dice.randrange(len(value))
        return [*value[:place], _odd(dice, value[place]), *value[place + dice.randrange(2) :]]
    return text(dice, value) if isinstance(value, str) and dice.random() < 0.5 else dice.choice(VALUES)


def message(dice: random.Random, whole: str) -> bytes:
    """A JSON text that is still JSON with other values in it, or is no JSON any more."""
    if dice.random() < 0.6:
        return json.dumps(_odd(dice, json.loads(whole)), ensure_ascii=dice.random() < 0.5).encode(
            "utf-8", "surrogatepass"
        )
    return text(dice, whole).encode("utf-8", "surrogatepass")


def binary(dice: random.Random, whole: bytes) -> bytes:
    """Bytes flipped, cut, doubled or put in between."""
    data = bytearray(whole)
    for _ in range(dice.randrange(1, 5)):
        place = dice.randrange(len(data) + 1)
        how = dice.randrange(5)
        if how == 0:
            del data[place:]
        elif how == 1:
            del data[place : place + dice.randrange(50)]
        elif how == 2:
            data[place:place] = data[place : place + dice.randrange(200)]
        elif how == 3:
            data[place:place] = dice.randbytes(dice.randrange(20))
        elif place < len(data):
            data[place] ^= 1 << dice.randrange(8)
    return bytes(data)
