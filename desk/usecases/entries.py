"""Writing versions of register entries: each a change of its own, several in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from desk.db import blobs, changes, entries
from desk.db.store import Connection
from desk.records.base import Record
from desk.records.entry import EntryAct, EntryFact, FormFact, Version, fold
from desk.records.state_machine import heads, ordered
from desk.records.wire import Change
from desk.usecases.acts import keep_copies
from desk.usecases.desk import Desk

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Entry(Generic[R]):
    """An entry as it stands: its form, and whether it still counts."""

    id: UUID
    form: R
    withdrawn: bool
    contested: bool
    """Whether two people wrote different things without knowing of each other."""


@dataclass(frozen=True)
class VersionLine:
    """One version in an entry's history."""

    act: EntryAct
    reason: str
    clerk_name: str
    office: str
    at: datetime


@dataclass(frozen=True)
class Opened(Generic[R]):
    """An entry opened to be read or corrected; `heads` are the versions that its reader has seen."""

    id: UUID
    form: R
    withdrawn: bool
    contested: bool
    heads: tuple[UUID, ...]
    history: tuple[VersionLine, ...]


@dataclass(frozen=True)
class Written:
    """What was written; `warning` is the code of why the sealed copy was not."""

    entry: UUID
    change_n: int
    warning: str = ""


class EntryUnknown(LookupError):
    """This desk knows no such entry."""


def stream_of(kind: str, fact: Version) -> str:
    """The stream that an entry's versions are written in."""
    return f"{kind.partition('.')[0]}:{fact.entry}"


def append(desk: Desk, connection: Connection, facts: Sequence[tuple[str, Version]]) -> list[Change]:
    """Append versions with their kinds to the log and derive their entries; nothing for no facts."""
    written = []
    for kind, fact in facts:
        written.append(changes.append(connection, desk.author, kind, stream_of(kind, fact), fact))
    if facts:
        rows = [(kind, fact, change.n) for (kind, fact), change in zip(facts, written, strict=True)]
        entries.add(connection, rows)
    return written


def write(desk: Desk, kind: str, fact: Version, files: Sequence[bytes] = ()) -> Written:
    """Write a version with the files that it names. Raises StoreFailed; nothing is then written."""
    with desk.store.write() as connection:
        for content in files:
            blobs.keep_blob(connection, content, stream_of(kind, fact))
        written = append(desk, connection, [(kind, fact)])
    return Written(fact.entry, written[0].n, keep_copies(desk, *written))


def heads_of(connection: Connection, entry: UUID) -> list[UUID]:
    """The newest versions of an entry, as the next writer names them."""
    return heads(entries.versions_of(connection, entry))[:100]


def history_of(desk: Desk, entry: UUID) -> tuple[EntryFact, ...]:
    """All versions of an entry in order; none for one that the desk does not know."""
    with desk.store.read() as connection:
        found = entries.versions_of(connection, entry)
    return tuple(ordered([version for version in found if isinstance(version, EntryFact)]))


def opened(desk: Desk, entry: UUID, kind: type[FormFact[R]]) -> Opened[R]:
    """An entry of this kind with its history; raises EntryUnknown."""
    versions = [version for version in history_of(desk, entry) if isinstance(version, kind)]
    folded = fold(versions) if versions else None
    if folded is None or folded.shown is None or folded.shown.form is None:
        raise EntryUnknown(entry)
    withdrawn = folded.newest.form is None
    return Opened(entry, folded.shown.form, withdrawn, folded.contested, folded.heads, lines(versions))


def lines(versions: Sequence[EntryFact]) -> tuple[VersionLine, ...]:
    """The history as the screens show it."""
    return tuple(VersionLine(v.act, v.reason, v.clerk_name, v.office, v.at) for v in versions)
