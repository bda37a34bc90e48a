"""Migrations and the tables that they add up to."""

import psycopg
import pytest
from sqlalchemy import NullPool, create_engine, inspect

from central.db import tables
from central.db.migrate import migrate, migrations
from central.desks import Db


def test_the_migrations_add_up_to_the_tables(central_dsn: str, db: Db) -> None:
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(central_dsn), poolclass=NullPool
    )
    found = inspect(engine)
    known = tables.Table.metadata.tables
    assert set(found.get_table_names()) - {"schema_migration"} == set(known)
    for name, table in known.items():
        real = {
            column["name"]: (column["nullable"], str(column["type"])) for column in found.get_columns(name)
        }
        told = {column.name: bool(column.nullable) for column in table.columns}
        assert {column: nullable for column, (nullable, _) in real.items()} == told, name
        key = found.get_pk_constraint(name)["constrained_columns"]
        assert key == [column.name for column in table.primary_key], name


def test_a_migration_is_applied_once_and_a_newer_database_is_refused(db: Db) -> None:
    assert migrate(db) == []
    db.execute(
        "insert into schema_migration (version, name) values (%s, 'later')", (migrations()[-1][0] + 1,)
    )
    with pytest.raises(RuntimeError, match="newer"):
        migrate(db)
