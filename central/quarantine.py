"""What an administrator looks at: rejected changes with their bodies, alarms, desks."""

from typing import Any
from uuid import UUID

from psycopg.rows import dict_row
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from central.db import tables
from central.db.tables import Alarm, DeadLetter, DeskCode
from central.desks import Db, Desk
from desk.records.alarms import words
from desk.records.wire import Change, Rejected, RejectedPage, Result


def quarantine(engine: Engine, everything: bool = False) -> list[dict[str, Any]]:
    """Changes that were rejected or clash, with their bodies; settled ones too if `everything`."""
    with Session(engine) as session:
        query = select(DeadLetter, DeskCode.code).join(
            DeskCode, col(DeskCode.desk_id) == col(DeadLetter.desk_id), isouter=True
        )
        if not everything:
            query = query.where(DeadLetter.state == "open")
        query = query.order_by(col(DeadLetter.at), col(DeskCode.issued_at).desc())
        found: dict[object, dict[str, Any]] = {}
        for letter, code in session.exec(query):
            found.setdefault(letter.change_id, {"desk": code, **letter.model_dump(mode="json")})
        return list(found.values())


_REJECTED = """
select c.change_id, c.incarnation, c.n, c.stream, c.kind, c.schema_version, c.actor, c.at, c.clock_offset,
    c.supersedes, c.salt, d.body, c.body_sha256, c.prev_sha256, d.outcome, d.code, d.field, d.context
from dead_letter d join change_receipt c on c.change_id = d.change_id
where d.desk_id = %s and d.state = 'open' and d.outcome = 'rejected' and d.change_id > %s
    and c.salt <> ''
order by d.change_id limit 100
"""


def rejected(db: Db, desk: Desk, after: UUID | None) -> RejectedPage:
    """A page of a desk's open rejected changes, after an identifier; of what was erased nothing is told."""
    with db.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_REJECTED, (desk.id, after or UUID(int=0))).fetchall()
    found = []
    for row in rows:
        change = Change.model_validate({name: row[name] for name in Change.model_fields})
        told = {name: row[name] for name in ("change_id", "outcome", "code", "field", "context")}
        found.append(Rejected(change=change, result=Result.model_validate(told)))
    return RejectedPage(rejected=found)


def alarms(engine: Engine, limit: int = 1000) -> list[dict[str, Any]]:
    """The newest alarms first."""
    with Session(engine) as session:
        rows = session.exec(select(Alarm).order_by(col(Alarm.id).desc()).limit(limit))
        return [row.model_dump(mode="json") | {"words": words(row.kind)} for row in rows]


def desks(engine: Engine) -> list[dict[str, Any]]:
    """Every desk with its codes and how it was when it last said hello."""
    with Session(engine) as session:
        codes: dict[object, list[str]] = {}
        for code in session.exec(select(DeskCode).order_by(col(DeskCode.issued_at))):
            codes.setdefault(code.desk_id, []).append(code.code)
        rows = session.exec(select(tables.Desk).order_by(col(tables.Desk.enrolled_at)))
        return [row.model_dump(mode="json") | {"codes": codes.get(row.id, [])} for row in rows]
