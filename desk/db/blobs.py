"""Scans and attachments, kept in the encrypted store in the transaction of the change that names them.

A blob is named by the hash of its content and never altered. It goes to central before the changes of the
streams that use it; one that another desk attached is fetched when somebody asks for it.
"""

from dataclasses import dataclass

from pydantic_core import PydanticCustomError
from sqlalchemy import Connection, Select, literal_column, select, update
from sqlalchemy.dialects.sqlite import insert

from desk.db.log_tables import BlobState, blob, blob_use
from desk.records.base import utc_now
from desk.records.blob import blob_name, media_type_of

_KEEP = insert(blob)
_KEEP = _KEEP.on_conflict_do_update(
    index_elements=["sha256"],
    set_={name: _KEEP.excluded[name] for name in ("media_type", "size", "state", "content", "at")},
    where=blob.c.state == BlobState.wanted,
)
_WANT = insert(blob).on_conflict_do_nothing()
_USE = insert(blob_use).on_conflict_do_nothing()


@dataclass(frozen=True)
class Kept:
    """A blob as the desk has it; `size` is nothing known for one that is wanted, `have` is what is here."""

    sha256: str
    media_type: str
    size: int
    have: int
    state: BlobState


def keep_blob(connection: Connection, content: bytes, stream: str) -> str:
    """Keep a file for the changes of a stream, in their own transaction; its name, hex SHA-256.

    The same content again is kept once. Raises PydanticCustomError as `media_type_of` does.
    """
    media_type, name = media_type_of(content), blob_name(content)
    row = {"sha256": name, "media_type": media_type, "size": len(content), "content": content}
    connection.execute(_KEEP, row | {"state": BlobState.pending, "at": utc_now()})
    connection.execute(_USE, {"sha256": name, "stream": stream})
    return name


def read_blob(connection: Connection, sha256: str) -> bytes | None:
    """The whole content; None when it is not here (yet): `want_blob` asks central for it."""
    mine = select(blob.c.content).where(blob.c.sha256 == sha256, blob.c.state != BlobState.wanted)
    found = connection.execute(mine).scalar()
    return None if found is None else bytes(found)


def want_blob(connection: Connection, sha256: str) -> BlobState:
    """Ask for a blob at the next contact with central; its state, `wanted` until it has come whole."""
    row = {"sha256": sha256, "media_type": "", "size": 0, "state": BlobState.wanted, "content": b""}
    connection.execute(_WANT, row | {"at": utc_now()})
    return BlobState(connection.execute(select(blob.c.state).where(blob.c.sha256 == sha256)).scalar_one())


def one(connection: Connection, sha256: str) -> Kept | None:
    """What the desk knows of a blob, without its content; None where it knows nothing."""
    row = connection.execute(_ABOUT.where(blob.c.sha256 == sha256)).first()
    return Kept(row.sha256, row.media_type, row.size, row.have, BlobState(row.state)) if row else None


_ABOUT: Select[tuple[str, str, int, int, BlobState]] = select(
    blob.c.sha256,
    blob.c.media_type,
    blob.c.size,
    literal_column("length(content)").label("have"),
    blob.c.state,
)


def waiting(connection: Connection, state: BlobState) -> list[str]:
    """The names of the blobs of a state, the oldest first."""
    rows = select(blob.c.sha256).where(blob.c.state == literal_column(f"'{state}'")).order_by(blob.c.at)
    return list(connection.execute(rows).scalars())


def content_of(connection: Connection, sha256: str) -> bytes:
    """What is here of a blob, whole or in part."""
    found = connection.execute(select(blob.c.content).where(blob.c.sha256 == sha256)).scalar()
    return bytes(found or b"")


def settle(connection: Connection, sha256: str, state: BlobState) -> None:
    """Note what became of sending a blob."""
    connection.execute(update(blob).where(blob.c.sha256 == sha256).values(state=state))


def arrived(connection: Connection, sha256: str, content: bytes) -> bool:
    """Keep what came of a wanted blob; True once it is whole, and nothing is kept that is another's."""
    whole = blob_name(content) == sha256
    values: dict[str, object] = {"content": content}
    if whole:
        values |= {"state": BlobState.sent, "size": len(content), "media_type": _known_type(content)}
    wanted = (blob.c.sha256 == sha256) & (blob.c.state == BlobState.wanted)
    connection.execute(update(blob).where(wanted).values(**values))
    return whole


def _known_type(content: bytes) -> str:
    """The kind of a file that another desk let in; nothing for one that only a newer program knows."""
    try:
        return media_type_of(content)
    except PydanticCustomError:
        return ""


def send_again(connection: Connection) -> None:
    """Central lost data: every blob that it had is offered anew, and is not sent where it is still there."""
    connection.execute(update(blob).where(blob.c.state == BlobState.sent).values(state=BlobState.pending))


def streams_waiting() -> Select[tuple[str]]:
    """The streams whose changes wait for a blob to be sent, for a condition."""
    unsent = blob.c.state == literal_column(f"'{BlobState.pending}'")
    used = blob_use.join(blob, blob.c.sha256 == blob_use.c.sha256)
    return select(blob_use.c.stream).select_from(used).where(unsent)
