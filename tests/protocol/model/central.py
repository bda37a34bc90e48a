"""Central as the protocol needs it: receipts, records, one dense feed,
the quarantine and the register of codes."""

from collections.abc import Sequence

from tests.protocol.model.books import Books, Hello, Pushed
from tests.protocol.model.records import after as after_event
from tests.protocol.wire import Body, Change, Event, Flaw, Kind, Receipt, Record, Verdict

BATCH = 4
"""Changes a push carries; small, so that short histories have many pushes."""
PAGE = 2
"""Events or rows a page carries."""


class Central:
    """Applies each change once and appends to one feed; every public method is one transaction."""

    def __init__(self) -> None:
        self.books = Books()
        self.backup = Books()
        self.epoch = "e1"
        self.strict = True
        self.stumbling = True
        self.alarms = 0
        self.open_edit: Change | None = None

    # -- backup and restore

    def back_up(self) -> None:
        """Keep the books as they are now."""
        self.backup = self.books.copy()

    def restore(self, epoch: str) -> None:
        """Go back to the backup under a new epoch."""
        self.books = self.backup.copy()
        self.epoch = epoch
        self.open_edit = None

    def covered(self) -> int:
        """The feed number up to which a restore could not lose anything."""
        return self.backup.feed[-1].n if self.backup.feed else 0

    # -- the desks' calls

    def issue_code(self) -> str:
        """A code that no desk ever had: the epoch is part of it, since a restore turns the counter back."""
        self.books.codes += 1
        return f"{self.epoch}.{self.books.codes}"

    def hello(self, device: str, code: str, rejected: Sequence[str], *, want_code: bool) -> Hello:
        """Answer a greeting; the desk's whole quarantine goes back, so that a restored desk meets its own."""
        books = self.books
        held = tuple(
            (c, books.receipts[c.id])
            for c in books.quarantine.values()
            if c.device == device and c.id not in rejected
        )
        known = tuple((i, books.receipts[i]) for i in rejected if i in books.receipts)
        new_code = self.issue_code() if want_code else ""
        return Hello(
            self.epoch, new_code, books.marks.get(code, 0), known, held, code in books.wipes, self.covered()
        )

    def push(
        self,
        epoch: str,
        changes: Sequence[Change],
        *,
        stop_at: int | None = None,
        dies: bool = False,
    ) -> Pushed:
        """Apply changes in order; a transient error commits what came before it."""
        if self.is_stale(epoch):
            return Pushed(self.epoch)
        if dies:
            self.die(changes)
            return Pushed(self.epoch)
        verdicts: list[tuple[str, Receipt]] = []
        stopped: set[str] = set()
        for at, change in enumerate(changes):
            if at == stop_at or (self.stumbling and change.body.flaw is Flaw.STUMBLE):
                return Pushed(self.epoch, tuple(verdicts), change.id)
            receipt = self.judge(change, stopped)
            if receipt.verdict is Verdict.BLOCKED or self.is_open(receipt):
                stopped.add(change.body.stream)
            verdicts.append((change.id, receipt))
        return Pushed(self.epoch, tuple(verdicts))

    def is_open(self, receipt: Receipt | None) -> bool:
        """Whether a change is rejected, or its newest correction is: what follows it must wait."""
        while receipt is not None and receipt.verdict is Verdict.SUPERSEDED:
            receipt = self.books.receipts.get(receipt.by)
        return receipt is not None and receipt.verdict is Verdict.REJECTED

    def is_stale(self, epoch: str) -> bool:
        """Whether a push was written for another life of central."""
        return epoch != self.epoch

    def die(self, changes: Sequence[Change]) -> None:
        """Die before the commit: one transaction, so nothing stays."""

    def judge(self, change: Change, stopped: set[str]) -> Receipt:
        """The verdict on one change: a rejection is judged anew, any other verdict is final."""
        known = self.recall(change)
        if known is not None and known.body not in (None, change.body):
            self.alarms += 1
            return Receipt(change.body, Verdict.REFUSED, "id reused")
        if known is not None and known.verdict is not Verdict.REJECTED:
            return known
        if change.body.stream in stopped:
            return Receipt(change.body, Verdict.BLOCKED)
        reason = self.supersede(change) or self.validate(change.body)
        if reason:
            self.books.quarantine[change.id] = change
            return self.remember(change, Receipt(change.body, Verdict.REJECTED, reason))
        self.apply(change)
        self.books.quarantine.pop(change.id, None)
        return self.remember(change, Receipt(change.body, Verdict.APPLIED, n=len(self.books.feed)))

    def recall(self, change: Change) -> Receipt | None:
        """The stored verdict, if this change was judged before."""
        return self.books.receipts.get(change.id)

    def remember(self, change: Change, receipt: Receipt) -> Receipt:
        """Store the verdict in the same transaction as its effect."""
        self.books.receipts[change.id] = receipt
        self.books.marks[change.code] = max(self.books.marks.get(change.code, 0), change.n)
        return receipt

    def supersede(self, change: Change) -> str:
        """Close the superseded changes for good on receipt of their correction,
        or tell why it cannot stand."""
        for change_id in reversed(change.supersedes):
            receipt = self.books.receipts.get(change_id)
            if receipt is None:
                continue
            if receipt.verdict is Verdict.APPLIED:
                return "original applied"
            if receipt.verdict is Verdict.SUPERSEDED and receipt.by not in (*change.supersedes, change.id):
                return "already superseded"
            # The newest that central knows decides: its verdict is what the clerk answered to.
            break
        for change_id in change.supersedes:
            receipt = self.books.receipts.get(change_id)
            if receipt is None or receipt.verdict is Verdict.REJECTED:
                self.close(change_id, change.id, receipt.body if receipt else None)
        return ""

    def close(self, change_id: str, by: str, body: Body | None) -> None:
        """Leave a tombstone, so that a late copy of the superseded change finds the door shut."""
        self.books.receipts[change_id] = Receipt(body, Verdict.SUPERSEDED, by=by)
        self.books.quarantine.pop(change_id, None)

    def validate(self, body: Body) -> str:
        """The reason to reject a body, or nothing."""
        return "broken rule" if self.strict and body.flaw is Flaw.BROKEN_RULE else ""

    # -- effects

    def apply(self, change: Change) -> None:
        """Alter the record and the feed."""
        body, stream = change.body, change.body.stream
        if stream not in self.books.records:
            # The change that opens it is still at another desk, or lost: what followed it is kept.
            self.books.records[stream] = Record(body.office)
        if body.kind is Kind.OPEN:
            self.append(change, "opened", value=body.number)
        elif body.kind is Kind.FACT:
            self.append(change, "fact", value=body.value)
        else:
            if body.kind is Kind.SETTLE:
                self.append(change, "settled", value=body.settles)
            self.edit(change)

    def edit(self, change: Change) -> None:
        """Three-way: what the writer saw still stands -> set; same value -> nothing; else a conflict."""
        body = change.body
        now = self.books.records[body.stream].fields.get(body.field)
        if now == body.value:
            return
        if now == body.seen:
            self.append(change, "set", field=body.field, old=now, seen=body.seen, value=body.value)
        else:
            self.meet_conflict(change, now)

    def meet_conflict(self, change: Change, now: str | None) -> None:
        """Leave both values to a person; the one that stands stays."""
        body = change.body
        self.append(change, "conflict", field=body.field, old=now, seen=body.seen, value=body.value)

    def append(
        self,
        change: Change,
        what: str,
        *,
        field: str = "",
        old: str | None = None,
        seen: str | None = None,
        value: str = "",
        office: str = "",
        record: Record | None = None,
    ) -> None:
        """Take the feed's next number as the last thing before the commit, and write event and record."""
        stream = change.body.stream
        event = Event(
            self.next_n(),
            office or self.books.records[stream].office,
            stream,
            change.id,
            change.code,
            change.place,
            what,
            field,
            old,
            seen,
            value,
            record,
        )
        self.books.feed.append(event)
        self.books.records[stream] = after_event(self.books.records[stream], event)

    def begin(self) -> None:
        """Begin a slow transaction: no number is taken before its commit."""

    def commit(self, change: Change) -> None:
        """Commit a slow transaction."""
        self.apply(change)

    def next_n(self) -> int:
        """The next feed number, dense because the counter's row is locked until the commit."""
        return self.books.feed[-1].n + 1 if self.books.feed else 1

    # -- reading

    def pull(self, office: str, epoch: str, after: int) -> tuple[str, list[Event], int, int]:
        """Epoch, at most a page of the office's events after the cursor, the cursor they lead to,
        and the head."""
        feed = self.books.feed
        head = feed[-1].n if feed else 0
        if epoch != self.epoch:
            return self.epoch, [], after, head
        rest = (e for e in feed[self.index(after) :] if e.office == office)
        page = [e for _, e in zip(range(PAGE), rest, strict=False)]
        return self.epoch, page, page[-1].n if len(page) == PAGE else max(after, head), head

    def index(self, after: int) -> int:
        """Where the events after a cursor start."""
        return after

    def snapshot(
        self, office: str, epoch: str, after_key: str
    ) -> tuple[str, list[tuple[str, Record]], int, bool]:
        """Epoch, a page of records by key, the head now, and whether it was the last page."""
        head = self.books.feed[-1].n if self.books.feed else 0
        if epoch != self.epoch:
            return self.epoch, [], head, False
        keys = sorted(k for k, r in self.books.records.items() if r.office == office and k > after_key)
        return self.epoch, [(k, self.books.records[k]) for k in keys[:PAGE]], head, len(keys) <= PAGE
