"""A feed page of 1,000 rows over HTTP, beside the same JSON made by SQL over a bare connection.

python -m benchmarks.central.pull [pairs]
"""

import statistics
import sys
import time

import psycopg

from benchmarks.central.ground import body, day, ground
from desk.records.wire import PULL_EVENTS

ROWS = 5000
FLOOR = (
    "select convert_to(json_agg(page)::text, 'UTF8') from (select n, scope, kind, stream, change_id, body"
    " from feed where scope = %s and n > %s order by n limit %s) as page"
)


def main() -> None:
    """Print the median time of a page each way and the median of the pairs' ratios."""
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    times: dict[str, list[float]] = {"sql": [], "identity": [], "gzip": []}
    with ground() as place:
        desk = place.desks(1)[0]
        changes = day(desk, ROWS)
        for start in range(0, ROWS, 500):
            desk.line.post("/push", content=body(desk, changes[start : start + 500])).raise_for_status()
        with psycopg.connect(place.dsn, autocommit=True) as db:
            for pair in range(pairs + 10):
                after = pair * 37 % (ROWS - PULL_EVENTS)
                wish: dict[str, str | int] = {
                    "scope": "office:GNC",
                    "epoch": str(desk.me.epoch),
                    "after": after,
                }
                for way in times:
                    started = time.perf_counter()
                    if way == "sql":
                        with db.cursor(binary=True) as cursor:
                            row = cursor.execute(
                                FLOOR.encode(), ("office:GNC", after, PULL_EVENTS)
                            ).fetchone()
                            size = len(row[0]) if row else 0
                    else:
                        reply = desk.line.get("/pull", params=wish, headers={"Accept-Encoding": way})
                        size = len(reply.content)
                    if pair >= 10:
                        times[way].append(time.perf_counter() - started)
                    if size < 500_000:
                        raise RuntimeError(f"a page of {size} bytes is not full")
    floor = times.pop("sql")
    print(
        f"JSON by SQL: {statistics.median(floor) * 1000:.1f} ms a page of {PULL_EVENTS} rows, {size:,} bytes"
    )
    for way, found in times.items():
        ratio = statistics.median(ours / base for ours, base in zip(found, floor, strict=True))
        middle = statistics.median(found) * 1000
        print(f"GET pull, {way}: {middle:.1f} ms, {ratio:.2f}x (identity: at most 1.3x)")


if __name__ == "__main__":
    main()
