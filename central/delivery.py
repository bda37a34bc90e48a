"""Changes that come in a file instead of over the line: the same code applies them, and receipts go back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID

from pydantic import ValidationError

from central.desks import Db, Desk, alarm
from central.push.apply import apply_push
from central.push.arrivals import read_push
from central.push.examine import examine
from desk.crypto.encoding import canonical as canonical_bytes
from desk.crypto.frames import Damaged, Recovered, frames, opened
from desk.crypto.parcels import Note, ParcelError, read_parcel, seal_receipts
from desk.crypto.sealing import RecoveryPrivateKey
from desk.records.base import canonical
from desk.records.wire import FIRST_LINK, PUSH_CHANGES, Change, Outcome, ParcelReceipts, Result


@dataclass(frozen=True)
class Imported:
    """What came of a file: central's results, and how many of the changes central had before."""

    desk: str
    changes: int
    known: int
    results: list[Result]
    left: int = 0
    """Changes that the desk had no room for, by its own word."""
    older: bool = False
    """Central heard of later changes of the desk before this file."""
    damaged: int = 0
    receipts: bytes = field(default=b"", repr=False)

    @property
    def whole(self) -> bool:
        """Whether every change in the file was settled."""
        return len(self.results) == self.changes

    def told(self) -> dict[str, object]:
        """The counts as an administrator reads them."""
        rejected = sum(result.outcome is Outcome.rejected for result in self.results)
        return {
            "desk": self.desk,
            "changes": self.changes,
            "known": self.known,
            "rejected": rejected,
            "unsettled": self.changes - len(self.results),
            "left": self.left,
            "older": self.older,
            "damaged": self.damaged,
        }


def import_changes(db: Db, data: bytes, key: RecoveryPrivateKey) -> Imported:
    """Apply a parcel of a desk, whose signature is checked before anything is opened.

    Raises ParcelError; nothing was then taken.
    """
    parcel = read_parcel(data)
    note = parcel.note
    desk, revoked, incarnation, head_n = _desk(db, note.desk_id)
    parcel.check(desk.public_key)
    if revoked:
        raise ParcelError("parcel_revoked")
    secret, payloads = parcel.open(key)
    is_newest = incarnation == note.incarnation and note.head_n >= head_n
    known = _known(db, _ids(payloads))
    results = apply_payloads(db, desk, payloads, note if is_newest else None)
    epoch = _epoch(db)
    told = ParcelReceipts(parcel=note.parcel, desk_epoch=note.epoch, epoch=epoch, results=results)
    receipts = seal_receipts(note.parcel, secret, canonical(told).encode())
    return Imported(note.desk, len(payloads), known, results, note.left, not is_newest, receipts=receipts)


def import_unsigned(db: Db, data: bytes, key: RecoveryPrivateKey) -> list[Imported]:
    """Apply what can be read of a spool or a damaged parcel: only who holds the recovery key may.

    A seal does not say who made it, so each desk's share is written down as an alarm. Raises ParcelError.
    """
    found = list(frames(data))
    read = [opened(one, key) for one in found if not isinstance(one, Damaged)]
    recovered = [one for one in read if isinstance(one, Recovered) and _change_of(one)]
    keys_of_receipts = sum(isinstance(one, Recovered) and len(one.payload) == 32 for one in read)
    if not recovered:
        raise ParcelError("parcel_sealed" if read else "parcel_foreign")
    damaged = len(found) - len(recovered) - keys_of_receipts
    ordered = sorted(recovered, key=lambda one: (one.desk, _number(one)))
    imported = []
    for code, mine in groupby(ordered, key=lambda one: one.desk):
        desk = _desk(db, _desk_id(db, code))[0]
        payloads = list(dict.fromkeys(one.payload for one in mine))
        known = _known(db, _ids(payloads))
        results = apply_payloads(db, desk, payloads)
        alarm(db, desk.id, "imported_unsigned", code=code, changes=len(payloads), known=known)
        imported.append(Imported(code, len(payloads), known, results, damaged=damaged))
        damaged = 0
    return imported


def _change_of(found: Recovered) -> Change | None:
    try:
        change = Change.model_validate_json(found.payload)
    except ValidationError:
        return None
    return change if change.change_id == found.change_id else None


def _number(found: Recovered) -> int:
    change = _change_of(found)
    return change.n if change else 0


def _ids(payloads: Iterable[bytes]) -> list[UUID]:
    return [Change.model_validate_json(payload).change_id for payload in payloads]


def _known(db: Db, change_ids: list[UUID]) -> int:
    row = db.execute(
        "select count(*) from change_receipt where change_id = any(%s)", (change_ids,)
    ).fetchone()
    return int(row[0]) if row else 0


def _desk_id(db: Db, code: str) -> UUID:
    row = db.execute("select desk_id from desk_code where code = %s", (code,)).fetchone()
    if row is None:
        raise ParcelError("parcel_desk")
    return UUID(str(row[0]))


def _desk(db: Db, desk_id: UUID) -> tuple[Desk, bool, UUID, int]:
    """The desk, whether its access was taken away, and what central last heard of its log."""
    row = db.execute(
        "select office, public_key, (select array_agg(code) from desk_code where desk_id = d.id),"
        " revoked, incarnation, head_n, device from desk d where id = %s",
        (desk_id,),
    ).fetchone()
    if row is None:
        raise ParcelError("parcel_desk")
    return Desk(desk_id, row[0], row[1], frozenset(row[2] or ()), row[6]), row[3], row[4], row[5]


def desk_of_id(db: Db, desk_id: UUID) -> Desk:
    """The desk with this identity; raises ParcelError `parcel_desk`."""
    return _desk(db, desk_id)[0]


def _epoch(db: Db) -> UUID:
    (epoch,) = db.execute("select epoch from feed_head").fetchone() or (None,)
    return UUID(str(epoch))


def apply_payloads(db: Db, desk: Desk, payloads: list[bytes], note: Note | None = None) -> list[Result]:
    """Push by push, as over the line; ends early where central stumbles over a change."""
    results: list[Result] = []
    for place in range(0, len(payloads), PUSH_CHANGES):
        batch = payloads[place : place + PUSH_CHANGES]
        arrived = read_push(_push(batch, note))
        verdicts = [examine(arrival, desk) for arrival in arrived.arrivals]
        results += apply_push(db, desk, arrived, verdicts, with_head=note is not None).results
        if len(results) < place + len(batch):
            break
    return results


def _push(payloads: list[bytes], note: Note | None) -> bytes:
    """The body that the desk itself would have sent."""
    head: dict[str, object] = {"head_n": 0, "head": FIRST_LINK, "head_signature": ""}
    if note is not None:
        head = {"head_n": note.head_n, "head": note.head, "head_signature": note.head_signature}
    return b'{"changes":[' + b",".join(payloads) + b"]," + canonical_bytes(head)[1:]
