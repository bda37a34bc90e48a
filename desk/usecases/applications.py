"""What this desk knows of an application, as of when, and nothing more than that."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from desk.config import Settings
from desk.db import applications, visits
from desk.db.log_tables import cursor
from desk.db.reception_tables import visit
from desk.db.store import Connection
from desk.lang import _, day_and_clock, ngettext
from desk.records.application import Application, ApplicationQuery, DocumentHandedOver
from desk.records.errors import Issue
from desk.records.lookup import ListAge
from desk.records.number import parse
from desk.usecases.catalogue import procedures
from desk.usecases.desk import Desk
from desk.usecases.list_age import age_of


@dataclass(frozen=True)
class AsOf:
    """Of when central's last word to this office is; `at` is None while none ever came."""

    at: datetime | None
    hours: int = 0
    stale: bool = True

    @property
    def text(self) -> str:
        """The age in words."""
        if self.at is None:
            return _("central has not told this desk anything yet")
        told = _("as of {time}").format(time=day_and_clock(self.at))
        if not self.stale:
            return told
        old = ngettext("{n} hour old, may have changed", "{n} hours old, may have changed", self.hours)
        return f"{told}, {old.format(n=self.hours)}"


@dataclass(frozen=True)
class ApplicationView:
    """One application with the times its document was handed over, as this desk knows them."""

    application: Application
    handed: list[DocumentHandedOver]
    procedure: str

    here: bool = True
    """Whether this office keeps it; it may have moved on."""

    @property
    def is_ready(self) -> bool:
        """Whether the document lies ready here and nobody is known to have taken it."""
        taken = self.handed or self.application.handed_over_at
        return self.here and self.application.ready_since is not None and not taken


@dataclass(frozen=True)
class ApplicationAnswer:
    """The applications that a question means; `visits` are receipts that central has said nothing of yet."""

    found: list[ApplicationView]
    visits: list[str]
    as_of: AsOf
    other_desk: str = ""
    """The desk that printed the receipt asked for, where it is not of this office."""


def ask_status(desk: Desk, settings: Settings, query: ApplicationQuery) -> ApplicationAnswer:
    """What is known here of the applications of a receipt or of a person."""
    names = procedures(desk)
    with desk.store.read() as connection:
        found = _applications(connection, query)
        handed = {one.id: applications.handovers(connection, one.id) for one in found}
        registered = _registered(connection, query)
        at = _told(connection, desk.identity.office)
    office = desk.identity.office
    views = [
        ApplicationView(one, handed[one.id], names.get(one.procedure, one.procedure), one.office == office)
        for one in found
    ]
    known = {one.receipt for one in found}
    other = _other_desk(desk, query.receipt)
    return ApplicationAnswer(
        views, [n for n in registered if n not in known], _as_of(desk, settings, at), other
    )


def contradictions(answer: ApplicationAnswer, query: ApplicationQuery) -> list[Issue]:
    """What was given beside a receipt and is otherwise in its application: another person may hold it out."""
    given = {name: getattr(query, name) for name in ("document_number", "birth_date", "citizenship")}
    return [
        Issue(name, "application_other")
        for name, value in given.items()
        if value and answer.found and all(value != getattr(one.application, name) for one in answer.found)
    ]


def _applications(connection: Connection, query: ApplicationQuery) -> list[Application]:
    if query.receipt:
        return applications.by_receipt(connection, query.receipt)
    if query.document_number and query.birth_date and query.citizenship:
        return applications.by_person(connection, query.document_number, query.birth_date, query.citizenship)
    return []


def _registered(connection: Connection, query: ApplicationQuery) -> list[str]:
    """The visits that this desk knows of who asks, the newest first."""
    if query.receipt:
        row = visits.by_number(connection, query.receipt)
        return [row.number] if row else []
    mine = (visit.c.document_number == query.document_number, visit.c.birth_date == query.birth_date)
    rows = select(visit.c.number).where(*mine, visit.c.citizenship == query.citizenship)
    return list(connection.execute(rows.order_by(visit.c.registered_at.desc()).limit(10)).scalars())


def _told(connection: Connection, office: str) -> datetime | None:
    """Central's time of the newest page of what this office may know of visitors."""
    found = connection.execute(select(cursor.c.as_of).where(cursor.c.scope == f"office:{office}")).scalar()
    return datetime.fromisoformat(found) if found else None


def _as_of(desk: Desk, settings: Settings, at: datetime | None) -> AsOf:
    if at is None:
        return AsOf(None)
    state, hours = age_of(desk, settings, at)
    return AsOf(at, hours, state is not ListAge.fresh)


def _other_desk(desk: Desk, receipt: str) -> str:
    printed = parse(receipt).desk if receipt else ""
    return "" if printed.rstrip("0123456789") in ("", desk.identity.office) else printed
