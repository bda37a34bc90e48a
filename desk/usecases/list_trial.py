"""A list of restrictions out of a plain file, asked as the screen asks it: for measuring, without a desk.

The list is built in an encrypted file of its own under a key that nobody keeps, and is gone afterwards.
"""

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from desk.db.restrictions.answer import Candidate, Found, Query
from desk.db.restrictions.build import Stage, build
from desk.db.restrictions.lists import RestrictionList
from desk.db.restrictions.row import Document, Manifest, RestrictionRow
from desk.names.errors import LookupInputError
from desk.names.words import same_words
from desk.records.base import utc_now
from desk.records.countries import read_country
from desk.usecases.lookup import KINDS

LONGEST_LINE = 1 << 20
"""Bytes; a longer line is neither a record nor a question."""
_SPLIT = ";|"

Fault = Callable[[int, str], None]
"""Told the number of a line that is left out, and why."""


class LineUnread(ValueError):
    """A line that is no record or no question; the text is a code."""


def parsed(line: bytes) -> dict[str, Any]:
    """The object of one JSON line; raises LineUnread."""
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise LineUnread("not_json") from error
    if not isinstance(found, dict):
        raise LineUnread("not_an_object")
    return found


def text_of(said: dict[str, Any], name: str) -> str:
    """A field as text: nothing for null; raises LineUnread for a list or an object."""
    value = said.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise LineUnread(f"bad_{name}")
    return str(value).encode("utf-8", "ignore").decode()


def row_of(line: bytes) -> RestrictionRow:
    """The record of one line; raises LineUnread."""
    said = parsed(line)
    identity = text_of(said, "id")
    parts = [text_of(said, name) for name in ("surname", "given", "patronymic")]
    whole = text_of(said, "name")
    if not identity or not (whole.strip() or "".join(parts).strip()):
        raise LineUnread("no_id" if not identity else "no_name")
    surname, given, patronymic = parts
    other = () if not whole.strip() or same_words(whole, parts) else (whole,)
    return RestrictionRow(
        id=identity,
        surname=surname,
        given_names=given,
        patronymic=patronymic,
        other_names=other,
        birth_date=text_of(said, "dob") or None,
        sex=text_of(said, "sex").upper()[:1] or None,
        citizenship=read_country(text_of(said, "nationality")) or None,
        documents=tuple(Document("passport", number) for number in _numbers(text_of(said, "doc"))),
    )


def _numbers(text: str) -> list[str]:
    for mark in _SPLIT:
        text = text.replace(mark, "\n")
    return [number.strip() for number in text.split("\n") if number.strip()]


def _rows(file: Path, fault: Fault) -> Iterator[RestrictionRow]:
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield row_of(line)
            except LineUnread as error:
                fault(number, str(error))


@contextmanager
def trial_list(
    file: Path, fault: Fault, tell: Callable[[Stage, int, int], None]
) -> Iterator[RestrictionList]:
    """Build the list of a file; it is deleted at the end, however that comes. Raises OSError."""
    with file.open("rb") as lines:
        count = sum(1 for _ in lines)
    with tempfile.TemporaryDirectory(prefix="desk-lookup-") as folder:
        path, key = Path(folder) / "list.db", os.urandom(32)

        def told(stage: Stage, done: int, total: int) -> None:
            tell(stage, done, count if stage is Stage.ROWS else total)

        build(path, key, _rows(file, fault), Manifest(1, utc_now(), None), told)
        held = RestrictionList.open(path, key)
        try:
            yield held
        finally:
            held.close()


def answered(held: RestrictionList, line: bytes, today: date) -> dict[str, Any]:
    """The answer to one question as a JSON object; what cannot be asked has an `error` instead."""
    qid: Any = None
    try:
        said = parsed(line)
        qid = said.get("qid")
        found = held.find(_query(said), today=today)
    except LineUnread as error:
        return {"qid": qid, "answer": None, "error": str(error), "candidates": []}
    except LookupInputError as error:
        return {"qid": qid, "answer": None, "error": error.code.value, "candidates": []}
    return {"qid": qid} | told_of(found)


def _query(said: dict[str, Any]) -> Query:
    return Query(
        name=text_of(said, "query"),
        birth_date=text_of(said, "query_dob"),
        citizenship=read_country(text_of(said, "query_nationality")),
        document=text_of(said, "query_doc"),
    )


def told_of(found: Found) -> dict[str, Any]:
    """An answer with its candidates, best first."""
    told: dict[str, Any] = {
        "answer": KINDS[found.answer].value,
        "candidates": [candidate_of(candidate) for candidate in found.candidates],
    }
    return told | ({"unread": ["query_dob"]} if found.birth_date_unread else {})


def candidate_of(candidate: Candidate) -> dict[str, Any]:
    """A record with its score and how each field relates."""
    parts = candidate.parts
    fields = ("surname", "given", "patronymic", "birth_date", "citizenship", "document", "fin")
    matched: dict[str, Any] = {name: getattr(parts, name).value for name in fields}
    matched["birth"] = parts.birth.value
    matched["name"] = parts.matched_name
    matched["words"] = [
        {"asked": word.asked, "listed": word.listed, "likeness": word.likeness.name.lower()}
        for word in parts.words
    ]
    score = round(candidate.score, 6)
    return {"id": candidate.row.id, "score": score, "strong": candidate.strong, "matched": matched}
