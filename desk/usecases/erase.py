"""Erasing a person's data on a supervisor's word: from the store, its log, the spool and the kept papers.

Central and the other desks follow by the change `record.erased`; a salted commitment without its salt keeps
the chain of the log whole.
"""

from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from desk.config import Settings
from desk.db import case_lists, changes, erasing, visits
from desk.db.log_tables import change
from desk.db.reception_tables import visit
from desk.db.spool_errors import SpoolError
from desk.db.store import Connection, StoreFailed
from desk.lang import fold
from desk.records.audit import RecordErased
from desk.records.lookup import LookupMade
from desk.usecases.acts import keep_copies, signed
from desk.usecases.desk import Desk
from desk.usecases.erased_files import forget_files


class NothingToErase(LookupError):
    """No record of this number is known at this desk."""


@dataclass(frozen=True)
class Erased:
    """How many records and texts of the log are gone, and kept papers."""

    records: int
    texts: int
    papers: int


@dataclass(frozen=True)
class _Target:
    entity: str
    id: UUID


def erase(desk: Desk, settings: Settings, number: str, reason: str, *, whole_person: bool = False) -> Erased:
    """Erase the record with this number, or all that this desk knows of its visitor.

    Raises NothingToErase; StoreFailed `erase_unsent` while central has not all of it, for erasing must not
    lose work; RoleNeeded; ValidationError for an empty reason.
    """
    with desk.store.write() as connection:
        targets = _targets(connection, number, whole_person=whole_person)
        if any(erasing.is_open(connection, erasing.stream_of(one.entity, one.id)) for one in targets):
            raise StoreFailed("erase_unsent")
        written, blanked = [], []
        for one in targets:
            told = RecordErased(**signed(desk), entity=one.entity, record=one.id, reason=reason)
            stream = erasing.stream_of(one.entity, one.id)
            written.append(changes.append(connection, desk.author, "record.erased", stream, told))
            blanked += erasing.erase_record(connection, one.entity, one.id)
    keep_copies(desk, *written)
    with suppress(SpoolError):
        desk.spool.trim(blanked)
        desk.spool.compact()
    return Erased(len(targets), len(blanked), forget_files(desk.store, settings))


def _targets(connection: Connection, number: str, *, whole_person: bool) -> list[_Target]:
    row = visits.by_number(connection, number)
    if row is None:
        case = case_lists.by_number(connection, number)
        if case is None:
            raise NothingToErase(number)
        return _with_files(connection, [_Target(case.register_code, case.id)])
    if not whole_person:
        return _with_files(connection, [_Target("visit", row.id)])
    same = select(visit).where(visit.c.person_id == row.person_id)
    rows = connection.execute(same).all()
    found = _with_files(connection, [_Target("visit", one.id) for one in rows])
    papers = {one.document_number for one in rows} | {one.fin for one in rows if one.fin}
    names = {(fold(one.surname), str(one.birth_date)) for one in rows}
    return [*found, *_lookups(connection, papers, names)]


def _with_files(connection: Connection, found: list[_Target]) -> list[_Target]:
    """Visits or a case with the files that were attached to them."""
    files = [file for one in found for file in erasing.attachments_of(connection, one.id)]
    return [*found, *(_Target(entity, file) for entity, file in files)]


def _lookups(connection: Connection, papers: set[str], names: set[tuple[str, str]]) -> list[_Target]:
    """Lookups of the same person: by a number, or by surname and birth date."""
    made = select(change.c.body).where(change.c.kind == "lookup.made", change.c.body != "")
    found = []
    for body in connection.execute(made).scalars():
        one = LookupMade.model_validate_json(body)
        asked = {one.document_number, one.fin} - {""}
        surname = fold(one.surname or one.name.split(" ")[0])
        if asked & papers or (surname, one.birth_date) in names:
            found.append(_Target("lookup", one.id))
    return found


__all__ = ["Erased", "NothingToErase", "erase"]
