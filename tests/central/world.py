"""Offices, clerks and desks to test with."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg
import pytest

from central.desks import Db, invite
from central.references import set_references
from desk.records.reference import Clerk, Office, Role
from tests.central.double import Double

EVERYTHING = [role for role in Role if role is not Role.administrator]


@dataclass
class World:
    """A central with clerks, and the means to add desks."""

    url: str
    db: Db

    def desk(self, office: str = "GNC", **options: Any) -> Double:
        """A desk that enrolled just now."""
        return Double.enrol(self.url, invite(self.db, office), clerk=f"clerk-{office}", **options)

    def count(self, query: str, *values: object) -> int:
        """The one number that a query gives."""
        row = self.db.execute(query.encode(), values).fetchone()
        return int(row[0]) if row else 0

    def alarms(self) -> list[str]:
        """The kinds of the alarms raised so far."""
        return [row[0] for row in self.db.execute("select kind from alarm order by id")]


def add_clerks(db: Db, *offices: str) -> None:
    """One clerk for each office, called clerk-<office>, who may do everything in it."""
    clerks = [Clerk(id=f"clerk-{code}", name="Nümunə", office=code, roles=EVERYTHING) for code in offices]
    set_references(db, [("clerk.set", clerk) for clerk in clerks])


def add_offices(db: Db, *codes: str) -> None:
    """Offices with their codes for names."""
    offices = [Office(code=code, names={"az": code}, valid_from=date(2020, 1, 1)) for code in codes]
    set_references(db, [("office.set", office) for office in offices])


@pytest.fixture
def db(central_dsn: str) -> Iterator[Db]:
    """A connection to the fresh database, with autocommit."""
    with psycopg.connect(central_dsn, autocommit=True) as connection:
        yield connection


@pytest.fixture
def world(central_url: str, db: Db) -> World:
    """A running central with the clerks of GNC and BAK."""
    add_clerks(db, "GNC", "BAK")
    return World(central_url, db)
