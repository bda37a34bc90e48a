"""The list that a desk holds: which file it is, asked on a connection of its own, replaced only when whole.

The folder holds one finished file a list and the small file `current`, which names the one that answers.
A lookup waits for no writing: only for another lookup.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import sqlcipher3

from desk.crypto.files import replace_file
from desk.db.restrictions import store
from desk.db.restrictions.errors import ListCorruptError, ListError, ListOutdatedError
from desk.db.restrictions.row import Manifest, RestrictionRow

if TYPE_CHECKING:
    from desk.db.restrictions.answer import Found, Query
    from desk.db.restrictions.lists import RestrictionList

CURRENT = "current"
ARRIVING = "arriving.db"
Progress = Callable[[int], None]
"""Told the percentage of a build."""


class ListAbsentError(ListError):
    """There is no list to ask."""


@dataclass(frozen=True)
class ListState:
    """Which list answers: complete up to `version` of the feed of one life of central, as of its clock."""

    version: int
    epoch: UUID
    as_of: datetime
    count: int


class HeldList:
    """The list's folder under one key; its methods may be called from any thread."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self.folder, self.key = folder, key
        self.state: ListState | None = None
        """Nothing while there is no list that can be read."""
        self.damaged = False
        self._path: Path | None = None
        self._reader: RestrictionList | None = None
        self._asking = threading.Lock()
        self._writing = threading.Lock()

    def open(self) -> None:
        """Find the list that answers; a damaged one is told by `damaged`, and is as good as none."""
        try:
            name = json.loads((self.folder / CURRENT).read_bytes())["file"]
            path = self.folder / Path(str(name)).name
        except (OSError, ValueError, KeyError, TypeError):
            return
        try:
            self.state, self._path = _state(path, self.key), path
        except ListError:
            self.damaged = True

    def ask(self, query: "Query", today: date) -> "Found":
        """Ask the list; raises ListAbsentError and LookupInputError."""
        with self._asking:
            try:
                return self._opened().find(query, today=today)
            except (sqlcipher3.DatabaseError, ListError) as error:
                if not isinstance(error, ListAbsentError):
                    self._lose()
                raise ListAbsentError("the list cannot be read") from error

    def warm(self) -> None:
        """Read what a first lookup would wait for."""
        with self._asking, suppress(sqlcipher3.DatabaseError, ListError):
            self._opened()

    def thresholds(self) -> dict[str, float]:
        """The points from which a record is shown, by what is known of the birth date; {} before a lookup."""
        reader = self._reader
        return {known.value: value for known, value in reader.thresholds.items()} if reader else {}

    def _opened(self) -> "RestrictionList":
        from desk.db.restrictions.lists import RestrictionList

        if self._path is None:
            raise ListAbsentError("there is no list")
        if self._reader is None:
            self._reader = RestrictionList.open(self._path, self.key)
        return self._reader

    def _lose(self) -> None:
        """What cannot be read answers nothing any more; it is loaded anew."""
        self.damaged, self.state, self._path = True, None, None
        self._forget_reader()

    def _forget_reader(self) -> None:
        reader, self._reader = self._reader, None
        if reader is not None:
            with suppress(sqlcipher3.Error):
                reader.close()

    def check_newer(self, as_of: datetime) -> None:
        """Raise ListOutdatedError for a list that is older than the one held."""
        if self.state is not None and as_of < self.state.as_of:
            raise ListOutdatedError("the list is older than the one held")

    @store.disk_told()
    def replace(
        self,
        rows: Iterator[RestrictionRow],
        manifest: Manifest,
        epoch: UUID,
        name: str,
        tell: Progress = lambda percent: None,
    ) -> None:
        """Build a list in a file of its own and let it answer once it is whole; until then the old one does.

        `name` tells this list from others: a build cut short goes on when it is called with the same again.
        Raises ListOutdatedError, ListCorruptError, ListDiskError, and whatever `tell` raises to stop it.
        """
        from desk.db.restrictions.build import Stage, build

        self.check_newer(manifest.as_of)
        path = self.folder / f"{name}.db"

        def told(stage: Stage, done: int, total: int) -> None:
            begin, share = {Stage.ROWS: (0, 70), Stage.INDEX: (70, 10), Stage.THRESHOLDS: (80, 20)}[stage]
            tell(begin + share * done // max(total, 1))

        with self._writing:
            if not path.exists():
                build(path, self.key, rows, manifest, told)
            connection = store.connect(path, self.key)
            store.write_about(connection, epoch=epoch)
            connection.close()
            state = _state(path, self.key)
            self._switch(path, state)

    def _switch(self, path: Path, state: ListState) -> None:
        from desk.db.restrictions.lists import RestrictionList

        fresh = RestrictionList.open(path, self.key)
        replace_file(self.folder / CURRENT, json.dumps({"file": path.name}).encode())
        with self._asking:
            self._forget_reader()
            self._reader, self._path, self.state, self.damaged = fresh, path, state, False
        self._sweep(path)

    def _sweep(self, kept: Path) -> None:
        """Delete the files of former lists."""
        for file in self.folder.iterdir():
            if not file.name.startswith((kept.name, CURRENT, ARRIVING)):
                with suppress(OSError):
                    file.unlink()

    def begin_epoch(self, epoch: UUID) -> None:
        """Central is another than before: its feed is read from the beginning into the list as it is."""
        if self.state is not None:
            self._note(replace(self.state, epoch=epoch, version=0))

    def read_again(self) -> None:
        """Read the same feed from its beginning; what is there already is not altered by it."""
        if self.state is not None:
            self.begin_epoch(self.state.epoch)

    @store.disk_told()
    def apply(self, puts: list[RestrictionRow], version: int, as_of: datetime) -> None:
        """Apply one page of the feed with its cursor, in one transaction of the list's file.

        Raises ListDiskError.
        """
        from desk.db.restrictions.change import ListWriter

        if self.state is None or self._path is None:
            raise ListAbsentError("there is no list")
        if not puts:
            self._note(replace(self.state, version=version, as_of=as_of))
            return
        with self._writing:
            writer = ListWriter(self._path, self.key)
            try:
                writer.apply(puts, [], version=version, as_of=as_of.isoformat())
            finally:
                writer.close()
            self.state = _state(self._path, self.key)
            self._follow_growth(self._path, self.state)

    def _follow_growth(self, path: Path, state: ListState) -> None:
        """Derive the thresholds anew for a list that has outgrown them; lookups go on meanwhile."""
        from desk.db.restrictions.calibrate import calibrate, outgrown
        from desk.db.restrictions.change import recount

        connection = store.connect(path, self.key)
        try:
            if not outgrown(store.read_about(connection)):
                return
            recount(connection)
            calibrate(connection, lambda done, total: None)
        finally:
            connection.close()
        self._switch(path, state)

    @store.disk_told()
    def _note(self, state: ListState) -> None:
        """Write down where the list stands."""
        if self._path is None:
            raise ListAbsentError("there is no list")
        with self._writing:
            connection = store.connect(self._path, self.key)
            try:
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("BEGIN IMMEDIATE")
                store.write_about(
                    connection, version=state.version, as_of=state.as_of.isoformat(), epoch=state.epoch
                )
                connection.execute("COMMIT")
            finally:
                connection.close()
            self.state = state

    def close(self) -> None:
        """Close the list."""
        with self._asking:
            self._forget_reader()


def _state(path: Path, key: bytes) -> ListState:
    """What a finished file says of itself; raises ListCorruptError."""
    if not path.exists():
        raise ListCorruptError("there is no such file")
    connection = store.connect(path, key)
    try:
        about = store.read_about(connection)
        return ListState(
            int(about["version"]),
            UUID(about["epoch"]),
            datetime.fromisoformat(about["as_of"]),
            int(about["count"]),
        )
    except (KeyError, ValueError) as error:
        raise ListCorruptError("the file is not a finished list") from error
    finally:
        connection.close()
