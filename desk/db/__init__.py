"""The local encrypted SQLite store: engine, tables, change log, migrations, spool."""
