"""A desk with a register of appeals as large as asked, spread over the 1,800 days before TODAY."""

from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from central.sample.appeals import appeals
from desk.db import case_files
from desk.db.case_tables import case_event, case_file
from desk.lang import BAKU
from desk.records.appeal import Appeal
from desk.records.base import canonical, new_id
from desk.records.number import Number
from desk.rules.calendar import Calendar
from desk.usecases.desk import Desk
from tests.desks import Made, make

TODAY = date(2026, 11, 20)


def filled(folder: Path, count: int) -> Made:
    """A desk's folder with that many appeals; one in fifty is open, the others are closed."""
    made = make(folder)
    desk = made.open()
    _fill(desk, count)
    desk.close()
    return made


def _fill(desk: Desk, count: int) -> None:
    days, rows, events = Calendar(), [], []
    for n, plan in enumerate(appeals(1, 2026, count)):
        received = TODAY - timedelta(days=(count - 1 - n) * 1800 // count)
        record = _record(plan.card, n, received)
        row = case_files.row_of(case_files.derive(record, []), [], days)
        old = n % 50 != 0
        rows.append(row | ({"due_on": None, "due_rule": "", "state": "closed"} if old else {}))
        body = canonical(record)
        stem = {"id": record.id, "case_id": record.id, "kind": "appeal.registered", "body": body}
        events.append(stem | {"change_n": None, "feed_n": n + 1})
    with desk.store.write() as connection:
        connection.execute(insert(case_file), rows)
        connection.execute(insert(case_event), events)


def _record(card: object, n: int, received: date) -> Appeal:
    return Appeal(
        **dict(card)  # type: ignore[call-overload]
        | {
            "id": new_id(),
            "number": str(Number("A", received.year % 100, "GNC2", n + 1)),
            "received_on": received,
            "office": "GNC",
            "desk": "GNC2",
            "clerk": "aysel",
            "clerk_name": "Aysel",
            "registered_at": datetime.combine(received, datetime.min.time(), BAKU),
        }
    )
