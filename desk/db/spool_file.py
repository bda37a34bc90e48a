"""The spool's file: one descriptor, room written ahead, and no trust in a file after an error on it.

An append is one write and one fdatasync. Room is written ahead in zeros, so that most appends do not change
the file's size and the file system has no journal to write for them.
"""

import os
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from desk.crypto.files import BINARY, PRIVATE, sync_folder, write_all, write_aside

ROOM = 256 * 1024
_sync = getattr(os, "fdatasync", os.fsync)


class SpoolFile:
    """Bytes that are on the disk when `append` returns. All methods raise OSError as the system gave it."""

    def __init__(self, path: Path) -> None:
        """Open or create the file, mode 0600; `end` is to be set by whoever reads what it holds."""
        self.path = path
        new = not path.exists()
        self._descriptor = self._opened(os.O_CREAT)
        if new:
            sync_folder(path.parent)
        self._size = os.fstat(self._descriptor).st_size
        self.end = self._size
        self.suspect = False
        """What was written may not be on the disk: the file has to be written anew."""

    def content(self) -> bytes:
        """All bytes of the file, room included."""
        return self.piece(0, os.fstat(self._descriptor).st_size)

    def piece(self, offset: int, length: int) -> bytes:
        """Bytes from the file as far as it has them."""
        os.lseek(self._descriptor, offset, os.SEEK_SET)
        parts: list[bytes] = []
        while length > 0 and (part := os.read(self._descriptor, length)):
            parts.append(part)
            length -= len(part)
        return b"".join(parts)

    def append(self, data: bytes) -> int:
        """Put the bytes at the end, durably, and return their offset; on an error nothing was added."""
        offset = self.end
        try:
            self._write(offset, data)
        except OSError:
            self._take_back(offset)
            raise
        try:
            _sync(self._descriptor)
        except OSError:
            # The system may have dropped the pages and call them clean: never trust this file again.
            self.suspect = True
            self._take_back(offset)
            raise
        self.end = offset + len(data)
        self._size = max(self._size, self.end)
        return offset

    def linked(self) -> bool:
        """Whether the file still has a name: a deleted file goes on taking writes in vain."""
        return os.fstat(self._descriptor).st_nlink > 0

    def rewrite(self, chunks: Iterable[bytes]) -> None:
        """Put a new file with these bytes in the place of this one; a crash leaves the old or the new."""
        room = bytes(ROOM)
        aside = write_aside(self.path, chain(chunks, [room]))
        os.close(self._descriptor)  # Windows does not replace an open file
        self._descriptor = -1
        try:
            aside.replace(self.path)
            sync_folder(self.path.parent)
        finally:
            self._descriptor = self._opened(0)
            self._size = os.fstat(self._descriptor).st_size
        self.end = self._size - len(room)
        self.suspect = False

    def close(self) -> None:
        """Close the descriptor."""
        os.close(self._descriptor)

    def _opened(self, flags: int) -> int:
        return os.open(self.path, os.O_RDWR | BINARY | getattr(os, "O_CLOEXEC", 0) | flags, PRIVATE)

    def _write(self, offset: int, data: bytes) -> None:
        os.lseek(self._descriptor, offset, os.SEEK_SET)
        if offset + len(data) <= self._size:
            write_all(self._descriptor, data)
            return
        room = bytes(ROOM - len(data) % ROOM)
        try:
            write_all(self._descriptor, data + room)
            self._size = offset + len(data) + len(room)
        except OSError:  # the last of the disk is for records, not for room
            os.ftruncate(self._descriptor, offset)
            os.lseek(self._descriptor, offset, os.SEEK_SET)
            write_all(self._descriptor, data)

    def _take_back(self, offset: int) -> None:
        try:
            os.ftruncate(self._descriptor, offset)
            self._size = offset
        except OSError:
            self.suspect = True
