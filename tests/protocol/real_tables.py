"""The tables of real desks and of the real central, told in the words of the protocol's rules."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from central.desks import Db
from desk.db import facts
from desk.db.log_tables import ChangeState, change, confirmed, cursor
from desk.db.reception_tables import visit
from desk.db.store import Store
from desk.sync import ledger
from tests.protocol.wire import Change, Event, Kind, Receipt, Record, Row, State, Verdict
from tests.protocol.world import CentralView, DeskView

FIELDS = {"f0": "note", "f1": "given_name"}
"""The model's fields as those of a visit."""
NAMES = {name: field for field, name in FIELDS.items()}


LOG = select(change.c.change_id, change.c.state, change.c.feed_n)
SEEN = (
    select(visit.c.id, visit.c.number, visit.c.feed_n, *(visit.c[name] for name in NAMES), confirmed.c.body)
    .outerjoin(confirmed, (confirmed.c.entity == "visit") & (confirmed.c.id == visit.c.id))
    .where(visit.c.feed_n.is_not(None))
)
"""The visits that central told a desk of: what the clerk sees, and what is kept of central's beside it."""


@dataclass(frozen=True)
class Written:
    """What the adapter knows of the changes that it had written, by their identifiers."""

    changes: Mapping[str, Change]

    def of(self, change_id: str) -> Change:
        """The change as the rules see it."""
        return self.changes[change_id]


def desk_view(device: str, office: str, store: Store, written: Written) -> DeskView:
    """What one desk's tables and header show."""
    with store.read() as connection:
        log = list(connection.execute(LOG))
        seen = list(connection.execute(SEEN))
        places = {row.scope: row for row in connection.execute(select(cursor))}
        code, epoch = facts.get(connection, "desk"), facts.get(connection, "epoch")
    rows = {
        str(row.change_id): Row(written.of(str(row.change_id)), State(row.state), "", row.feed_n or 0)
        for row in log
    }
    place = places.get(f"office:{office}")
    current = place is not None and str(place.epoch) == epoch
    return DeskView(
        device,
        office,
        code,
        epoch,
        place.after if place is not None and current else 0,
        current,
        rows,
        {f"visit:{row.id}": Record(office, row.number, _held(row, rows)) for row in seen},
        _header(store, log),
        0,
    )


def _header(store: Store, log: list[Any]) -> dict[str, int]:
    """The counters as the status shows them; those that it does not show from the table."""
    shown = ledger.counts(store)
    counted = Counter(str(row.state) for row in log)
    told = {
        ChangeState.pending: shown.pending,
        ChangeState.blocked: shown.blocked,
        ChangeState.rejected: shown.rejected,
    }
    return dict(counted) | {str(state): n for state, n in told.items()}


def _held(row: Any, log: Mapping[str, Row]) -> dict[str, str]:
    """What a desk holds of a visit as central has it: what it shows, but for its own edits on top of that."""
    edits = (r for r in log.values() if r.change.body.kind is Kind.EDIT)
    own = (r for r in edits if r.change.body.stream == f"visit:{row.id}")
    settled = all(r.state is State.ACKNOWLEDGED and 0 < r.n <= row.feed_n for r in own)
    return _fields(dict(row._mapping) if settled or row.body is None else json.loads(row.body))


def _fields(row: Mapping[str, Any]) -> dict[str, str]:
    return {field: row[name] for field, name in FIELDS.items() if row[name]}


def central_view(db: Db, written: Written) -> CentralView:
    """What central's tables show."""
    epoch = db.execute("select epoch from feed_head").fetchone()
    letters = {
        str(row[0]): row for row in db.execute("select change_id, outcome, code, state from dead_letter")
    }
    feed = _feed(db, written)
    applied = {event.change_id: event.n for event in feed}
    receipts: dict[str, Receipt] = {}
    for (change_id,) in db.execute("select change_id from change_receipt"):
        key = str(change_id)
        letter = letters.get(key)
        rejected = letter is not None and letter[1] == "rejected" and letter[3] == "open"
        verdict = Verdict.REJECTED if rejected else Verdict.APPLIED
        receipts[key] = Receipt(written.of(key).body, verdict, n=applied.get(key, 0))
    held = (key for key, row in letters.items() if row[1] == "rejected" and row[3] == "open")
    quarantine = {key: written.of(key) for key in held if letters[key][2] != "stream_blocked"}
    alarms = db.execute("select count(*) from alarm").fetchone()
    return CentralView(
        str(epoch[0]) if epoch else "",
        feed,
        receipts,
        _records(db, written),
        quarantine,
        alarms[0] if alarms else 0,
    )


def _feed(db: Db, written: Written) -> list[Event]:
    told: list[Event] = []
    values: dict[tuple[str, str], str | None] = {}
    for n, scope, kind, stream, change_id, body in db.execute(
        "select n, scope, kind, stream, change_id, body from feed where scope like 'office:%%' order by n"
    ):
        act = written.of(str(change_id))
        office, said = scope.partition(":")[2], json.loads(body)
        what, name, seen, value = "opened", "", None, said.get("number", "")
        if kind == "session.opened":
            what, value = "fact", said["clerk_name"]
        elif kind == "visit.conflict":
            name = NAMES[next(iter(said["fields"]))]
            what, value = "conflict", said["fields"][FIELDS[name]]["mine"]
        elif kind == "visit.edited":
            (inner, field), *_ = said["fields"].items()
            name, seen, value = NAMES[inner], field["old"] or None, field["new"]
            what = "unchanged" if values.get((stream, name)) == value else "set"
        if what == "set":
            values[stream, name] = value
        old = None
        told.append(
            Event(n, office, stream, str(change_id), act.code, act.place, what, name, old, seen, value)
        )
    return told


def _records(db: Db, written: Written) -> dict[str, Record]:
    facts_of: dict[str, list[tuple[str, str]]] = {}
    rows = db.execute("select stream, change_id, body from record where entity = 'session' order by id")
    for stream, change_id, body in rows:
        facts_of.setdefault(stream, []).append((str(change_id), json.loads(body)["clerk_name"]))
    found: dict[str, Record] = {}
    for stream, scope, body in db.execute("select stream, scope, body from record where entity = 'visit'"):
        said = json.loads(body)
        office = scope.partition(":")[2]
        found[stream] = Record(office, said["number"], _fields(said), tuple(facts_of.pop(stream, ())))
    for stream, told in facts_of.items():
        # The visit that the facts belong to is lost, or rejected.
        found[stream] = Record("", facts=tuple(told))
    return found
