"""Records of changes that came back from central's quarantine to a desk that was restored without them."""

import json
from contextlib import suppress

from pydantic import ValidationError
from sqlalchemy import Connection
from sqlalchemy.exc import StatementError

from desk.db import case_files, confirmed, visits
from desk.records.appeal import Appeal
from desk.records.case_event import CaseEvent
from desk.records.council import Complaint
from desk.records.kinds import FACTS, OF_CASES
from desk.records.visit import Visit
from desk.records.wire import Change


def show(connection: Connection, change: Change, n: int) -> None:
    """Write what the change says where clerks look for it; what cannot be shown is in the quarantine only."""
    try:
        with connection.begin_nested():
            _show(connection, change, n)
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


def _show(connection: Connection, change: Change, n: int) -> None:
    if change.kind == "visit.registered":
        visits.add(connection, _lenient(change.body), n)
    elif change.kind == "visit.edited":
        row = visits.one(connection, json.loads(change.body)["id"])
        if row is not None:
            confirmed.settle(connection, row, confirmed.of(connection, row), row.feed_n)
    elif change.kind in OF_CASES:
        record = FACTS[change.kind].model_validate_json(change.body)
        if isinstance(record, CaseEvent | Appeal | Complaint):
            case_files.add(connection, change.kind, record, n)
