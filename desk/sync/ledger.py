"""What the synchronisation reads from the change log and writes to it: each function is one transaction.

All of it runs in worker threads; nothing here knows of the network.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from desk import __version__
from desk.crypto.signing import countersign_verified
from desk.db import change_states, changes, conflicts, facts, heads, references, returned
from desk.db.changes import Due
from desk.db.log_tables import ChangeState
from desk.db.store import Connection, Store
from desk.records.base import utc_now
from desk.records.reference import Clerk
from desk.records.roles import for_scope, has_one
from desk.records.wire import (
    PUSH_BYTES,
    PUSH_CHANGES,
    SCHEMA_VERSION,
    Alarmed,
    Countersigned,
    Hello,
    HelloReply,
    Outcome,
    RejectedPage,
    Result,
)
from desk.sync.batch import Answered, Batch
from desk.sync.merge import begin_epoch
from desk.usecases import alarms
from desk.usecases.desk import Identity
from desk.usecases.log_check import fault_of
from desk.usecases.set_up import FENCED

REPORTED = 1000
REGISTERS = "registers"
"""The part of the feed that only the desks of offices with an organiser read."""
_ENVELOPE = 1000
"""Bytes of a push's JSON besides its changes, at most."""


class HeadSigner(Protocol):
    """What a contact needs of the desk's key."""

    def sign_head(self, desk_id: UUID, incarnation: UUID, head_n: int, head: str) -> str:
        """The signature of the newest link of the log."""


@dataclass(frozen=True)
class Counts:
    """The counters of the header, as the table has them."""

    pending: int
    blocked: int
    rejected: int
    conflicts: int


@dataclass(frozen=True)
class Taken:
    """What came of a hello: is the file an older copy, and does everything go out again."""

    older_file: bool
    new_epoch: bool
    lacking: bool = False
    """Central rejected changes of this desk that its file does not have."""


def counts(store: Store) -> Counts:
    """Count the log's open changes."""
    with store.read() as connection:
        by_state = changes.counts(connection)
        open_conflicts = conflicts.count(connection)
    return Counts(
        by_state[ChangeState.pending],
        by_state[ChangeState.blocked],
        by_state[ChangeState.rejected],
        open_conflicts,
    )


def epoch_of(store: Store) -> UUID | None:
    """The life of central that the desk follows."""
    with store.read() as connection:
        known = facts.get(connection, "epoch")
    return UUID(known) if known else None


def last_contact(store: Store) -> datetime | None:
    """When central last answered, by its own clock."""
    with store.read() as connection:
        told = facts.get(connection, "last_contact")
    return datetime.fromisoformat(told) if told else None


def greeting(store: Store, identity: Identity, key: HeadSigner) -> Hello:
    """What the desk tells of itself now."""
    with store.read() as connection:
        known = facts.get(connection, "epoch")
        head_n, head = changes.head(connection)
        fault = fault_of(facts.get(connection, "log_fault"))
        open_changes = changes.counts(connection)
        rejected = changes.rejected_ids(connection, REPORTED)
    return Hello(
        incarnation=identity.incarnation,
        app_version=__version__,
        schema_version=SCHEMA_VERSION,
        epoch=UUID(known) if known else None,
        head_n=head_n,
        unsent=sum(open_changes.values()),
        rejected=rejected,
        sent_at=utc_now(),
        head=head,
        head_signature=key.sign_head(identity.desk_id, identity.incarnation, head_n, head),
        log_fault=fault.kind if fault else "",
        log_fault_n=fault.n if fault else 0,
        desk=identity.desk,
    )


def take_hello(store: Store, sent: Hello, reply: HelloReply, offset: int) -> Taken:
    """Follow central into a new life, and take over verdicts that passed the desk by."""
    with store.write() as connection:
        facts.put(connection, clock_offset=str(offset), last_contact=reply.server_time.isoformat())
        if reply.held_n > sent.head_n:
            facts.put(connection, fence=FENCED)
            return Taken(older_file=True, new_epoch=False)
        if reply.epoch != sent.epoch:
            begin_epoch(connection, reply.epoch)
            return Taken(older_file=False, new_epoch=True)
        # A change that went back to pending meanwhile is answered by its push, not by what was said before.
        alarms.keep(connection, reply.alarms)
        if reply.audit_key and not facts.get(connection, "audit_key"):
            facts.put(connection, audit_key=reply.audit_key)
        change_states.settle(connection, reply.results, only=ChangeState.rejected)
        missing = set(sent.rejected) - {result.change_id for result in reply.results}
        change_states.report_again(connection, missing)
        told = [one.change_id for one in reply.results if one.outcome is Outcome.rejected]
        lacking = len(changes.known(connection, told)) < len(told)
    return Taken(older_file=False, new_epoch=False, lacking=lacking)


def take_back(store: Store, page: RejectedPage) -> None:
    """Keep what central rejected and this file lacks; what the desk shows of a record is written with it."""
    with store.write() as connection:
        known = set(changes.known(connection, [one.change.change_id for one in page.rejected]))
        lacking = [one for one in page.rejected if one.change.change_id not in known]
        for one in sorted(lacking, key=lambda one: one.change.n, reverse=True):
            returned.take_back(connection, one.change, one.result)
        for stream in {one.change.stream for one in lacking}:
            change_states.arrange(connection, stream)


def payloads(store: Store) -> list[tuple[UUID, bytes]]:
    """Every change that central has not acknowledged, as the spool keeps it."""
    with store.read() as connection:
        return [(one.change_id, one.model_dump_json().encode()) for one in changes.unsent(connection)]


def next_batch(
    store: Store, limit: int = PUSH_CHANGES, last: Sequence[str] = (), sent: Batch | None = None
) -> Batch:
    """The next changes to send, within the limits of a push.

    With `sent`, those behind a batch that is on the line: none when anything else must go before them.
    """
    with store.read() as connection:
        upto = sent.changes[-1].place if sent else changes.BEFORE_ALL
        if sent and (last or changes.due_upto(connection, upto) != sent.places):
            return Batch([], 0, "")
        due = changes.pending(connection, min(limit, PUSH_CHANGES), last, upto)
        fit = due[: _fitting(due)]
        head_n, head = changes.head(connection)
        epoch = facts.get(connection, "epoch")
    return Batch(fit, head_n, head, epoch, len(fit) < len(due) or len(due) >= limit)


def attempted(store: Store, batch: Batch) -> None:
    """Count an attempt of each change of a batch that was sent and not answered."""
    with store.write() as connection:
        change_states.attempted(connection, batch.places)


def _fitting(due: list[Due]) -> int:
    size = _ENVELOPE
    for place, change in enumerate(due):
        size += len(change.text) + 1
        if size > PUSH_BYTES and place:
            return place
    return len(due)


def take_results(store: Store, results: list[Result]) -> list[UUID]:
    """Note central's verdicts; the identifiers of the changes that it applied."""
    with store.write() as connection:
        change_states.settle(connection, results)
    return _applied(results)


def take_reply(store: Store, identity: Identity, answered: Answered) -> list[UUID] | None:
    """Note all that came of a push; the identifiers of the changes that central applied.

    None, and nothing noted, when central is another than the one that the desk follows.
    """
    reply = answered.reply
    with store.write() as connection:
        if facts.get(connection, "epoch") != str(reply.epoch):
            return None
        change_states.settle(connection, answered.results, tries=1)
        change_states.attempted(connection, [change.place for change in answered.left])
        if reply.countersigned is not None:
            keep_head(connection, identity, reply.countersigned)
    return _applied(answered.results)


def _applied(results: list[Result]) -> list[UUID]:
    return [result.change_id for result in results if result.outcome is not Outcome.rejected]


def keep_head(connection: Connection, identity: Identity, one: Countersigned) -> None:
    """Keep a head with central's signature; one that is not central's is told to the supervisor."""
    desk_id, incarnation = identity.desk_id, identity.incarnation
    public = facts.get(connection, "audit_key")
    if countersign_verified(public, desk_id, incarnation, one.head_n, one.head, one.at, one.signature):
        heads.keep(connection, incarnation, one)
    elif public:
        alarms.keep(connection, [Alarmed(at=utc_now(), kind="countersign", n=one.head_n)])


def set_aside(store: Store, change: Due) -> None:
    """Put a change that central cannot even receive into the quarantine, so that it holds up no other."""
    refused = Result(change_id=change.change_id, outcome=Outcome.rejected, code="body_invalid")
    take_results(store, [refused])


def reads(store: Store, scope: str, office: str) -> bool:
    """Whether a desk of the office reads a scope: the registers only where somebody organises."""
    needed = for_scope(scope)
    if not needed:
        return True
    with store.read() as connection:
        clerks = references.every(connection, "clerk.set", Clerk)
    return any(one.active and one.office == office and has_one(one.roles, needed) for one in clerks)
