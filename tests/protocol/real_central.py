"""The real central over real PostgreSQL, with backups of its tables that can be put back."""

import logging
from dataclasses import dataclass, field

import httpx
import psycopg

from central.app import create_app
from central.config import Settings
from central.desks import Db, invite
from central.epoch import new_epoch
from central.references import set_references
from desk.records.base import Record
from desk.records.reference import Clerk, Role
from tests.protocol.one_thread import without_threads
from tests.protocol.real_faults import STUMBLER, Frailty

OFFICES = ("north", "south")
OFFICE_CODES = {"north": "GNC", "south": "BAK"}
BROKEN = "broken-"
"""What the identifier of a clerk begins with whom central knows only while its rules are lenient."""


def clerk(prefix: str, office: str) -> Clerk:
    """A clerk of an office; the prefix says what is wrong with what they write."""
    return Clerk(id=f"{prefix}{office}", name="Nümunə", office=office, roles=[Role.clerk])


@dataclass
class RealCentral:
    """One central for many histories; `begin_anew` is the start of each."""

    dsn: str
    frailty: Frailty = field(default_factory=Frailty)
    backup: dict[str, bytes] = field(default_factory=dict)
    first: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        logging.getLogger("central").setLevel(logging.CRITICAL)
        logging.getLogger("httpx").setLevel(logging.WARNING)
        settings = Settings(dsn=self.dsn, rate=1e6, burst=1e6, enrol_rate=1e6, enrol_burst=1e6)
        self.app = create_app(settings)
        self.pool = self.app.state.central.pool
        self.pool.open(wait=True)
        self.db: Db = psycopg.connect(self.dsn, autocommit=True)
        named = (
            "select tablename from pg_tables where schemaname = 'public' and tablename <> 'schema_migration'"
        )
        self.tables = sorted(row[0] for row in self.db.execute(named.encode()))
        for office in OFFICE_CODES.values():
            self.set(("clerk.set", clerk("clerk-", office)), ("clerk.set", clerk(STUMBLER, office)))
        self.frailty.install()
        self.frailty.undo.append(without_threads())

    def close(self) -> None:
        """Put the real parts back and close the connections."""
        self.frailty.remove()
        self.db.close()
        self.pool.close()

    def transport(self) -> httpx.AsyncBaseTransport:
        """A line to this central without a socket."""
        return httpx.ASGITransport(self.app, raise_app_exceptions=False)

    def set(self, *items: tuple[str, Record]) -> None:
        """Headquarters writes reference data."""
        set_references(self.db, items)

    def code(self, office: str) -> str:
        """An enrolment code."""
        return invite(self.db, office)

    def keep_first(self) -> None:
        """Let every history begin with the tables as they are."""
        self.first = self._copied()

    def begin_anew(self) -> None:
        """Forget the history before."""
        self._put_back(self.first)
        self.frailty.stumbling = True
        self.backup = self.first

    def back_up(self) -> None:
        """Keep the tables as they are."""
        self.backup = self._copied()

    def restore(self) -> None:
        """Put the tables back under a new epoch.

        The administrator writes in again which desks were enrolled or renewed since the backup: central
        cannot know it, and refuses what names a code that it does not know. So too how far the codes
        went: a second restore of one backup would issue those again that the first one went on to.
        """
        desks = self.db.execute("select id, incarnation from desk").fetchall()
        codes = self.db.execute("select code, desk_id, issued_at from desk_code").fetchall()
        series = self.db.execute("select last, office from desk_series").fetchall()
        self._put_back(self.backup)
        for row in series:
            self.db.execute("update desk_series set last = greatest(last, %s) where office = %s", row)
        for desk_id, incarnation in desks:
            self.db.execute("update desk set incarnation = %s where id = %s", (incarnation, desk_id))
        for row in codes:
            self.db.execute("insert into desk_code values (%s, %s, %s) on conflict do nothing", row)
        new_epoch(self.db)

    def lenient(self) -> None:
        """Rules that accept what they rejected."""
        for office in OFFICE_CODES.values():
            self.set(("clerk.set", clerk(BROKEN, office)))

    def strict(self) -> None:
        """The usual rules."""
        self.db.execute("delete from record where entity = 'clerk' and id like %s", (BROKEN + "%",))

    def _copied(self) -> dict[str, bytes]:
        copied: dict[str, bytes] = {}
        with self.db.cursor() as cursor:
            for table in self.tables:
                with cursor.copy(f"copy {table} to stdout".encode()) as out:
                    copied[table] = b"".join(bytes(piece) for piece in out)
        return copied

    def _put_back(self, copied: dict[str, bytes]) -> None:
        with self.db.transaction(), self.db.cursor() as cursor:
            cursor.execute("set local session_replication_role = replica")
            for table in self.tables:
                cursor.execute(f"delete from {table}".encode())
            for table, content in copied.items():
                if content:
                    with cursor.copy(f"copy {table} from stdin".encode()) as into:
                        into.write(content)
