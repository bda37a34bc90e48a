"""Erasing what a desk's supervisor asked to erase: record, feed, quarantine and salts; a note for backups."""

from psycopg.types.json import Jsonb

from central.desks import Db
from desk.records.audit import RecordErased
from desk.records.base import canonical

KIND = "record.erased"
LETTERS = "update dead_letter set body = '', context = %s where stream = %s and desk_id is not null"
FEED = "update feed set kind = 'record.erased', body = %s where stream = %s and kind <> 'record.erased'"
RECORDS = """
update record set kind = 'record.erased', body = %s
where stream = %s and kind <> 'record.erased' and scope = any(%s)
"""
SALTS = "update change_receipt set salt = '' where stream = %s and kind <> 'record.erased'"
NOTE = """
insert into erasure (id, entity, record_id, reason, clerk) values (%s, %s, %s, %s, %s) on conflict do nothing
"""


def erase(db: Db, told: RecordErased, scopes: tuple[str, ...]) -> None:
    """Take every text of the record's stream out of this database, if the desk may read it.

    Numbers and hashes stay: a number belongs to one record for ever, and the log's chain is not broken.
    """
    stream = f"{told.entity}:{told.record}"
    known = db.execute(
        "select 1 from record where entity = %s and id = %s and scope = any(%s)",
        (told.entity, str(told.record), list(scopes)),
    ).fetchone()
    if known is None:
        return
    body = canonical(told)
    db.execute(RECORDS, (body, stream, list(scopes)))
    db.execute(FEED, (body, stream))
    db.execute(LETTERS, (Jsonb({}), stream))
    db.execute(SALTS, (stream,))
    db.execute(NOTE, (told.id, told.entity, str(told.record), told.reason, told.clerk))


def erased_since(db: Db, moment: str) -> list[dict[str, str]]:
    """What was erased after a moment: whoever puts a backup of then back erases it again."""
    rows = db.execute(
        "select entity, record_id, reason, clerk, at from erasure where at >= %s order by at", (moment,)
    )
    names = ("entity", "record", "reason", "clerk", "at")
    return [dict(zip(names, map(str, row), strict=True)) for row in rows]


__all__ = ["KIND", "erase", "erased_since"]
