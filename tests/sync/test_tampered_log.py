"""The desk itself finds what was altered in its log, in whatever column of whatever row."""

import random
from collections import Counter
from typing import Any

from sqlalchemy import text

from desk.db.log_tables import change
from desk.usecases.desk import Desk
from desk.usecases.log_check import check_log
from desk.usecases.register_visit import register_visit
from tests.desks import form
from tests.proofs import rounds

CASES = rounds(1_000, 10_000)
TEXTS = ("body", "stream", "kind", "actor", "body_sha256", "prev_sha256", "chain", "salt")
COUNTS = ("schema_version", "clock_offset")
Rows = list[dict[str, Any]]


def altered(rows: Rows, dice: random.Random) -> str:
    """Alter the rows in one way; what was done."""
    row = dice.choice(rows[:-1])
    how = dice.choice((*TEXTS, *COUNTS, "removed", "moved", "texts swapped"))
    if how in TEXTS:
        place = dice.randrange(len(row[how]))
        new = dice.choice([one for one in "0123456789abcdef" if one != row[how][place]])
        row[how] = row[how][:place] + new + row[how][place + 1 :]
    elif how in COUNTS:
        row[how] += dice.randrange(1, 1000)
    elif how == "removed":
        rows.remove(row)
    elif how == "moved":
        row["n"] += 1000
    else:
        other = dice.choice([one for one in rows if one is not row])
        row["body"], other["body"] = other["body"], row["body"]
    return how


def put(desk: Desk, rows: Rows) -> None:
    with desk.store.write() as connection:
        connection.execute(change.delete())
        connection.execute(change.insert(), rows)


def test_s5_every_altered_row_is_found_by_the_desk_itself(desk: Desk) -> None:
    for _ in range(12):
        register_visit(desk, form())
    with desk.store.write() as connection:
        for trigger in (
            connection.execute(text("select name from sqlite_master where type = 'trigger'")).scalars().all()
        ):
            connection.execute(text(f"drop trigger {trigger}"))
    desk.store._raw.execute("PRAGMA foreign_keys = OFF")
    with desk.store.read() as connection:
        whole = [dict(row) for row in connection.execute(change.select().order_by(change.c.n)).mappings()]
    dice, done, missed = random.Random(5), Counter[str](), []
    for number in range(CASES):
        rows = [dict(row) for row in whole]
        done[how := altered(rows, dice)] += 1
        put(desk, rows)
        if check_log(desk.store) is None:
            missed.append(f"{number}: {how}")
    put(desk, whole)
    assert missed == []
    assert check_log(desk.store) is None
    assert len(done) == len(TEXTS) + len(COUNTS) + 3
