"""PostgreSQL: tables, engine and the push and feed statements."""
