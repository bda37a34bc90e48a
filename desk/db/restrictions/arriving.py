"""A list's file on its way: kept encrypted like the list, piece by piece, so that a cut costs nothing."""

from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import zstandard

from desk.db.restrictions import store
from desk.db.restrictions.build import remove
from desk.db.restrictions.errors import ListCorruptError

LONGEST_LINE = 1 << 20
"""Bytes; a longer line is no record."""


class Arriving:
    """The pieces of one file received so far."""

    @store.disk_told()
    def __init__(self, path: Path, key: bytes, digest: str) -> None:
        """Take up what is there of the file with this digest, else begin anew.

        Raises ListDiskError and OSError.
        """
        self.path = path
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            self._connection = store.connect(path, key)
            begun = store.read_about(self._connection).get("digest") if path.stat().st_size else None
        except (ListCorruptError, OSError):
            begun = None
        if begun != digest:
            with suppress(AttributeError):
                self._connection.close()
            remove(path)
            self._connection = store.connect(path, key)
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
            self._connection.execute("CREATE TABLE piece (start INTEGER PRIMARY KEY, content BLOB NOT NULL)")
            store.write_about(self._connection, digest=digest)

    @property
    def have(self) -> int:
        """How many bytes from the start are there."""
        row = self._connection.execute("SELECT coalesce(sum(length(content)), 0) FROM piece").fetchone()
        return int(row[0])

    @store.disk_told()
    def add(self, content: bytes) -> None:
        """Keep the bytes that follow."""
        self._connection.execute("INSERT INTO piece VALUES (?, ?)", (self.have, content))

    def pieces(self) -> Iterator[bytes]:
        """The bytes in order."""
        for (content,) in self._connection.execute("SELECT content FROM piece ORDER BY start"):
            yield bytes(content)

    def digest(self) -> str:
        """SHA-256 of what is there, hex."""
        found = sha256()
        for piece in self.pieces():
            found.update(piece)
        return found.hexdigest()

    def lines(self) -> Iterator[bytes]:
        """The lines of the unpacked file; raises ListCorruptError when it cannot be unpacked."""
        unpack = zstandard.ZstdDecompressor().decompressobj()
        rest = b""
        try:
            for piece in self.pieces():
                *whole, rest = (rest + unpack.decompress(piece)).split(b"\n")
                yield from whole
                if len(rest) > LONGEST_LINE:
                    raise ListCorruptError("a line is too long")
        except zstandard.ZstdError as error:
            raise ListCorruptError("the file cannot be unpacked") from error
        if rest:
            raise ListCorruptError("the last line is cut")

    def close(self) -> None:
        """Close the file; what is there stays for the next time."""
        self._connection.close()

    def discard(self) -> None:
        """Delete the file: it was loaded, or it is not what it should be."""
        self.close()
        remove(self.path)
