"""Seeded faults: each breaks exactly one rule of the protocol, and the checks must catch every one."""

from dataclasses import dataclass

from tests.protocol.model import broken_central, broken_desk
from tests.protocol.model.central import Central
from tests.protocol.model.desk import Desk
from tests.protocol.model.world import ModelWorld


@dataclass(frozen=True, slots=True)
class Fault:
    """The class that is broken; `named` tells the faults that the design names from those that the model
    added."""

    desk: type[Desk] = Desk
    central: type[Central] = Central
    named: bool = True

    def __call__(self) -> ModelWorld:
        """A world with this fault."""
        return ModelWorld(self.desk, self.central)


FAULTS = {
    "no receipt": Fault(central=broken_central.NoReceipt),
    "receipt outside the transaction": Fault(central=broken_central.ReceiptOutsideTransaction),
    "delete on send": Fault(desk=broken_desk.DeleteOnSend),
    "cursor before apply": Fault(desk=broken_desk.CursorBeforeApply),
    "sequence feed": Fault(central=broken_central.SequenceFeed),
    "drop rejected": Fault(desk=broken_desk.DropRejected),
    "no stream block": Fault(desk=broken_desk.NoStreamBlock),
    "requeue at tail": Fault(desk=broken_desk.RequeueAtTail),
    "number = max+1": Fault(desk=broken_desk.NumberIsMaxPlusOne),
    "last write wins": Fault(central=broken_central.LastWriteWins),
    "no restore fence": Fault(desk=broken_desk.NoRestoreFence),
    "incarnation+1": Fault(desk=broken_desk.IncarnationPlusOne),
    "no quarantine reconcile": Fault(desk=broken_desk.NoQuarantineReconcile),
    "no epoch": Fault(central=broken_central.NoEpoch),
    "no replay": Fault(desk=broken_desk.NoReplay),
    "quarantine not re-reported": Fault(desk=broken_desk.QuarantineNotReported),
    "conflict swallowed": Fault(central=broken_central.ConflictSwallowed, named=False),
    "epoch not asked in push": Fault(central=broken_central.NoEpochInPush, named=False),
    "no tombstone for the superseded": Fault(central=broken_central.NoTombstone, named=False),
    "desk codes forgotten by a restore": Fault(central=broken_central.CodesForgotten, named=False),
    "hash not compared": Fault(central=broken_central.HashNotCompared, named=False),
    "found change blocks its correction": Fault(desk=broken_desk.FoundBlocksItsCorrection, named=False),
    "orphans not replayed": Fault(desk=broken_desk.OrphansNotReplayed, named=False),
    "correction at the tail": Fault(desk=broken_desk.CorrectionAtTail, named=False),
    "head of line": Fault(desk=broken_desk.HeadOfLine, named=False),
    "no anchor outside the database": Fault(desk=broken_desk.NoAnchor, named=False),
    "pull from the head after a snapshot": Fault(desk=broken_desk.PullFromHead, named=False),
    "resumed snapshot loses its pages": Fault(desk=broken_desk.SnapshotFromStart, named=False),
    "wipe at once": Fault(desk=broken_desk.WipeAtOnce, named=False),
    "wipe before a backup": Fault(desk=broken_desk.WipeBeforeBackup, named=False),
    "header not refreshed": Fault(desk=broken_desk.HeaderNotRefreshed, named=False),
}
"""The sixteen faults of the design, then those that guard rules which the model showed to be needed."""
