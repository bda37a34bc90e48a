"""What an administrator looks at: rejected changes with their bodies, alarms, desks."""

from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from central.db.tables import Alarm, DeadLetter, Desk, DeskCode
from desk.records.alarms import words


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
        rows = session.exec(select(Desk).order_by(col(Desk.enrolled_at)))
        return [row.model_dump(mode="json") | {"codes": codes.get(row.id, [])} for row in rows]
