"""The files attached to visits and cases, by this desk or another one; their contents are blobs."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, literal_column, select, update
from sqlalchemy.dialects.sqlite import insert

from desk.db.log_tables import change
from desk.db.reception_tables import attachment
from desk.records.attachment import Attachment, CaseFileAttached, FileAttached
from desk.records.base import canonical

KINDS: dict[str, type[Attachment]] = {
    "file.attached": FileAttached,
    "case_file.attached": CaseFileAttached,
}
ENTITIES = {record: kind.partition(".")[0] for kind, record in KINDS.items()}
_PUT = insert(attachment)
_PUT = _PUT.on_conflict_do_update(index_elements=["id"], set_={"feed_n": _PUT.excluded.feed_n})
_KIND = attachment.c.entity.concat(literal_column("'.attached'")).label("kind")
_ROWS = (
    select(attachment, _KIND, change.c.state, change.c.result)
    .select_from(attachment.outerjoin(change, change.c.n == attachment.c.change_n))
    .order_by(attachment.c.at, attachment.c.id)
)


def put(
    connection: Connection, told: Attachment, change_n: int | None = None, feed_n: int | None = None
) -> None:
    """Keep what is known of a file: written here (`change_n`) or come by the feed."""
    row = {"id": told.id, "entity": ENTITIES[type(told)], "record": told.belongs_to}
    row |= {"body": canonical(told), "at": told.at}
    connection.execute(_PUT, row | {"change_n": change_n, "feed_n": feed_n})


def rows_of(connection: Connection, record_id: UUID) -> list[Row[Any]]:
    """The stored files of a record, the oldest first, each with its kind and the state of its change."""
    return list(connection.execute(_ROWS.where(attachment.c.record == record_id)))


def read(row: Row[Any]) -> Attachment:
    """What a stored row says."""
    return KINDS[row.kind].model_validate_json(row.body)


def of_record(connection: Connection, record_id: UUID) -> list[Attachment]:
    """The files of a record, the oldest first."""
    return [read(row) for row in rows_of(connection, record_id)]


def forget_numbers(connection: Connection) -> None:
    """Feed numbers of a former life of central mean nothing in the new one."""
    connection.execute(update(attachment).values(feed_n=None))
