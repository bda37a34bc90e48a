"""A computer becomes a desk: key and file first, then central's word, then the name under which it opens.

The file grows under another name, so that a crash at any point leaves either no desk or a whole one. The
key is durable before central sees its public half: the same code sent again then gets the same answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from desk.crypto.encoding import bytes_of, text_of
from desk.crypto.files import sync_folder
from desk.crypto.signing import DeskKey
from desk.db import changes, facts
from desk.db.file import StoreRefused, create_file, open_file
from desk.db.lock import release
from desk.db.migrate import migrate
from desk.db.spool import Spool
from desk.db.spool_errors import SpoolError
from desk.db.store import Connection, Store
from desk.records.enrolment import Enrol, Enrolled
from desk.usecases.desk import Identity, identity_of

FENCED = "file_older"
"""Why a restored desk may not write; a key of the sentences in desk.usecases.refusals."""
_UNNAMED = "enrolling"
"""What the key is bound to while central has not named the desk."""
_DISCARDED = {"store_key", "store_empty", "store_foreign"}
"""A set-up that was begun under a data key that is gone: no clerk ever wrote into it."""


@dataclass(frozen=True)
class OpenDesk:
    """A desk that can work: its file, who it is, and its own key."""

    store: Store
    identity: Identity
    key: DeskKey


@dataclass(frozen=True)
class Beginning:
    """A set-up under way; `identity` is there when only the last step is missing."""

    path: Path
    data_key: bytes
    store: Store
    key: DeskKey
    incarnation: UUID
    identity: Identity | None

    def request(self, code: str) -> Enrol:
        """What is sent to central; with the same code always the same."""
        return Enrol(code=code, public_key=self.key.public, incarnation=self.incarnation)


def _growing(path: Path) -> Path:
    return path.with_suffix(".enrolling")


def begin(path: Path, data_key: bytes) -> Beginning:
    """Make the file and the key, or take up a set-up that was cut short under the same data key.

    Raises StoreRefused: `store_exists` where there is a desk already, and as `open_file` does.
    """
    if path.exists():
        raise StoreRefused("store_exists", path=path.name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    store = _open_growing(_growing(path), data_key)
    try:
        with store.write() as connection:
            if not facts.get(connection, "signing_key"):
                sealed = DeskKey.generate().seal(data_key=data_key, desk=_UNNAMED)
                facts.put(connection, signing_key=text_of(sealed), incarnation=str(uuid4()))
            incarnation = UUID(facts.get(connection, "incarnation"))
            identity = _identity(connection)
            key = _key(connection, data_key, identity.desk if identity else _UNNAMED)
    except BaseException:
        store.close()
        raise
    return Beginning(path, data_key, store, key, incarnation, identity)


def _open_growing(path: Path, data_key: bytes) -> Store:
    try:
        raw = open_file(path, data_key)
    except StoreRefused as refused:
        if refused.code not in _DISCARDED | {"store_missing"}:
            raise
        release(path.with_suffix(".lock"))
        for name in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
            name.unlink(missing_ok=True)
        raw = create_file(path, data_key)
    migrate(raw, path, data_key)
    return Store(raw, path)


def _identity(connection: Connection) -> Identity | None:
    try:
        return identity_of(connection)
    except KeyError:
        return None


def _key(connection: Connection, data_key: bytes, desk: str) -> DeskKey:
    return DeskKey.open(bytes_of(facts.get(connection, "signing_key")), data_key=data_key, desk=desk)


def complete(
    beginning: Beginning,
    enrolled: Enrolled | None = None,
    before_opening: Callable[[Identity], None] = lambda identity: None,
) -> OpenDesk:
    """Write down who the desk is, and give the file its name.

    `before_opening` makes what sign-in needs (key slots): it runs once the identity is durable and before
    the file can be found by a normal start. `enrolled` is left out when the identity was written earlier.
    """
    store, identity = beginning.store, beginning.identity
    if enrolled is not None:
        identity = _write_identity(beginning, enrolled)
    if identity is None:
        raise ValueError("central has not named this desk")
    before_opening(identity)
    store.checkpoint()
    store.close()
    _growing(beginning.path).rename(beginning.path)
    sync_folder(beginning.path.parent)
    return open_desk(beginning.path, beginning.data_key)


def _told(enrolled: Enrolled) -> dict[str, str]:
    """The facts that central tells at an enrolment and at a renewal alike."""
    return {
        "desk": enrolled.desk,
        "desk_id": str(enrolled.desk_id),
        "office": enrolled.office,
        "recovery_key": enrolled.recovery_key,
        "list_key": enrolled.list_key,
        "audit_key": enrolled.audit_key,
    }


def _write_identity(beginning: Beginning, enrolled: Enrolled) -> Identity:
    sealed = beginning.key.seal(data_key=beginning.data_key, desk=enrolled.desk)
    with beginning.store.write() as connection:
        facts.put(
            connection,
            **_told(enrolled),
            device=enrolled.device,
            epoch=str(enrolled.epoch),
            signing_key=text_of(sealed),
        )
        return identity_of(connection)


def open_desk(path: Path, data_key: bytes) -> OpenDesk:
    """Open a desk that was set up. Raises StoreRefused, KeyError where it was not, DeskKeyError."""
    raw = open_file(path, data_key)
    migrate(raw, path, data_key)
    store = Store(raw, path)
    try:
        with store.read() as connection:
            identity = identity_of(connection)
            key = _key(connection, data_key, identity.desk)
            store.stopped = facts.get(connection, "fence")
        return OpenDesk(store, identity, key)
    except BaseException:
        store.close()
        raise


def open_spool(opened: OpenDesk, folder: Path) -> tuple[Spool, set[UUID], str]:
    """Open the safety copy and bring it in line with the log.

    Returns also what only the safety copy has, and what `fill_spool` does. The former is empty unless the
    file lost saves (an old copy, a damaged page): those are for rescue. Raises SpoolError where the copy
    cannot even be opened.
    """
    identity = opened.identity
    spool = Spool.open(folder, identity.desk, identity.incarnation, bytes_of(identity.recovery_key))
    with opened.store.read() as connection:
        lost = spool.ids() - set(changes.known(connection, spool.ids()))
    return spool, lost, fill_spool(opened.store, spool)


def fill_spool(store: Store, spool: Spool) -> str:
    """Seal what the safety copy lacks and forget what central holds; the code of why not, or nothing.

    No error: a desk on a full disk has to open, for its delivery makes room, and the log has it all.
    """
    with store.read() as connection:
        open_ones = changes.unsent(connection)
        known = set(changes.known(connection, spool.ids()))
    try:
        spool.refill((change.change_id, change.model_dump_json().encode()) for change in open_ones)
        spool.trim(known - {change.change_id for change in open_ones})
    except SpoolError as error:
        return str(error.code)
    return ""


def fence(store: Store) -> None:
    """The file was put back from a backup: nothing is written under its code until the desk is renewed."""
    if store.stopped != FENCED:
        with store.write() as connection:
            facts.put(connection, fence=FENCED)
        store.stopped = FENCED


def begin_renewal(store: Store) -> UUID:
    """The incarnation that a restored desk will have; durable before central is asked, so the same again."""
    store.stopped = ""
    with store.write() as connection:
        if not facts.get(connection, "next_incarnation"):
            facts.put(connection, next_incarnation=str(uuid4()))
        return UUID(facts.get(connection, "next_incarnation"))


def complete_renewal(desk: OpenDesk, data_key: bytes, enrolled: Enrolled) -> OpenDesk:
    """Go on under the new desk code: from now on its numbers cannot meet those of the file's lost part."""
    sealed = desk.key.seal(data_key=data_key, desk=enrolled.desk)
    with desk.store.write() as connection:
        facts.put(
            connection,
            **_told(enrolled),
            incarnation=facts.get(connection, "next_incarnation"),
            next_incarnation="",
            fence="",
            signing_key=text_of(sealed),
        )
        identity = identity_of(connection)
    return OpenDesk(desk.store, identity, desk.key)
