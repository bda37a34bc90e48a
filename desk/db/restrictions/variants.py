"""The table of name variants that ships with the program, and the listed words of each of its classes.

Made from Wikidata's name items (CC0) by benchmarks/lookup/variants.py; one class a line,
forms as collapsed sounds,
a star before those of scripts without vowels.
"""

import lzma
from collections.abc import Iterable
from importlib.resources import files

from desk.db.restrictions.store import Connection
from desk.names.forms import Forms, Reading, collapse, skeleton, variant_key


def shipped() -> list[str]:
    """Return the classes of the shipped table, one line each."""
    packed = files("desk.db.restrictions").joinpath("variants.txt.xz").read_bytes()
    return lzma.decompress(packed).decode().splitlines()


def write_variants(connection: Connection, lines: Iterable[str]) -> None:
    """Store the classes and connect the list's words with them; inside the caller's transaction."""
    pairs = {(form, number) for number, line in enumerate(lines, 1) for form in line.split(" ")}
    connection.executemany("INSERT OR IGNORE INTO variant VALUES (?, ?)", sorted(pairs))
    del pairs
    words = connection.execute("SELECT tid, sounds, vowelless FROM token").fetchall()
    for number, sounds, vowelless in words:
        connect(connection, number, sounds, bool(vowelless))


def connect(connection: Connection, number: int, sounds: str, vowelless: bool) -> None:
    """Connect one listed word with its classes."""
    collapsed = collapse(sounds.partition("|")[0])
    form = Forms((Reading("", collapsed, skeleton(collapsed)),), vowelless)
    sql = "INSERT OR IGNORE INTO kin SELECT class, ? FROM variant WHERE form = ?"
    connection.execute(sql, (number, variant_key(form)))
