"""Erasing what a desk's supervisor asked to erase: record, feed, quarantine and salts; a note for backups."""

import json
from datetime import datetime

from central.desks import Db
from desk.records.audit import RecordErased, stream_of
from desk.records.base import canonical

KIND = "record.erased"
FILES = ("file", "case_file")
LETTERS = """
update dead_letter set body = '', context = '{}',
    state = case when state = 'open' then 'erased' else state end
where stream = any(%s)
"""
FEED = "update feed set kind = 'record.erased', body = %s where stream = any(%s) and kind <> 'record.erased'"
RECORDS = """
update record set kind = 'record.erased', body = %s
where stream = any(%s) and kind <> 'record.erased' and (scope = any(%s) or entity = 'change')
"""
SALTS = """
update change_receipt set salt = '', body = null where stream = any(%s) and kind <> 'record.erased'
"""
ABOUT = "select 'change:' || change_id from change_receipt where stream = %s"
"""The streams of what people did about the record's changes: handed over, one is there with its body."""
NOTE = """
insert into erasure (id, entity, record_id, reason, clerk) values (%s, %s, %s, %s, %s) on conflict do nothing
"""


def erase(db: Db, told: RecordErased, scopes: tuple[str, ...]) -> None:
    """Take every text of the record and of its changes out of this database, if the desk may read it.

    A record that its desk wrote into the stream of another takes nothing of that one along.
    Numbers and hashes stay: a number belongs to one record for ever, and the log's chain is not broken.
    """
    known = db.execute(
        "select body, stream from record where entity = %s and id = %s and stream = %s and scope = any(%s)",
        (told.entity, str(told.record), stream_of(told.entity, told.record), list(scopes)),
    ).fetchone()
    if known is None:
        return
    held, stream = known
    if told.entity in FILES:
        _erase_file(db, held)
    body = canonical(told)
    streams = [stream, *(about for (about,) in db.execute(ABOUT, (stream,)))]
    db.execute(RECORDS, (body, streams, list(scopes)))
    db.execute(FEED, (body, streams))
    db.execute(LETTERS, (streams,))
    db.execute(SALTS, (streams,))
    db.execute(NOTE, (told.id, told.entity, str(told.record), told.reason, told.clerk))


def _erase_file(db: Db, body: str) -> None:
    """The file goes too, unless another record has the same one."""
    name = json.loads(body).get("sha256", "")
    others = db.execute(
        "select count(*) from record where entity = any(%s) and body like %s",
        ([*FILES, "measure"], f"%{name}%"),
    ).fetchone()
    if name and others and others[0] <= 1:
        db.execute("delete from blob where sha256 = %s", (name,))


def erased_since(db: Db, moment: datetime) -> list[dict[str, str]]:
    """What was erased after a moment: whoever puts a backup of then back erases it again."""
    rows = db.execute(
        "select entity, record_id, reason, clerk, at from erasure where at >= %s order by at", (moment,)
    )
    names = ("entity", "record", "reason", "clerk", "at")
    return [dict(zip(names, map(str, row), strict=True)) for row in rows]


__all__ = ["KIND", "erase", "erased_since"]
