"""Rows to the compact form that the file holds, and back."""

import json
import re
import uuid
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from desk.db.restrictions.row import Document, Kind, RestrictionRow
from desk.db.restrictions.store import OPEN_END
from desk.names.numbers import fold_number
from desk.names.words import Role

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TOKEN_BITS = 22  # 4 million distinct words
_TOKEN_MASK = (1 << TOKEN_BITS) - 1


def pack_tokens(words: Sequence[tuple[int, Role]]) -> bytes:
    """Return 3 bytes a word."""
    return b"".join((token | role << TOKEN_BITS).to_bytes(3, "little") for token, role in words)


def unpack_tokens(blob: bytes) -> list[tuple[int, int]]:
    """Return (token, role) of each word."""
    numbers = [int.from_bytes(blob[i : i + 3], "little") for i in range(0, len(blob), 3)]
    return [(number & _TOKEN_MASK, number >> TOKEN_BITS) for number in numbers]


def pack_id(text: str) -> bytes | str:
    """Return the 16 bytes of a UUID in its canonical form, any other id as it is."""
    if len(text) == 36 and _UUID.fullmatch(text):
        return bytes.fromhex(text.replace("-", ""))
    return text


def unpack_id(value: bytes | str) -> str:
    """Return the id as it came."""
    return str(uuid.UUID(bytes=value)) if isinstance(value, bytes) else value


def hash32(kind: str, text: str) -> int:
    """Return 32 bits of an exact key; kind is id, doc or fin."""
    return int.from_bytes(blake2b(f"{kind}:{text}".encode(), digest_size=4).digest(), "big", signed=True)


def exact_hashes(row: RestrictionRow) -> Iterator[int]:
    """Yield the hashes by which the row is found exactly."""
    yield hash32("id", row.id)
    for document in row.documents:
        if folded := fold_number(document.number):
            yield hash32("doc", folded)
    if row.fin and (folded := fold_number(row.fin)):
        yield hash32("fin", folded)


def day_number(day: date | None, missing: int) -> int:
    """Return yyyymmdd."""
    return missing if day is None else day.year * 10000 + day.month * 100 + day.day


def _day(number: int) -> date:
    """Return the date of yyyymmdd."""
    return date(number // 10000, number // 100 % 100, number % 100)


def terms(row: RestrictionRow) -> str:
    """Return the JSON of what many rows share."""
    return _terms(
        row.kind,
        row.ground_code,
        row.legal_basis,
        row.rule_version,
        row.issuing_body,
        row.until_event,
        row.open_ended,
    )


@lru_cache(maxsize=16384)
def _terms(*shared: str | bool | None) -> str:
    """Write the shared fields; few combinations exist."""
    return json.dumps(shared, ensure_ascii=False, separators=(",", ":"))


def rarely(row: RestrictionRow) -> str | None:
    """Return the JSON of what few rows have."""
    found: dict[str, Any] = {}
    if row.other_names:
        found["names"] = row.other_names
    if row.lifted_at:
        found["lifted"] = row.lifted_at.isoformat()
        found["until"] = row.valid_until.isoformat() if row.valid_until else None
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")) if found else None


def pack_documents(documents: Sequence[Document]) -> str | None:
    """Return one line a document: number, tab, kind; the commonest kind is left out."""
    lines = [d.number if d.kind == "passport" else f"{d.number}\t{d.kind}" for d in documents]
    return "\n".join(lines) or None


def unpack_documents(text: str | None) -> tuple[Document, ...]:
    """Return the documents of their lines."""
    parts = [line.partition("\t") for line in (text or "").split("\n") if line]
    return tuple(Document(kind or "passport", number) for number, _, kind in parts)


def birth_text(number: int | None) -> str | None:
    """Return YYYY, YYYY-MM or YYYY-MM-DD of yyyymmdd."""
    if not number:
        return None
    year, month, day = number // 10000, number // 100 % 100, number % 100
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


def restore(stored: Sequence[Any], texts: dict[int, str]) -> RestrictionRow:
    """Return the row of the columns id, birth, sex, citizenship, first_day, last_day, terms, names, and
    the rest."""
    (rid, birth, sex, citizenship, first, last, term, surname, given, patronymic, fin, documents, more) = (
        stored
    )
    kind, ground, basis, rule, body, event, open_ended = json.loads(texts[term])
    found = json.loads(more) if more else {}
    lifted = found.get("lifted")
    until = found.get("until") if lifted else (_day(last) if last != OPEN_END else None)
    return RestrictionRow(
        id=unpack_id(rid),
        kind=Kind(kind),
        ground_code=ground,
        legal_basis=basis,
        rule_version=rule,
        issuing_body=body,
        surname=texts.get(surname, ""),
        given_names=texts.get(given, ""),
        patronymic=texts.get(patronymic, ""),
        other_names=tuple(found.get("names", ())),
        birth_date=birth_text(birth),
        sex=sex,
        citizenship=citizenship,
        documents=unpack_documents(documents),
        fin=fin,
        valid_from=_day(first) if first else None,
        valid_until=date.fromisoformat(until) if isinstance(until, str) else until,
        open_ended=open_ended,
        until_event=event,
        lifted_at=datetime.fromisoformat(lifted) if lifted else None,
    )
