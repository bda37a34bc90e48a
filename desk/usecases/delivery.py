"""Delivery by file, for an office without a line: changes out, central's receipts in.

Both may be done any number of times: changes carry their own identifiers, and a receipt says the same again.
"""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from pydantic import ValidationError

from desk.crypto import parcels
from desk.crypto.files import replace_file
from desk.crypto.parcels import Note, ParcelError
from desk.crypto.signing import DeskKey
from desk.db import change_states, changes, facts
from desk.db.log_tables import ChangeState
from desk.db.store import Connection
from desk.records.base import new_id, utc_now
from desk.records.wire import Change, Outcome, ParcelReceipts, Result
from desk.usecases import set_up
from desk.usecases.desk import Identity
from desk.usecases.set_up import OpenDesk

_NEWEST = "newest_parcel"
"""The name of a fact: which parcel was written last."""


@dataclass(frozen=True)
class Exported:
    """What a parcel holds, and how many changes did not fit and go with the next."""

    changes: int
    left: int
    size: int


@dataclass(frozen=True)
class Receipted:
    """What receipts said: changes that central holds now, that it rejected, and that were settled before."""

    applied: int
    rejected: int
    known: int


@dataclass(frozen=True)
class Sender:
    """What a parcel says of the desk that makes it."""

    identity: Identity
    key: DeskKey
    epoch: str
    head_n: int
    head: str


def export_changes(desk: OpenDesk, path: Path, largest: int = parcels.LARGEST) -> Exported:
    """Write every change that central has not acknowledged into a sealed, signed file; the oldest first.

    A restored desk may do it too: it reads only. Raises FileExistsError for a file that is no parcel.
    """
    with desk.store.read() as connection:
        due = changes.unsent(connection)
        head_n, head = changes.head(connection)
        epoch = facts.get(connection, "epoch")
    sender, parcel = Sender(desk.identity, desk.key, epoch, head_n, head), new_id()
    if not desk.store.stopped:
        with desk.store.write() as connection:
            facts.put(connection, **{_NEWEST: str(parcel)})
    return write_parcel(sender, parcel, due, path, largest)


def write_parcel(
    sender: Sender, parcel: UUID, due: list[Change], path: Path, largest: int = parcels.LARGEST
) -> Exported:
    """Seal, sign and write the first of the changes, as many as fit. Raises FileExistsError and OSError."""
    if path.exists() and not path.read_bytes().startswith(parcels.MAGIC):
        raise FileExistsError(path.name)
    identity, key = sender.identity, sender.key
    framer = parcels.framer_of(identity.desk, identity.incarnation, identity.recovery_key)
    content = bytearray(framer.frame(parcel, parcels.receipt_key(key, parcel)))
    taken = 0
    for change in due:
        frame = framer.frame(change.change_id, change.model_dump_json().encode())
        if len(content) + len(frame) > largest and taken:
            break
        content += frame
        taken += 1
    note = Note(
        parcel=parcel,
        desk=identity.desk,
        desk_id=identity.desk_id,
        incarnation=identity.incarnation,
        epoch=sender.epoch,
        made_at=utc_now().isoformat(),
        changes=taken,
        left=len(due) - taken,
        head_n=sender.head_n,
        head=sender.head,
        head_signature=key.sign_head(identity.desk_id, identity.incarnation, sender.head_n, sender.head),
        size=len(content),
    )
    whole = parcels.signed(note, bytes(content), key)
    replace_file(path, whole)
    return Exported(taken, len(due) - taken, len(whole))


def import_receipts(desk: OpenDesk, path: Path, spool: Path) -> Receipted:
    """Take central's answer to a parcel, and let the sealed copy in the folder `spool` forget what arrived.

    Raises ParcelError: `receipts_foreign`, `receipts_altered`, or `receipts_epoch` when the desk has followed
    central into another life since; and StoreFailed on a desk that may not write.
    """
    data = path.read_bytes()
    parcel = parcels.parcel_of_receipts(data)
    told = parcels.open_receipts(data, parcels.receipt_key(desk.key, parcel))
    try:
        receipts = ParcelReceipts.model_validate_json(told, extra="ignore")
    except ValidationError as error:
        raise ParcelError("receipts_altered") from error
    with desk.store.write() as connection:
        if receipts.desk_epoch != facts.get(connection, "epoch"):
            raise ParcelError("receipts_epoch")
        newest = facts.get(connection, _NEWEST) == str(parcel)
        due = [result for result in receipts.results if _counts(connection, result, newest=newest)]
        change_states.settle(connection, due)
    set_up.open_spool(desk, spool)[0].close()
    rejected = sum(result.outcome is Outcome.rejected for result in due)
    return Receipted(len(due) - rejected, rejected, len(receipts.results) - len(due))


def _counts(connection: Connection, result: Result, *, newest: bool) -> bool:
    """Whether the result is news; a rejection in older receipts may have been dealt with since."""
    state = changes.state_of(connection, result.change_id)
    if result.outcome is Outcome.rejected:
        return newest and state in (ChangeState.pending, ChangeState.blocked) and result.code != changes.WAITS
    return state in changes.OPEN
