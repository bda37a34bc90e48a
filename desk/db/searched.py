"""What is typed into a search line, as far as it is looked for: a whole page may be pasted by mistake."""

from sqlalchemy import ColumnElement

from desk.lang import fold

WORDS = 8
"""More words are not looked for: each is a condition of its own."""
LETTERS = 200
"""What is typed behind these is not looked for."""


def cut(text: str) -> str:
    """So much of a text as is looked for."""
    return text[:LETTERS]


def holds(column: ColumnElement[str], text: str) -> list[ColumnElement[bool]]:
    """That a column of folded text has each word of what is typed."""
    words = fold(cut(text)).split()[:WORDS]
    return [column.contains(word, autoescape=True) for word in words]
