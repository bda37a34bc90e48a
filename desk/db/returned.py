"""Records of changes that came back from central's quarantine to a desk that was restored without them."""

import json
from contextlib import suppress

from pydantic import ValidationError
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import StatementError

from desk.db import case_files, confirmed, visits
from desk.db.changes import INSERT, UNSENT, WAITS
from desk.db.log_tables import ChangeState, change
from desk.records.appeal import Appeal
from desk.records.case_event import CaseEvent
from desk.records.contact import STORED
from desk.records.council import Complaint
from desk.records.kinds import FACTS, OF_CASES
from desk.records.visit import Visit
from desk.records.wire import Change, Result


def take_back(connection: Connection, written: Change, result: Result) -> None:
    """Write a change before the log, outside of its chain, and what it says where clerks look for it.

    It has a number below zero here, and is sent again under its own.
    """
    lowest = connection.execute(select(func.min(change.c.n))).scalar()
    n = min(lowest or 0, 0) - 1
    state = ChangeState.blocked if result.code == WAITS else ChangeState.rejected
    row = vars(written) | {"at": written.at.isoformat(), "chain": written.chain, **UNSENT}
    row |= {"n": n, "former_n": written.n, "result": result.model_dump_json(), "state": state}
    INSERT.run(connection, row)
    show(connection, written, n)


def show(connection: Connection, written: Change, n: int) -> None:
    """Write what the change says where clerks look for it; what cannot be shown is in the quarantine only."""
    try:
        with connection.begin_nested():
            _show(connection, written, n)
    except (ValidationError, StatementError):
        return


def _lenient(body: str) -> Visit:
    """A visit as it was written, the values that the form refuses included: they are why it was rejected."""
    said = json.loads(body)
    record = Visit.model_construct(**said)
    for name, value in said.items():
        with suppress(ValidationError):
            Visit.__pydantic_validator__.validate_assignment(record, name, value)
    return record


def _show(connection: Connection, written: Change, n: int) -> None:
    if written.kind == "visit.registered":
        visits.add(connection, _lenient(written.body), n)
    elif written.kind == "visit.edited":
        row = visits.one(connection, json.loads(written.body)["id"])
        if row is not None:
            confirmed.settle(connection, row, confirmed.of(connection, row), row.feed_n)
    elif written.kind in OF_CASES:
        record = FACTS[written.kind].model_validate_json(written.body, context=STORED)
        if isinstance(record, CaseEvent | Appeal | Complaint):
            case_files.add(connection, written.kind, record, n)
