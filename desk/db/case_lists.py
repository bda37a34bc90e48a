"""Lists of cases: saved filters and search over one row a case, never more than a screen's worth."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from pydantic_core import PydanticCustomError
from sqlalchemy import ColumnElement, Connection, Row, func, literal_column, select, text

from desk.db.case_tables import case_file, due_change
from desk.db.case_words import in_register, query_of
from desk.db.columns import named
from desk.records.number import parse

LISTED = 200
"""No list on the screen is longer; the rest is found by searching."""
_SHOWN = tuple(
    case_file.c[name]
    for name in (
        *("id", "register_code", "number", "name", "state", "attention"),
        *("due_on", "due_rule", "due_confirmed", "received_on"),
    )
)
_NEWEST = text(
    f"SELECT {', '.join(str(column) for column in _SHOWN)}"  # noqa: S608 - the columns above
    " FROM case_words CROSS JOIN case_file ON case_file.rowid = case_words.rowid"
    " WHERE case_words MATCH :wanted AND case_file.register_code = :register"
    " ORDER BY case_words.rowid DESC LIMIT :n"
).columns(*_SHOWN)
"""In the order in which FTS5 gives rows by itself: nothing is sorted, and it ends with the last row shown."""
_FOUND = text("rowid IN (SELECT rowid FROM case_words WHERE case_words MATCH :wanted)")


@dataclass(frozen=True)
class Wish:
    """Whose list it is, and on which day it is looked at."""

    register: str
    clerk: str
    today: date


def _week(wish: Wish) -> ColumnElement[bool]:
    """Due by the Sunday of this week, what is overdue left out."""
    sunday = wish.today + timedelta(days=6 - wish.today.weekday())
    return case_file.c.due_on.between(wish.today, sunday)


FILTERS: dict[str, Callable[[Wish], ColumnElement[bool]]] = {
    "all": lambda wish: case_file.c.received_on <= date.max,
    "week": _week,
    "today": lambda wish: case_file.c.due_on == wish.today,
    "overdue": lambda wish: case_file.c.due_on < wish.today,
    "mine": lambda wish: (case_file.c.executor == wish.clerk) & (case_file.c.state != "closed"),
    "forwarded": lambda wish: literal_column("forwarded = 1"),
    "out_of_remit": lambda wish: literal_column("outcome IN ('out_of_remit', 'not_first_considered')"),
    "agenda": lambda wish: literal_column("state = 'on_agenda'"),
    "attention": lambda wish: literal_column("attention > 0"),
}
"""Conditions with an index of their own are literal: SQLite proves a partial index by nothing else."""
_BY_DUE = ("week", "today", "overdue")


def listed(connection: Connection, wish: Wish, chosen: str, wanted: str = "") -> list[Row[Any]]:
    """The cases of a saved filter and a text, at most LISTED: by due date, else the newest first.

    Where a text finds more, those that came last count; a whole printed number finds its case. Only the
    columns that a list shows are read.
    """
    rows = select(*_SHOWN).where(case_file.c.register_code == wish.register, FILTERS[chosen](wish))
    query, number = query_of(wanted), _number(wanted)
    if number:
        rows = rows.where(case_file.c.number == number)
    elif query and chosen == "all":
        told = {
            "wanted": f'"{in_register(wish.register)}" AND {query}',
            "register": wish.register,
            "n": LISTED,
        }
        found = connection.execute(_NEWEST, told).all()
        return sorted(found, key=lambda row: (row.received_on, row.number), reverse=True)
    elif query:
        rows = rows.where(_FOUND.bindparams(wanted=query))
    due = (case_file.c.due_on, case_file.c.number)
    newest = (case_file.c.received_on.desc(), case_file.c.number.desc())
    return list(connection.execute(rows.order_by(*(due if chosen in _BY_DUE else newest)).limit(LISTED)))


def _number(text: str) -> str:
    """The printed number that a text is, or nothing."""
    try:
        return str(parse(text))
    except PydanticCustomError:
        return ""


def in_state(connection: Connection, register: str, state: str) -> list[Row[Any]]:
    """The cases of a register in a state, by number, at most LISTED."""
    rows = select(case_file).where(case_file.c.register_code == register, case_file.c.state == state)
    return list(connection.execute(rows.order_by(case_file.c.received_on, case_file.c.number).limit(LISTED)))


def by_number(connection: Connection, number: str) -> Row[Any] | None:
    """The case with a printed number."""
    return connection.execute(select(case_file).where(case_file.c.number == number)).first()


def answered_of_person(connection: Connection, person_key: str, since: date, until: date) -> list[Row[Any]]:
    """A person's appeals answered on the merits between two days, both included, the newest first."""
    if not person_key:
        return []
    rows = select(case_file).where(
        named(case_file.c.person_key, person_key),
        case_file.c.register_code == "appeal",
        case_file.c.on_merits,
        case_file.c.done_on.between(since, until),
    )
    return list(connection.execute(rows.order_by(case_file.c.done_on.desc(), case_file.c.number)))


def merged_into(connection: Connection, number: str) -> list[str]:
    """The numbers of the appeals that were merged into one."""
    rows = select(case_file.c.number).where(case_file.c.merged_into == number).order_by(case_file.c.number)
    return list(connection.execute(rows).scalars())


def counts(connection: Connection, wish: Wish, names: tuple[str, ...]) -> dict[str, int]:
    """How many cases each of some filters finds."""
    mine = select(func.count()).select_from(case_file).where(case_file.c.register_code == wish.register)
    return {name: int(connection.execute(mine.where(FILTERS[name](wish))).scalar_one()) for name in names}


def of_year(connection: Connection, register: str, year: int) -> list[UUID]:
    """The cases of a register that were received in a year, in the order of receipt and number."""
    received = case_file.c.received_on.between(date(year, 1, 1), date(year, 12, 31))
    rows = select(case_file.c.id).where(case_file.c.register_code == register, received)
    return list(connection.execute(rows.order_by(case_file.c.received_on, case_file.c.number)).scalars())


def nearest(connection: Connection, register: str, limit: int) -> list[Row[Any]]:
    """The cases of a register that are due first, those that are overdue before all."""
    rows = select(case_file).where(case_file.c.register_code == register, case_file.c.due_on.is_not(None))
    return list(connection.execute(rows.order_by(case_file.c.due_on, case_file.c.number).limit(limit)))


def tally(connection: Connection, register: str, *columns: str) -> dict[tuple[Any, ...], int]:
    """How many cases of a register there are by the values of some columns."""
    chosen = [case_file.c[name] for name in columns]
    rows = select(*chosen, func.count()).where(case_file.c.register_code == register).group_by(*chosen)
    return {tuple(row[:-1]): row[-1] for row in connection.execute(rows)}


def received_in(connection: Connection, register: str, year: int) -> list[Row[Any]]:
    """The cases of a register received in a year, the earliest first."""
    rows = select(case_file).where(
        case_file.c.register_code == register,
        case_file.c.received_on.between(date(year, 1, 1), date(year, 12, 31)),
    )
    return list(connection.execute(rows.order_by(case_file.c.received_on, case_file.c.number)))


def due_changes(connection: Connection, case_id: UUID) -> list[Row[Any]]:
    """The due dates of a case that the calendar moved, the oldest first."""
    return list(
        connection.execute(select(due_change).where(due_change.c.case_id == case_id).order_by(due_change.c.n))
    )
