"""Numbered migrations: each is applied once, in one transaction with the row that records it."""

import re
from importlib.resources import files

from psycopg import Connection

LOCK = 0x6465736B
"""Key of the advisory lock that lets one of several starting workers migrate."""


def migrations() -> list[tuple[int, str, str]]:
    """The number, name and SQL of every migration, in order."""
    found = []
    for file in files("central.db").joinpath("migrations").iterdir():
        match = re.fullmatch(r"(\d{4})_(\w+)\.sql", file.name)
        if match:
            found.append((int(match[1]), match[2], file.read_text("utf-8")))
    return sorted(found)


def migrate(connection: Connection[tuple[object, ...]]) -> list[str]:
    """Bring the database to the newest version and return the names of what was applied.

    Raises RuntimeError when the database is newer than the program.
    """
    applied: list[str] = []
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(%s)", (LOCK,))
        connection.execute(
            "create table if not exists schema_migration"
            " (version integer primary key, name text not null,"
            " applied_at timestamptz not null default now())"
        )
        row = connection.execute("select coalesce(max(version), 0) from schema_migration").fetchone()
        version = int(str(row[0])) if row else 0
        known = migrations()
        if version > known[-1][0]:
            raise RuntimeError(
                f"the database is of version {version}, newer than this program ({known[-1][0]})"
            )
        for number, name, text in known:
            if number > version:
                connection.execute(text.encode())
                connection.execute(
                    "insert into schema_migration (version, name) values (%s, %s)", (number, name)
                )
                applied.append(name)
    return applied
