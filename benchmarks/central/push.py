"""Push of 500-change batches by 16 clients over HTTP, beside COPY of the same rows into the same tables.

python -m benchmarks.central.push [rounds]
"""

import statistics
import sys
import time
from collections.abc import Iterator

import psycopg

from benchmarks.central.ground import Ground, all_at_once, body, day, ground
from desk.records.wire import PUSH_CHANGES
from tests.central.double import Double

CLIENTS, BATCHES = 16, 2
TABLES = {
    "change_receipt": "change_id, desk_id, incarnation, n, stream, kind, schema_version, actor, at,"
    " clock_offset, supersedes, salt, body_sha256, prev_sha256, link",
    "record": "entity, id, number, scope, kind, stream, change_id, body",
    "feed": "n, scope, kind, stream, change_id, body",
}


def push(place: Ground, desks: list[Double]) -> float:
    """Changes a second that central applies; tokens are part of the time, sign-ins part of the batches."""
    bodies = []
    for desk in desks:
        changes = day(desk, BATCHES * PUSH_CHANGES)
        bodies.append(
            [body(desk, changes[at : at + PUSH_CHANGES]) for at in range(0, len(changes), PUSH_CHANGES)]
        )

    def client(desk: Double, batches: list[bytes]) -> None:
        desk.sign_in()
        for batch in batches:
            reply = desk.line.post("/push", content=batch)
            results = reply.json()["results"]
            if [one["outcome"] for one in results] != ["applied"] * PUSH_CHANGES:
                raise RuntimeError(f"not all were applied: {results[:1]}")

    started = time.perf_counter()
    all_at_once([lambda d=desk, b=batch: client(d, b) for desk, batch in zip(desks, bodies, strict=True)])
    return CLIENTS * BATCHES * PUSH_CHANGES / (time.perf_counter() - started)


def copy(place: Ground) -> float:
    """Changes a second by COPY of the rows just pushed, by 16 connections, a batch a transaction."""
    with psycopg.connect(place.dsn, autocommit=True) as db:
        total = CLIENTS * BATCHES * PUSH_CHANGES
        rows: dict[str, list[tuple[object, ...]]] = {}
        order = "(select n from feed f where f.change_id = t.change_id)"
        for table, columns in TABLES.items():
            query = (
                f"select {columns} from {table} t where change_id in"
                f" (select change_id from feed order by n desc limit {total}) order by {order}"
            )
            rows[table] = db.execute(query.encode()).fetchall()
            if len(rows[table]) != total:
                raise RuntimeError(f"{table} has not the rows that were pushed")
        for table in reversed(TABLES):
            db.execute(
                f"delete from {table} where change_id in"
                f" (select change_id from feed order by n desc limit {total})".encode()
                if table != "feed"
                else b"select 1"
            )
        db.execute(f"delete from feed where n > (select max(n) - {total} from feed)".encode())

    def client(number: int) -> None:
        with psycopg.connect(place.dsn) as db:
            for start in slices(number):
                for table, columns in TABLES.items():
                    with db.cursor().copy(f"copy {table} ({columns}) from stdin".encode()) as out:
                        for row in rows[table][start : start + PUSH_CHANGES]:
                            out.write_row(row)
                db.commit()

    started = time.perf_counter()
    all_at_once([lambda n=number: client(n) for number in range(CLIENTS)])
    return total / (time.perf_counter() - started)


def slices(number: int) -> Iterator[int]:
    """Where the batches of a client begin."""
    for batch in range(BATCHES):
        yield (number * BATCHES + batch) * PUSH_CHANGES


def main() -> None:
    """Print each round's rates and the median of their ratios."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    ratios = []
    with ground() as place:
        desks = place.desks(CLIENTS)
        for turn in range(rounds + 1):
            ours, floor = push(place, desks), copy(place)
            print(f"round {turn}: push {ours:,.0f}/s, COPY {floor:,.0f}/s, {ours / floor:.2f}x")
            if turn:
                ratios.append(ours / floor)
    middle = statistics.median(ratios)
    print(f"median of {rounds} rounds after a first: {middle:.2f}x of COPY (at least 0.25x)")


if __name__ == "__main__":
    main()
