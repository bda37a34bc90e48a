"""The second copy of every change that central has not acknowledged, readable by central alone.

It is written after COMMIT and before "saved" is shown, and covers what the store cannot: a lost WAL, bit rot,
a lost key, a deleted file; it is also the delivery by file. At start, in this order: changes that are in the
spool and not in the store (`ids()` less all known ids) are saves that the store lost, so offer rescue;
`refill` with the unacknowledged changes; `trim` with the acknowledged ones.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Lock
from uuid import UUID

from desk.crypto.frames import Damaged, Frame, Framer, Recovered, frame_at, frames, read
from desk.crypto.sealing import RecoveryPublicKey
from desk.db.spool_errors import SpoolError, SpoolFailedError, SpoolFullError, SpoolReadOnlyError, typed
from desk.db.spool_file import SpoolFile

__all__ = [
    "Damaged",
    "Recovered",
    "Spool",
    "SpoolError",
    "SpoolFailedError",
    "SpoolFullError",
    "SpoolReadOnlyError",
    "read",
]

_WASTE = 256 * 1024
"""Trimmed bytes below which the file is left as it is."""
_WORTH = 4
"""How many times what is kept has to be forgotten before it is worth copying."""
_BATCH = 1 << 20


class Spool:
    """The spool of one desk and incarnation; any thread may use it, one process at a time.

    Trimming forgets at once and writes the file anew only when four fifths of it or more, and at least
    256 KiB, is forgotten. One file, not segments: online it is all but empty, after weeks offline the copying
    adds up to a quarter of its size, and it is the one file that is carried to headquarters.
    """

    def __init__(self, file: SpoolFile, desk: str, incarnation: UUID, framer: Framer) -> None:
        """Use `open`."""
        self._file = file
        self._desk = desk
        self._incarnation = incarnation
        self._framer = framer
        self._lock = Lock()
        self._kept: dict[UUID, tuple[int, int]] = {}
        self._length = 0
        """Bytes of all that is kept."""
        self.damage: list[Damaged] = []
        """What was found damaged on opening or copying; the changes come back with `refill`."""

    @classmethod
    def open(cls, folder: Path, desk: str, incarnation: UUID, recovery_public_key: bytes) -> "Spool":
        """Open or create `<desk>-<incarnation>.spool` in the folder, which is made with mode 0700.

        `recovery_public_key` is raw, 32 bytes. Raises SpoolError, or ValueError for a bad code or key.
        """
        framer = Framer(desk, incarnation, RecoveryPublicKey(recovery_public_key))
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = SpoolFile(folder / f"{desk}-{incarnation}.spool")
            spool = cls(file, desk, incarnation, framer)
            spool._take_stock(file.content())
        except OSError as error:
            raise typed(error) from error
        return spool

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self._file.path

    def ids(self) -> set[UUID]:
        """The changes that the spool holds and that were not trimmed."""
        with self._lock:
            return set(self._kept)

    def prepare(self) -> None:
        """Do ahead the slow half of the next seals; in a thread, after “saved” is shown."""
        self._framer.prepare()

    def append(self, change_id: UUID, payload: bytes) -> None:
        """Seal the change and make it durable; a change that is there already is left as it is.

        Raises SpoolError: the second copy does not exist, and the next `append` tries to mend the file first.
        """
        self.refill([(change_id, payload)])

    def refill(self, unacknowledged: Iterable[tuple[UUID, bytes]]) -> int:
        """Append every change that is missing, a megabyte to each fsync; return how many.

        Raises SpoolError.
        """
        added, waiting, size = 0, dict[UUID, bytes](), 0
        for change_id, payload in unacknowledged:
            if change_id in self._kept or change_id in waiting:
                continue
            sealed = self._framer.frame(change_id, payload)
            waiting[change_id] = sealed
            size += len(sealed)
            if size >= _BATCH:
                added, waiting, size = added + self._append(waiting), {}, 0
        return added + self._append(waiting)

    def trim(self, acknowledged: Iterable[UUID]) -> None:
        """Forget changes that central holds; never call it with anything else. Raises SpoolError.

        An error leaves the file as it was: the changes are forgotten here and found again at the next start.
        """
        with self._lock:
            for change_id in acknowledged:
                _offset, length = self._kept.pop(change_id, (0, 0))
                self._length -= length
            if self._file.end - self._length >= max(_WASTE, _WORTH * self._length):
                self._write_anew()

    def compact(self) -> None:
        """Write the file anew without what was trimmed, as after erasing or purging. Raises SpoolError."""
        with self._lock:
            self._write_anew()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._file.close()

    def _append(self, sealed: dict[UUID, bytes]) -> int:
        with self._lock:
            fresh = {change_id: data for change_id, data in sealed.items() if change_id not in self._kept}
            if not fresh:
                return 0
            try:
                if self._file.suspect or not self._file.linked():
                    self._write_anew()
                offset = self._file.append(b"".join(fresh.values()))
            except OSError as error:
                raise typed(error) from error
            for change_id, data in fresh.items():
                self._kept[change_id] = (offset, len(data))
                offset += len(data)
                self._length += len(data)
            return len(fresh)

    def _write_anew(self) -> None:
        try:
            whole = dict(self._whole_frames())
            self._file.rewrite(whole.values())
        except OSError as error:
            with suppress(OSError):  # the old file or the new one may stand there now
                self._take_stock(self._file.content())
            self._file.suspect = True
            raise typed(error) from error
        kept, offset = dict[UUID, tuple[int, int]](), 0
        for change_id, data in whole.items():
            kept[change_id] = (offset, len(data))
            offset += len(data)
        self._kept, self._length = kept, offset

    def _whole_frames(self) -> Iterator[tuple[UUID, bytes]]:
        for change_id, (offset, length) in self._kept.items():
            data = self._file.piece(offset, length)
            found = frame_at(data, 0)
            if isinstance(found, Frame) and found.change_id == change_id:
                yield change_id, data
            else:
                self.damage.append(Damaged(offset, length, "checksum", change_id))

    def _take_stock(self, content: bytes) -> None:
        kept, end = dict[UUID, tuple[int, int]](), 0
        for found in frames(content):
            # Behind a torn frame too: nothing that may still be read is written over.
            end = found.offset + found.length
            if isinstance(found, Damaged):
                self.damage.append(found)
            elif found.incarnation == self._incarnation and found.desk == self._desk:
                kept[found.change_id] = (found.offset, found.length)
        self._kept, self._file.end = kept, end
        self._length = sum(length for _offset, length in kept.values())
