"""The files attached to visits, by this desk or another of the office; their contents are blobs."""

from uuid import UUID

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert

from desk.db.reception_tables import attachment
from desk.records.attachment import FileAttached
from desk.records.base import canonical

KIND = "file.attached"
_PUT = insert(attachment)
_PUT = _PUT.on_conflict_do_update(index_elements=["id"], set_={"feed_n": _PUT.excluded.feed_n})


def put(
    connection: Connection, told: FileAttached, change_n: int | None = None, feed_n: int | None = None
) -> None:
    """Keep what is known of a file: written here (`change_n`) or come by the feed."""
    row = {"id": told.id, "visit": told.visit, "body": canonical(told), "at": told.at}
    connection.execute(_PUT, row | {"change_n": change_n, "feed_n": feed_n})


def of_visit(connection: Connection, visit_id: UUID) -> list[FileAttached]:
    """The files of a visit, the oldest first."""
    mine = select(attachment.c.body).where(attachment.c.visit == visit_id).order_by(attachment.c.at)
    return [FileAttached.model_validate_json(body) for body in connection.execute(mine).scalars()]


def forget_numbers(connection: Connection) -> None:
    """Feed numbers of a former life of central mean nothing in the new one."""
    connection.execute(update(attachment).values(feed_n=None))
