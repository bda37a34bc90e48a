"""The first word of a contact: what central holds of a desk, and what it asks for."""

from central.desks import Db, Desk, alarm
from central.push import receipts
from desk.records.base import utc_now
from desk.records.wire import Hello, HelloReply

TOLD = 1000
"""Results in one answer; the rest come with the next."""


def greet(db: Db, desk: Desk, hello: Hello) -> HelloReply:
    """Note how the desk is, and tell it central's clock and epoch, and the fate of what was rejected.

    Results are those the desk asks about and those that central keeps of it, so that neither side's restore
    hides one.
    """
    with db.transaction():
        before = db.execute("select incarnation, head_n from desk where id = %s for update", (desk.id,)).fetchone()
        assert before is not None
        if hello.incarnation == before[0] and hello.head_n < before[1]:
            alarm(db, desk.id, "rollback", n=hello.head_n, held=before[1])
        now = utc_now()
        row = db.execute(
            "update desk set incarnation = %s, app_version = %s, schema_version = %s, unsent = %s, rejected = %s,"
            " head_n = case when incarnation = %s then head_n else 0 end, clock_ms = %s, seen_at = now()"
            " where id = %s returning directives,"
            " (select epoch from feed_head), (select coalesce(max(n), 0) from change_receipt where incarnation = %s)",
            (
                hello.incarnation,
                hello.app_version,
                hello.schema_version,
                hello.unsent,
                len(hello.rejected),
                hello.incarnation,
                round((now - hello.sent_at).total_seconds() * 1000),
                desk.id,
                hello.incarnation,
            ),
        ).fetchone()
        assert row is not None
        kept = db.execute(
            "select change_id from dead_letter where desk_id = %s and state = 'open' order by at limit %s",
            (desk.id, TOLD),
        ).fetchall()
        asked = dict.fromkeys([*hello.rejected, *(letter[0] for letter in kept)])
        known = receipts.stored(db, desk.id, list(asked)[:TOLD])
    return HelloReply(
        server_time=now,
        epoch=row[1],
        held_n=row[2],
        results=[stored.result for stored in known.values()],
        directives=row[0],
    )
