"""Drafts: what a person has typed into a form and not saved, one a person and screen."""

import json
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, text
from sqlalchemy.dialects.sqlite import insert

from desk.db.quick import Quick
from desk.db.reception_tables import draft


@dataclass
class Ending:
    """A draft that the act at work ends, and whether its change was written already."""

    screen: str
    clerk: str
    written: bool = False


ENDING: ContextVar[Ending | None] = ContextVar("ENDING", default=None)
"""What the act at work ends: asked where the log is written, for no use case could forget it there."""
_PUT = insert(draft)
_PUT = _PUT.on_conflict_do_update(
    index_elements=["screen", "clerk"], set_={"body": _PUT.excluded.body, "at": _PUT.excluded.at}
)
_DROP = Quick(text("DELETE FROM draft WHERE screen = :screen AND clerk = :clerk"))


def put(connection: Connection, screen: str, clerk: str, values: dict[str, str], at: datetime) -> None:
    """Keep what is typed, in the place of what was kept before."""
    body = json.dumps(values, ensure_ascii=False)
    connection.execute(_PUT, {"screen": screen, "clerk": clerk, "body": body, "at": at.isoformat()})


def get(connection: Connection, screen: str, clerk: str) -> tuple[dict[str, str], datetime] | None:
    """What a person had typed, and when; nothing where there is no draft."""
    mine = select(draft.c.body, draft.c.at).where(draft.c.screen == screen, draft.c.clerk == clerk)
    found = connection.execute(mine).first()
    return (json.loads(found.body), datetime.fromisoformat(found.at)) if found else None


def drop(connection: Connection, screen: str, clerk: str) -> None:
    """Forget a draft: it was saved, or its writer let it go."""
    _DROP.run(connection, {"screen": screen, "clerk": clerk})


def drop_old(connection: Connection, before: datetime) -> int:
    """Forget what nobody went on with since a moment; how many."""
    return connection.execute(delete(draft).where(draft.c.at < before.isoformat())).rowcount


def end(connection: Connection) -> None:
    """Drop the draft that the act at work ends, in the transaction of its change."""
    ending = ENDING.get()
    if ending is not None and ending.screen:
        drop(connection, ending.screen, ending.clerk)
        ending.written = True
