"""The first load of the list at a desk, by file and by feed, beside one zstd SQLite file of the same rows.

python -m benchmarks.sync.first_load [ROWS] [ROUNDS]: the floor is fetched over loopback, compared with its
SHA-256, unpacked and looked through; ours is fetched and verified by the desk's own code from a served
central, and then built until it answers. By feed: SAMPLE more rows arrive as changes of that list, and their
time is multiplied up to ROWS. Our contact is open before the clock starts. Made-up people only.
"""

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from uuid import UUID

import psycopg

from benchmarks.central.ground import Ground, ground
from benchmarks.pairs import ratios
from benchmarks.sync.plain_file import PlainFile, plain_file
from central.desks import Db
from central.list_key import list_key
from central.lists import publish
from central.references import set_references
from central.sample.restrictions import restrictions
from desk.crypto.list_file import list_key as key_of
from desk.db.restrictions.errors import ListCorruptError
from desk.db.restrictions.held import HeldList, Progress
from desk.db.restrictions.row import Manifest, RestrictionRow
from desk.records.base import canonical, canonical_json, new_id
from desk.records.restriction import Restriction
from desk.sync.worker import Worker
from tests.central.world import World, add_clerks
from tests.sync.house import DATA_KEY, House, open_house

SAMPLE = 20_000
"""Rows that come by feed, and people of whom the other rows are mixed."""
_COPY = "copy record (entity, id, scope, kind, stream, change_id, body) from stdin"


class TimedList(HeldList):
    """A desk's list that notes when its file was there and verified, and on wish is not built then."""

    verified = 0.0
    builds = True

    def replace(
        self,
        rows: Iterator[RestrictionRow],
        manifest: Manifest,
        epoch: UUID,
        name: str,
        tell: Progress = lambda percent: None,
    ) -> None:
        """Build the list, unless only its arrival is measured; the file is then thrown away."""
        self.verified = time.perf_counter()
        if not self.builds:
            raise ListCorruptError("only its arrival is measured")
        super().replace(rows, manifest, epoch, name, tell)


def bodies(sample: list[Restriction], rows: int) -> Iterator[tuple[str, str, str]]:
    """Identifier, document number and canonical JSON of so many rows: names of one and details of another."""
    random, said = Random(7), [json.loads(canonical(row)) for row in sample]
    for at in range(rows):
        one, other = said[at % len(said)], random.choice(said)
        number = f"X{at:08d}"
        mixed = one | {
            "id": str(new_id()),
            "given_names": other["given_names"],
            "birth_date": other["birth_date"],
            "documents": [{"kind": "passport", "number": number}],
        }
        yield mixed["id"], number, canonical_json(mixed)


def _write(db: Db, rows: Iterator[tuple[str, str, str]]) -> None:
    """Let central hold rows that no feed tells of."""
    with db.cursor() as cursor, cursor.copy(_COPY) as into:
        for key, _number, body in rows:
            stream = f"restriction:{key}"
            into.write_row(("restriction", key, "restrictions", "restriction.set", stream, new_id(), body))


async def _follow(worker: Worker, house: House) -> float:
    """The moment at which the desk began to follow the list; it has come to its end."""
    session, keeper = house.session, house.keeper
    if session is None or keeper is None:
        raise RuntimeError("the worker has no list to follow")
    reply = await session.greet()
    begun = time.perf_counter()
    await keeper.follow(reply.epoch, session._page)
    await keeper.settled()
    return begun


class Desk:
    """One enrolled desk with a list that is timed."""

    def __init__(self, world: World, folder: Path) -> None:
        self.house = open_house(world, folder / "desk.db", "GNC")
        self.list = TimedList(folder / "list", key_of(DATA_KEY))
        self.list.open()
        self.house.restrictions = self.list

    def follow(self) -> tuple[float, float, float]:
        """Seconds until the file was verified, until the list answers, and of the process's own time."""
        spent = time.process_time()
        begun = self.house.run(lambda worker: _follow(worker, self.house))
        ended = time.perf_counter()
        return self.list.verified - begun, ended - begun, time.process_time() - spent

    def expect(self, rows: int) -> None:
        """Raise RuntimeError where the list that answers has not just so many rows."""
        state = self.list.state
        if state is None or state.count != rows:
            raise RuntimeError(f"the list is not whole: {state}")


def _by_file(desk: Desk, plain: PlainFile, rows: int, rounds: int) -> float:
    """Print the ratios of arrival, taken in turn with the floor, and one whole load; the floor in seconds."""
    floors, bare, ours = [], [], []
    desk.list.builds = False
    for _ in range(rounds):
        fetched, whole = plain.load()
        floors.append(whole)
        bare.append(fetched)
        ours.append(desk.follow()[0])
        if ours[-1] < 0:
            raise RuntimeError("the file did not arrive")
    found = ratios(floors, ours)
    print(found.line("by file, received and verified", "s"))
    print(ratios(bare, ours).line("the same beside the floor's file received and hashed only", "s"))
    desk.list.builds = True
    _verified, whole, spent = desk.follow()
    desk.expect(rows)
    print(f"until it answers: {whole:.1f} s, {spent:.1f} s of processor time, {whole / found.floor:.1f}x")
    return found.floor


def _by_feed(desk: Desk, db: Db, sample: list[Restriction], rows: int, floor: float) -> None:
    """Print what more rows cost as changes, for as many rows as the file had."""
    set_references(db, (("restriction.set", row) for row in sample))
    _none, whole, spent = desk.follow()
    desk.expect(rows + len(sample))
    scale = rows / len(sample)
    print(f"by feed: {len(sample)} rows in {whole:.1f} s, {spent:.1f} s of processor time")
    print(f"times {scale:.0f}: {whole * scale:.0f} s, {whole * scale / floor:.0f}x")


@contextmanager
def _central(place: Ground, folder: Path) -> Iterator[World]:
    """A central without a list, whose key for lists lies in the folder."""
    with psycopg.connect(place.dsn, autocommit=True) as db:
        db.execute("delete from setting where name = 'list_key'")
        list_key(db, folder)
        add_clerks(db, "GNC")
        yield World(place.url, db)


def main(rows: int, rounds: int) -> None:
    """Print what the file weighs, the ratios by file and the one by feed."""
    sample = list(restrictions(7, min(rows, SAMPLE)))
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as name,
        ground() as place,
        _central(place, Path(name) / "central") as world,
    ):
        folder = Path(name)
        mixed = list(bodies(sample, rows))
        _write(world.db, iter(mixed))
        manifest = publish(world.db, folder / "central")
        with plain_file(folder / "plain", mixed) as plain:
            print(
                f"{rows} rows: our file {manifest.size / 1e6:.1f} MB, the floor's {plain.size / 1e6:.1f} MB"
            )
            desk = Desk(world, folder / "desk")
            floor = _by_file(desk, plain, rows, rounds)
        _by_feed(desk, world.db, sample, rows, floor)
        desk.house.close()


if __name__ == "__main__":
    main(*(int(given) for given in (*sys.argv[1:3], *("100000", "5")[len(sys.argv) - 1 :])))
