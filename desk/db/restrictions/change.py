"""One change of the feed applied to a finished list: a row added, replaced or taken out, in under a
millisecond."""

from collections import Counter
from pathlib import Path
from typing import Any

from desk.db.restrictions import codec, store
from desk.db.restrictions.build import INSERT_ALIAS, INSERT_KEYS, INSERT_ROW, aliases, encode, postings
from desk.db.restrictions.row import RestrictionRow
from desk.db.restrictions.store import ALIAS_BITS, Connection
from desk.db.restrictions.variants import connect
from desk.db.restrictions.words import WordBook, keys
from desk.names.birth import parse_birth

_BY_HASH = "SELECT rid FROM exact WHERE hash = ?"
_INDEXED = "SELECT id, tokens, birth FROM restriction WHERE rid = ?"
_ALIASES = "SELECT nid, tokens FROM alias WHERE nid = ?"
_DELETE_KEYS = "INSERT INTO posting (posting, rowid, keys) VALUES ('delete', ?, ?)"


class ListWriter:
    """Applies changes to one list through a connection of its own; readers go on meanwhile."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.connection = store.connect(path, key)
        self.connection.execute("PRAGMA synchronous = FULL")
        self._book = WordBook()
        self._load_words()
        self._count = int(store.read_about(self.connection)["count"])

    def _load_words(self) -> None:
        """Read the numbers of the known words, so that a change uses them."""
        sql = "SELECT tid, sounds, vowelless FROM token ORDER BY tid"
        for number, sounds, vowelless in self.connection.execute(sql):
            self._book.tokens[sounds + ("*" if vowelless else "")] = number
        most = self.connection.execute("SELECT max(tid) FROM token").fetchone()[0] or 0
        self._book.names_with = [0] * (most + 1)
        last = self.connection.execute("SELECT max(pid) FROM phrase").fetchone()[0] or 0
        self._book.next_text = last + 1

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def apply(self, puts: list[RestrictionRow], deletes: list[str], *, version: int, as_of: str) -> None:
        """Apply one page of changes in one transaction: rows to add or replace, ids to take out."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            change = len(puts)
            for identity in [*deletes, *(row.id for row in puts)]:
                change -= self._remove(identity)
            for row in puts:
                self._add(row)
            store.write_about(self.connection, version=version, as_of=as_of, count=self._count + change)
            self.connection.execute("COMMIT")
            self._count += change
        except BaseException:
            self.connection.execute("ROLLBACK")
            self._book = WordBook()
            self._load_words()
            raise

    def _find(self, identity: str) -> tuple[int, bytes, int | None] | None:
        """Return number, words and birth of the row with the id."""
        packed = codec.pack_id(identity)
        for (rid,) in self.connection.execute(_BY_HASH, (codec.hash32("id", identity),)).fetchall():
            found: Any = self.connection.execute(_INDEXED, (rid,)).fetchone()
            if found and found[0] == packed:
                return rid, found[1], found[2]
        return None

    def _remove(self, identity: str) -> bool:
        """Take a row out with all its keys; tells whether there was one."""
        known = self._find(identity)
        if known is None:
            return False
        rid, tokens, birth = known
        execute = self.connection.execute
        execute(_DELETE_KEYS, (rid, keys(codec.unpack_tokens(tokens), birth)))
        place = 1
        while found := execute(_ALIASES, (place << ALIAS_BITS | rid,)).fetchone():
            execute(_DELETE_KEYS, (found[0], keys(codec.unpack_tokens(found[1]), birth)))
            execute("DELETE FROM alias WHERE nid = ?", (found[0],))
            place += 1
        stored = execute("SELECT fin, documents FROM restriction WHERE rid = ?", (rid,)).fetchone()
        row = RestrictionRow(id=identity, fin=stored[0], documents=codec.unpack_documents(stored[1]))
        for hashed in set(codec.exact_hashes(row)):
            execute("DELETE FROM exact WHERE hash = ? AND rid = ?", (hashed, rid))
        execute("DELETE FROM restriction WHERE rid = ?", (rid,))
        return True

    def _add(self, row: RestrictionRow) -> None:
        """Add a row with all its keys."""
        execute = self.connection.execute
        rid = (execute("SELECT max(rid) FROM restriction").fetchone()[0] or 0) + 1
        names = self._book.names(row)
        values = encode(self._book, rid, row, names)
        self._write_words()
        execute(INSERT_ROW, values)
        self.connection.executemany(INSERT_ALIAS, aliases(rid, names))
        birth = parse_birth(row.birth_date)
        self.connection.executemany(INSERT_KEYS, postings(rid, names, birth.number if birth else None))
        hashes = [(hashed, rid) for hashed in set(codec.exact_hashes(row))]
        self.connection.executemany("INSERT OR IGNORE INTO exact VALUES (?, ?)", hashes)

    def _write_words(self) -> None:
        """Write new words with their classes, and new texts."""
        book = self._book
        self.connection.executemany("INSERT INTO phrase VALUES (?, ?)", book.new_texts)
        self.connection.executemany("INSERT INTO token VALUES (?, ?, ?, 1)", book.new_tokens)
        for number, sounds, vowelless in book.new_tokens:
            connect(self.connection, number, sounds, bool(vowelless))
        book.new_texts.clear()
        book.new_tokens.clear()


def recount(connection: Connection) -> None:
    """Count anew how many names have each word: changes do not, and rarity follows from it."""
    counts: Counter[int] = Counter()
    for table in ("restriction", "alias"):
        for (blob,) in connection.execute(f"SELECT tokens FROM {table}"):  # noqa: S608 - two constants
            counts.update({number for number, _ in codec.unpack_tokens(blob)})
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE token SET names = 0")
    connection.executemany(
        "UPDATE token SET names = ? WHERE tid = ?", ((n, tid) for tid, n in counts.items())
    )
    connection.execute("COMMIT")
