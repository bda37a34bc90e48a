"""Applies a push in one transaction: receipts, records, and last the feed.

A rejected change takes nothing with it; a transient error ends the push at that change and what came before
is committed.
"""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from psycopg import DataError, OperationalError

from central import erase
from central.db.rows import only
from central.desks import Db, Desk, alarm
from central.problem import Problem
from central.push import edits, feed, letters, receipts, records
from central.push.arrivals import Arrival, Arrived, Unreadable, storable
from central.push.at_once import Applied, apply_at_once
from central.push.chain import breaks, link_of, neighbours, own, rewritten, signed_heads
from central.push.examine import Fact, FieldsEdited, Refused, Verdict
from central.push.head import note_head
from central.push.register import Register, terms_of
from desk.records.audit import RecordErased
from desk.records.wire import Change, Outcome, Result

APPLIED = Result(change_id=UUID(int=0), outcome=Outcome.applied)
"""Stands for the result of an applied change until the feed has given it a number."""


def apply_push(
    db: Db, desk: Desk, arrived: Arrived, verdicts: Sequence[Verdict], *, with_head: bool = True
) -> Applied:
    """Apply what a desk sent; its results, all or those before a transient error, and whose head was sound.

    `with_head` is left out for what comes without the desk's newest head, such as an older file.
    Raises 409 `epoch_changed` when it was meant for another epoch.
    """
    return (with_head and apply_at_once(db, desk, arrived, verdicts)) or _apply_each(
        db, desk, arrived, verdicts, with_head
    )


def _apply_each(
    db: Db, desk: Desk, arrived: Arrived, verdicts: Sequence[Verdict], with_head: bool
) -> Applied:
    with db.transaction():
        (epoch,) = only(db.execute("select epoch from feed_head"))
        if arrived.epoch and arrived.epoch.lower() != str(epoch):
            raise Problem(409, "epoch_changed", epoch=str(epoch))
        db.execute("select 1 from desk where id = %s for no key update", (desk.id,))
        batch = _Batch(db, desk, list(zip(arrived.arrivals, verdicts, strict=True)))
        batch.settle()
        batch.finish()
        sound = note_head(db, desk, arrived, batch.links) if with_head else None
        return Applied(batch.results(), sound, epoch)


class _Batch:
    """One push on its way through the transaction."""

    def __init__(self, db: Db, desk: Desk, items: list[tuple[Arrival, Verdict]]) -> None:
        self.db = db
        self.desk = desk
        items = own(db, desk, items)
        self.sent = items
        self.first = {arrival.change_id: arrival for arrival, _ in reversed(items)}
        self.items = list(
            {arrival.change_id: (arrival, verdict) for arrival, verdict in reversed(items)}.values()
        )
        self.items.reverse()
        changes = [arrival for arrival, _ in self.items if isinstance(arrival, Change)]
        self.links = {change.change_id: link_of(change) for change in changes}
        held = neighbours(db, desk.id, self.links.values())
        self.fresh = receipts.insert(db, desk.id, [(c, self.links[c.change_id].link) for c in changes])
        unsure = [arrival.change_id for arrival, _ in self.items if arrival.change_id not in self.fresh]
        self.stored = receipts.stored(db, desk.id, unsure) if unsure else {}
        unread = [arrival.change_id for arrival, _ in self.items if isinstance(arrival, Unreadable)]
        self.foreign = receipts.foreign(db, desk.id, unread)
        named = [v.clerk for _, v in self.items if isinstance(v, Fact)]
        self.register = Register(desk.office, terms_of(db, [*named, *(change.actor for change in changes)]))
        self.held = letters.Held(db, desk.id, [arrival for arrival, _ in self.items])
        self.settled: dict[UUID, Result] = {}
        self.rows: list[feed.Row] = []
        self.letters: list[letters.Letter] = []
        self.superseded: list[UUID] = []
        self.erasures: list[Change] = []
        new = [link for key, link in self.links.items() if key in self.fresh]
        heads = signed_heads(db, desk.id, new)
        for kind, link in [*breaks(held, new), *rewritten(heads, new)]:
            alarm(db, desk.id, kind, change_id=str(link.change_id), n=link.n)

    def settle(self) -> None:
        """Take the changes in the order written; stop at the first that meets a transient error."""
        place = 0
        while place < len(self.items):
            run = self._run(place)
            try:
                if len(run) < 2 or not self._insert(run):
                    for arrival, verdict in self.items[place : place + max(1, len(run))]:
                        self._one(arrival, verdict)
            except OperationalError:
                if self.db.closed or self.db.broken:
                    raise
                return
            place += max(1, len(run))

    def _run(self, place: int) -> list[tuple[Change, Fact]]:
        """The new facts that stand together from this place on and that nothing holds up."""
        run: list[tuple[Change, Fact]] = []
        for arrival, verdict in self.items[place:]:
            plain = isinstance(arrival, Change) and arrival.change_id in self.fresh and not arrival.supersedes
            if not plain or not isinstance(verdict, Fact) or not isinstance(arrival, Change):
                break
            if self.held.blocker(arrival) or self.register.refusal(arrival, verdict):
                break
            run.append((arrival, verdict))
        return run

    def _insert(self, run: list[tuple[Change, Fact]]) -> bool:
        """Insert a run in one statement, or leave no trace of it when one of them clashes."""
        try:
            with self.db.transaction():
                if records.insert(self.db, run) < len(run):
                    raise _Clash
        except (_Clash, DataError):
            return False
        for change, fact in run:
            self._applied(change, fact)
        return True

    def _one(self, arrival: Arrival, verdict: Verdict) -> None:
        known = self.stored.get(arrival.change_id)
        if arrival.change_id not in self.fresh and not self._is_same(arrival, known):
            self._reused(arrival)
            return
        if known and known.final:
            self.settled[arrival.change_id] = known.result
            return
        if isinstance(arrival, Unreadable):
            self._reject(arrival, verdict if isinstance(verdict, Refused) else Refused("body_invalid"))
            return
        blocker = self.held.blocker(arrival)
        if blocker:
            self._reject(arrival, Refused("stream_blocked", "", {"change_id": str(blocker)}))
            return
        self._supersede(arrival)
        refusal = self._apply(arrival, verdict)
        if refusal:
            self._reject(arrival, refusal)

    def _is_same(self, arrival: Arrival, known: receipts.Stored | None) -> bool:
        if isinstance(arrival, Unreadable):
            seen = known is not None and known.body_sha256 is not None
            return not seen and arrival.change_id not in self.foreign
        return known is not None and known.body_sha256 == arrival.body_sha256

    def _reused(self, arrival: Arrival) -> None:
        body = arrival.text if isinstance(arrival, Unreadable) else arrival.body
        sha256 = hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()
        alarm(self.db, self.desk.id, "change_reused", change_id=str(arrival.change_id), sha256=sha256)
        self.settled[arrival.change_id] = _reused(arrival.change_id)
        if isinstance(arrival, Change):
            self.held.hold(arrival)

    def _supersede(self, change: Change) -> None:
        if self.held.take_over(change) and change.supersedes:
            self.superseded.append(change.supersedes)

    def _apply(self, change: Change, verdict: Verdict) -> Refused | None:
        """Apply one change under a savepoint; return why not."""
        if isinstance(verdict, Refused):
            return verdict
        refusal = self.register.refusal(change, verdict)
        if refusal:
            return refusal
        try:
            with self.db.transaction():
                if isinstance(verdict, FieldsEdited):
                    return self._edit(change, verdict)
                if not records.insert(self.db, [(change, verdict)]):
                    return records.clash(self.db, verdict)
        except DataError:
            return Refused("body_invalid")
        self._applied(change, verdict)
        return None

    def _edit(self, change: Change, verdict: FieldsEdited) -> Refused | None:
        self._tell_as_written(verdict)
        done = edits.apply_edit(self.db, self.desk, change, verdict)
        if isinstance(done, Refused):
            return done
        self.rows.append(done.row)
        self.held.release(change)
        result = APPLIED
        if done.clashes:
            name, values = next(iter(done.clashes.items()))
            context: dict[str, str | int] = {key: storable(str(value))[:200] for key, value in values.items()}
            result = Result(
                change_id=change.change_id,
                outcome=Outcome.conflict,
                code="conflict",
                field=name,
                context=context,
            )
            self.letters.append(self._letter(change, result))
        self.settled[change.change_id] = result
        return None

    def _tell_as_written(self, verdict: FieldsEdited) -> None:
        """Give the feed the body of a record of this very push before an edit alters the record."""
        key = (verdict.entity, str(verdict.edit.id))
        for row in self.rows:
            if (row.entity, row.id) == key and row.body is None:
                row.body = records.body_of(self.db, *key)

    def _applied(self, change: Change, fact: Fact) -> None:
        self.rows.append(
            feed.Row(fact.scope, change.kind, change.stream, change.change_id, fact.entity, fact.id)
        )
        if change.kind == erase.KIND:
            self.erasures.append(change)
        self.held.release(change)
        self.settled[change.change_id] = APPLIED

    def _reject(self, arrival: Arrival, refusal: Refused) -> None:
        context = {
            name: storable(value) if isinstance(value, str) else value
            for name, value in refusal.context.items()
        }
        result = Result(
            change_id=arrival.change_id,
            outcome=Outcome.rejected,
            code=refusal.code,
            field=storable(refusal.field),
            context=context,
        )
        self.letters.append(self._letter(arrival, result))
        self.held.hold(arrival)
        self.settled[arrival.change_id] = result

    def _letter(self, arrival: Arrival, result: Result) -> letters.Letter:
        kind, text = ("", arrival.text) if isinstance(arrival, Unreadable) else (arrival.kind, arrival.body)
        place = self.held.place(arrival)
        return letters.Letter(
            arrival.change_id, arrival.incarnation, place, arrival.stream, kind, text, result
        )

    def finish(self) -> None:
        """Forget what was not reached, keep what was rejected, and last append to the feed."""
        unreached = [change_id for change_id in self.fresh if change_id not in self.settled]
        if unreached:
            self.db.execute("delete from change_receipt where change_id = any(%s)", (unreached,))
            self.links = {key: link for key, link in self.links.items() if key not in unreached}
        letters.keep(self.db, self.desk.id, self.letters)
        applied = [key for key, result in self.settled.items() if result.outcome is Outcome.applied]
        letters.settle(self.db, self.desk.id, applied, self.superseded)
        first = feed.append(self.db, self.rows)
        for change in self.erasures:
            erase.erase(self.db, RecordErased.model_validate_json(change.body), self.desk.scopes)
        for place, row in enumerate(self.rows):
            told = self.settled[row.change_id]
            told = told.model_copy(update={"change_id": row.change_id, "feed_n": first + place})
            self.settled[row.change_id] = told

    def results(self) -> list[Result]:
        """One result for each change sent, up to the first that was not reached."""
        told: list[Result] = []
        for arrival, _ in self.sent:
            if arrival.change_id not in self.settled:
                break
            first = self.first[arrival.change_id]
            if arrival is not first and arrival != first:
                told.append(_reused(arrival.change_id))
            else:
                told.append(self.settled[arrival.change_id])
        return told


class _Clash(Exception):
    """A fact of a run clashes with what stands."""


def _reused(change_id: UUID) -> Result:
    return Result(change_id=change_id, outcome=Outcome.rejected, code="change_reused")
