"""Applications as central told them last, and the documents that were handed over."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, TextClause, func, select, text, update
from sqlalchemy.dialects.sqlite import insert

from desk.db.reception_tables import handover
from desk.records.application import Application, DocumentHandedOver
from desk.records.base import canonical

HANDED = "document.handed_over"
_ADD = insert(handover)
_MERGE = _ADD.on_conflict_do_update(
    index_elements=["id"], set_={"body": _ADD.excluded.body, "feed_n": _ADD.excluded.feed_n}
)
# SQLite takes an index on an expression only where the query has the same one.
_BY_DOCUMENT = text(
    "SELECT body FROM reference WHERE kind = 'application.set'"
    " AND json_extract(body, '$.document_number') = :value ORDER BY feed_n DESC LIMIT 50"
)
_BY_RECEIPT = text(
    "SELECT body FROM reference WHERE kind = 'application.set'"
    " AND json_extract(body, '$.receipt') = :value ORDER BY feed_n DESC LIMIT 50"
)
_ONE = text("SELECT body FROM reference WHERE kind = 'application.set' AND stream = :value")


def _found(connection: Connection, query: TextClause, value: str) -> list[Application]:
    bodies = connection.execute(query, {"value": value}).scalars()
    return [Application.model_validate_json(body) for body in bodies]


def by_receipt(connection: Connection, receipt: str) -> list[Application]:
    """The applications of a receipt, the newest word first, at most 50."""
    return _found(connection, _BY_RECEIPT, receipt)


def by_person(connection: Connection, document: str, born: date, citizenship: str) -> list[Application]:
    """The applications of a person: document, birth date and citizenship must all agree."""
    found = _found(connection, _BY_DOCUMENT, document)
    return [one for one in found if one.birth_date == born and one.citizenship == citizenship]


def one(connection: Connection, application_id: str) -> Application | None:
    """An application by its identifier."""
    return next(iter(_found(connection, _ONE, f"application:{application_id}")), None)


def add(connection: Connection, record: DocumentHandedOver, change_n: int) -> None:
    """Write that this desk handed a document over."""
    connection.execute(_ADD, _row(record) | {"change_n": change_n, "feed_n": None})


def merge(connection: Connection, record: DocumentHandedOver, feed_n: int) -> None:
    """Write what came by the feed; our own keeps the change that it was written by."""
    connection.execute(_MERGE, _row(record) | {"change_n": None, "feed_n": feed_n})


def _row(record: DocumentHandedOver) -> dict[str, Any]:
    return {
        "id": record.id,
        "application": record.application,
        "body": canonical(record),
        "at": record.at,
    }


def handovers(connection: Connection, application_id: str) -> list[DocumentHandedOver]:
    """Every time that an application's document was handed over, the earliest first; one is right."""
    rows = select(handover.c.body).where(handover.c.application == application_id)
    bodies = connection.execute(rows.order_by(handover.c.at, handover.c.id)).scalars()
    return [DocumentHandedOver.model_validate_json(body) for body in bodies]


def handed_twice(connection: Connection) -> list[Row[Any]]:
    """The applications whose document was handed over more than once, each with how often."""
    rows = select(handover.c.application, func.count().label("times")).group_by(handover.c.application)
    return list(connection.execute(rows.having(func.count() > 1).order_by(handover.c.application)))


def forget_numbers(connection: Connection) -> None:
    """Feed numbers of a former life of central mean nothing in the new one."""
    connection.execute(update(handover).where(handover.c.feed_n.is_not(None)).values(feed_n=None))
