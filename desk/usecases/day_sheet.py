"""What a day sheet says of a desk's day and of its office, as far as this desk knows."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row

from desk.db import changes, closings, conflicts
from desk.db.log_tables import ChangeState
from desk.db.store import Connection
from desk.lang import _
from desk.records.closing import Counts, DayClosed, DayTotals
from desk.records.errors import sentence
from desk.records.service import Service
from desk.records.settling import LimitOverridden
from desk.usecases.catalogue import procedures
from desk.usecases.change_words import KINDS
from desk.usecases.daily_head import daily_head
from desk.usecases.day import state_text
from desk.usecases.desk import Desk

_COUNTED = (
    "lookup.made",
    "paper.printed",
    "file.attached",
    "case_file.attached",
    "document.handed_over",
    "limit.overridden",
)
_MOST_REJECTED = 100


@dataclass(frozen=True)
class SheetVisit:
    """A visit of the office on the sheet."""

    at: datetime
    number: str
    name: str
    procedure: str
    desk: str
    clerk: str
    service: Service | None


@dataclass(frozen=True)
class Rejected:
    """A change that central did not accept, with its reason in the language in use."""

    what: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class DaySheet:
    """One desk's day; `by_desk` counts the visits of the whole office as known here."""

    on: date
    office: str
    desk: str
    visits: list[SheetVisit]
    by_desk: Counts
    totals: DayTotals
    rejected: list[Rejected]
    approvals: list[LimitOverridden]
    closings: list[DayClosed]
    head_n: int
    head: str
    countersigned_at: datetime | None
    """When central signed the log's head of that day or a later one."""
    later_corrections: int
    """Corrections of this desk's visits that were written here since the closing."""

    @property
    def own(self) -> list[SheetVisit]:
        """The visits of this desk."""
        return [one for one in self.visits if one.desk == self.desk]

    @property
    def closed(self) -> DayClosed | None:
        """The closing that counts: the last correction."""
        return self.closings[-1] if self.closings else None

    @property
    def later_visits(self) -> int:
        """Visits of this desk since the closing."""
        return self.totals.visits - self.closed.totals.visits if self.closed else 0


def day_sheet(desk: Desk, on: date) -> DaySheet:
    """The sheet of a day as it stands now."""
    mine = desk.identity.desk
    names = procedures(desk)
    with desk.store.read() as connection:
        rows = closings.visits(connection, on)
        written = list(closings.written(connection, on, _COUNTED))
        totals = _totals(connection, on, mine, rows, written)
        rejected = _rejected(connection)
        closed = closings.of_day(connection, on, mine)
        own = [row.id for row in rows if row.desk == mine]
        corrected = closings.corrections_since(connection, closed[-1], own) if closed else 0
    last = daily_head(desk, on)
    approvals = [LimitOverridden.model_validate(body) for kind, body in written if kind == "limit.overridden"]
    return DaySheet(
        on,
        desk.identity.office,
        mine,
        [_visit(row, names) for row in rows],
        dict(sorted(Counter(row.desk for row in rows).items())),
        totals,
        rejected,
        approvals,
        closed,
        closed[-1].head_n if closed else last.n,
        closed[-1].head if closed else last.head,
        last.countersigned_at,
        corrected,
    )


def _visit(row: Row[Any], names: dict[str, str]) -> SheetVisit:
    name = " ".join(part for part in (row.surname, row.given_name, row.patronymic) if part)
    procedure = names.get(row.procedure, row.procedure)
    return SheetVisit(row.registered_at, row.number, name, procedure, row.desk, row.clerk_name, row.service)


def totals_of(connection: Connection, on: date, mine: str) -> DayTotals:
    """What a desk's day counts, as its log and its tables stand in this transaction."""
    written = list(closings.written(connection, on, _COUNTED))
    return _totals(connection, on, mine, closings.visits(connection, on), written)


def _totals(
    connection: Connection,
    on: date,
    mine: str,
    visits: list[Row[Any]],
    written: list[tuple[str, dict[str, Any]]],
) -> DayTotals:
    own = [row for row in visits if row.desk == mine]
    kinds = Counter(kind for kind, _body in written)
    states = changes.counts(connection)
    return DayTotals(
        visits=len(own),
        by_procedure=_sorted(row.procedure for row in own),
        tickets=closings.tickets_called(connection, on, mine),
        lookups=_sorted(body["answer"] for kind, body in written if kind == "lookup.made"),
        papers=_sorted(body["document"] for kind, body in written if kind == "paper.printed"),
        attachments=kinds["file.attached"] + kinds["case_file.attached"],
        handed_over=kinds["document.handed_over"],
        paid=paid_by(row.service for row in own),
        overrides=kinds["limit.overridden"],
        unsent=states[ChangeState.pending] + states[ChangeState.blocked],
        rejected=states[ChangeState.rejected],
        conflicts=conflicts.count(connection),
    )


def _sorted(codes: Iterable[str]) -> Counts:
    return dict(sorted(Counter(codes).items()))


def paid_by(services: Iterable[Service | None]) -> dict[str, str]:
    """Manats by the way of payment."""
    sums: dict[str, Decimal] = {}
    for one in services:
        if one is not None and one.way is not None and one.amount:
            sums[str(one.way)] = sums.get(str(one.way), Decimal(0)) + Decimal(one.amount)
    return {way: str(total) for way, total in sorted(sums.items())}


def _rejected(connection: Connection) -> list[Rejected]:
    found = []
    for change_id in changes.rejected_ids(connection, _MOST_REJECTED):
        row = changes.by_id(connection, change_id)
        if row is not None:
            what, number = _(KINDS.get(row.kind, row.kind)), json.loads(row.body or "{}").get("number", "")
            reason = _reason(row)
            found.append(Rejected(f"{what} {number}".strip(), changes.written_at(row), reason))
    return found


def _reason(row: Row[Any]) -> str:
    answer = json.loads(row.result) if row.result else {}
    if answer.get("code"):
        return sentence(answer["code"], answer.get("context", {}))
    return state_text(row.state, row.result, row.feed_n)
