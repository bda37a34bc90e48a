"""Columns of a batch as PostgreSQL's array literals, which it reads quicker than a JSON text of the rows."""

from collections.abc import Iterable


def plain(values: Iterable[object]) -> str:
    """Numbers, identifiers or hex digits: what needs no quotes."""
    return "{" + ",".join(map(str, values)) + "}"


def texts(values: Iterable[str | None]) -> str:
    """Any texts; None is NULL."""
    return "{" + ",".join(["NULL" if text is None else _quoted(text) for text in values]) + "}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
