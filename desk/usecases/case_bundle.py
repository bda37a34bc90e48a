"""A case bundled for an inspection or a court: its card, its events, and the proof of the log."""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from itertools import groupby
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import Row, select

from desk.crypto.encoding import canonical
from desk.db import attachments, blobs, case_events, case_lists
from desk.db.log_tables import change
from desk.db.store import Connection
from desk.records.attachment import Attachment
from desk.records.base import canonical as text_of
from desk.records.bundle import Head, Link, Manifest, Proof, Told
from desk.usecases.attach import safe_name
from desk.usecases.case_papers import CARD, OFFICE_LANGUAGE, case_pdf
from desk.usecases.desk import Desk
from desk.usecases.note_export import note_export
from desk.usecases.print_paper import note_paper

PURPOSE = "case bundle"
MANIFEST, CARD_FILE, PROOF_FILE = "manifest.json", "card.pdf", "events.json"
FILES = "files/"
"""Before the names of the attached files."""


@dataclass(frozen=True)
class Bundle:
    """A case as a ZIP, and the attached files that are not in it: central was asked for them."""

    packed: bytes
    absent: tuple[str, ...]


def case_bundle(desk: Desk, number: str, purpose: str) -> Bundle:
    """The ZIP of a case by its printed number, with its files; the log knows it before it is given back.

    Raises LookupError for an unknown case, PaperFailed, OSError and StoreFailed.
    """
    with desk.store.read() as connection:
        row = case_lists.by_number(connection, number)
    if row is None:
        raise LookupError(number)
    _number, pdf = case_pdf(desk, row.id, CARD, OFFICE_LANGUAGE)
    note_paper(desk, CARD.template, number, OFFICE_LANGUAGE, pdf)
    with desk.store.read() as connection:
        proof = _proof(desk, connection, row.id)
        attached, absent = _attached(connection, row.id)
    if absent:
        with desk.store.write() as connection:
            for one in absent:
                blobs.want_blob(connection, one.sha256)
    files = {CARD_FILE: pdf, PROOF_FILE: text_of(proof).encode(), **attached}
    manifest = _manifest(desk, number, row.id, files)
    made = _packed(files | {MANIFEST: text_of(manifest).encode()})
    note_export(desk, number, purpose, len(proof.events), made)
    return Bundle(made, tuple(one.name for one in absent))


def _attached(connection: Connection, case_id: UUID) -> tuple[dict[str, bytes], list[Attachment]]:
    """The contents of the case's files by their names in the ZIP, and the files that are not here."""
    here, absent = {}, []
    for place, one in enumerate(attachments.of_record(connection, case_id), 1):
        content = blobs.read_blob(connection, one.sha256)
        if content is None:
            absent.append(one)
        else:
            here[f"{FILES}{place:02}-{safe_name(one.name, one.media_type)}"] = content
    return here, absent


def _packed(files: dict[str, bytes]) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def _manifest(desk: Desk, number: str, case_id: UUID, files: dict[str, bytes]) -> Manifest:
    unsigned = Manifest(
        number=number,
        case_id=case_id,
        made_at=desk.clock.now(),
        desk=desk.identity.desk,
        desk_id=desk.identity.desk_id,
        public_key=desk.key.public,
        files={name: sha256(content).hexdigest() for name, content in files.items()},
    )
    signature = desk.key.sign(PURPOSE, canonical(unsigned.said))
    return unsigned.model_copy(update={"signature": signature})


def _proof(desk: Desk, connection: Connection, case_id: UUID) -> Proof:
    rows = [*case_events.rows_of(connection, case_id), *attachments.rows_of(connection, case_id)]
    wanted = [row.change_n for row in rows if row.change_n is not None]
    own = {row.n: row for row in _changes(connection, wanted)}
    links = [_link(row) for row in _changes(connection, wanted, between=True)]
    heads = []
    for incarnation, some in groupby(links, key=lambda link: link.incarnation):
        last = list(some)[-1]
        signature = desk.key.sign_head(desk.identity.desk_id, incarnation, last.n, last.chain)
        heads.append(Head(incarnation=incarnation, n=last.n, link=last.chain, signature=signature))
    return Proof(events=[_told(row, own) for row in rows], links=links, heads=heads)


def _changes(
    connection: Connection, numbers: list[int], *, between: bool = False
) -> list[Row[tuple[object, ...]]]:
    """The changes of these numbers, or all from the first to the last of them, in the order written."""
    if not numbers:
        return []
    chosen = change.c.n.between(min(numbers), max(numbers)) if between else change.c.n.in_(numbers)
    return list(connection.execute(select(change).where(chosen).order_by(change.c.n)))


def _link(row: Row[tuple[object, ...]]) -> Link:
    return Link.model_validate({name: getattr(row, name) for name in Link.model_fields})


def _told(row: Row[tuple[object, ...]], own: dict[int, Row[tuple[object, ...]]]) -> Told:
    """An event with the body that was hashed: that of its change where this desk wrote it."""
    written = own.get(row.change_n)
    if written is None:
        return Told(kind=row.kind, body=row.body, feed_n=row.feed_n)
    return Told(kind=written.kind, body=written.body, n=written.n, salt=written.salt, feed_n=written.feed_n)
