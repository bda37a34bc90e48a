"""One restriction as the list holds it, and the manifest of a list."""

import json
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What is restricted."""

    ENTRY = "entry"
    EXIT = "exit"


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the listed person."""

    kind: str
    number: str


@dataclass(frozen=True, slots=True)
class RestrictionRow:
    """One restriction; birth_date may be YYYY or YYYY-MM, citizenship is alpha-3, id is a UUIDv7 or any
    text."""

    id: str
    kind: Kind = Kind.ENTRY
    ground_code: str = ""
    legal_basis: str = ""
    rule_version: str = ""
    issuing_body: str = ""
    surname: str = ""
    given_names: str = ""
    patronymic: str = ""
    other_names: tuple[str, ...] = ()
    birth_date: str | None = None
    sex: str | None = None
    citizenship: str | None = None
    documents: tuple[Document, ...] = ()
    fin: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    open_ended: bool = False
    until_event: str | None = None
    lifted_at: datetime | None = None

    def last_day(self) -> date | None:
        """Return the last day that the row matches, None for open; a lifted one stops on the day of
        lifting."""
        days = [self.valid_until] if self.valid_until else []
        if self.lifted_at:
            days.append(self.lifted_at.date() - timedelta(days=1))
        return min(days) if days else None

    def to_json(self) -> str:
        """Return the row as one canonical JSON line, empty fields left out: what the list's digest is
        made of."""
        body = {
            key: _plain(value) for key, value in asdict(self).items() if value not in (None, "", (), False)
        }
        return json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True)

    @classmethod
    def from_dict(cls, body: dict[str, Any]) -> "RestrictionRow":
        """Read a row from JSON data; raises TypeError, KeyError or ValueError when it is not one."""
        known = {field.name for field in fields(cls)}
        values: dict[str, Any] = {
            key: value for key, value in body.items() if key in known and value is not None
        }
        values["kind"] = Kind(values.get("kind", Kind.ENTRY))
        values["other_names"] = tuple(values.get("other_names", ()))
        values["documents"] = tuple(Document(**document) for document in values.get("documents", ()))
        for name in ("valid_from", "valid_until"):
            if isinstance(values.get(name), str):
                values[name] = date.fromisoformat(values[name])
        if isinstance(values.get("lifted_at"), str):
            values["lifted_at"] = datetime.fromisoformat(values["lifted_at"])
        return cls(**values)


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """Return dates as ISO text; the rest as it is."""
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a list file says of itself; digest is the SHA-256 of its canonical lines, each with a newline.

    `count` is None for a file that says nothing of itself: as many rows as there are.
    """

    version: int
    as_of: datetime
    count: int | None
    digest: str | None = None
