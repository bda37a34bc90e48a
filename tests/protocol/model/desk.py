"""A desk as the protocol needs it: one table of changes, the mirrored records, a cursor,
a code with its counter."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tests.protocol.model.books import Hello, Pushed
from tests.protocol.model.central import BATCH
from tests.protocol.model.records import follow
from tests.protocol.model.store import Store
from tests.protocol.wire import Body, Change, Event, Kind, Receipt, Record, Row, State, Verdict

STATE_OF = {
    Verdict.APPLIED: State.ACKNOWLEDGED,
    Verdict.SUPERSEDED: State.SUPERSEDED,
    Verdict.REJECTED: State.REJECTED,
    Verdict.REFUSED: State.REJECTED,
}


class Desk:
    """One desk; every public method is one transaction on its store."""

    def __init__(self, device: str, office: str, code: str) -> None:
        self.device = device
        self.office = office
        self.store = Store(code)
        self.backup = self.store.copy()
        self.resumed = 0
        self.wall = 0
        self.stumbled: dict[str, int] = {}
        self.stumbles = self.stumbles_before = 0
        self.covered = 0

    # -- the clerk

    def write(self, change_id: str, body: Body, supersedes: str = "") -> Change:
        """Write the change of one act; a correction takes the place in the stream of the change that it
        corrects."""
        store = self.store
        store.n += 1
        chain = (*store.rows[supersedes].change.supersedes, supersedes) if supersedes else ()
        change = Change(change_id, self.device, store.code, store.n, self.place(supersedes), body, chain)
        if supersedes:
            store.put(replace(store.rows[supersedes], state=State.SUPERSEDED))
        store.put(Row(change))
        self.block(body.stream)
        return change

    def place(self, supersedes: str) -> tuple[int, int]:
        """The place of the change about to be written."""
        old = self.store.rows[supersedes].change if supersedes else None
        if old is not None and old.code == self.store.code:
            return old.place
        return self.store.generation, self.store.n

    def mint(self) -> str:
        """The next number, from a counter that is kept in the transaction of its act."""
        self.store.counter += 1
        return f"{self.store.code}-{self.store.counter}"

    def seen(self, stream: str, name: str) -> str | None:
        """What the clerk has before them: the mirrored value under own edits that have not come back yet."""
        record = self.store.view.get(stream)
        value = record.fields.get(name) if record else None
        for row in self.in_order(stream):
            body = row.change.body
            unseen = row.state in (State.PENDING, State.BLOCKED) or (
                row.state is State.ACKNOWLEDGED and row.n > self.store.cursor
            )
            if unseen and body.kind in (Kind.EDIT, Kind.SETTLE) and body.field == name:
                value = body.value
        return value

    def streams(self) -> list[str]:
        """Records that the clerk can pick: mirrored ones and own ones that have not come back."""
        own = (r.change.body.stream for r in self.store.rows.values() if r.state is not State.ACKNOWLEDGED)
        return sorted({*self.store.view, *own})

    def conflicts(self) -> list[tuple[str, str, str]]:
        """Open conflicts on the screen: stream, change, field."""
        return sorted((s, c, f) for s, r in self.store.view.items() for c, f in r.conflicts.items())

    def rejected(self) -> list[Row]:
        """The quarantine as the clerk sees it."""
        return [r for r in self.store.rows.values() if r.state is State.REJECTED]

    def resend(self, change_id: str) -> None:
        """Send a rejected change again as it is, for central to judge it anew."""
        row = self.store.rows[change_id]
        self.store.put(replace(row, state=State.PENDING, reason=""))
        self.block(row.change.body.stream)

    def in_order(self, stream: str) -> list[Row]:
        """Rows of one stream in the order in which they must be applied."""
        rows = (r for r in self.store.rows.values() if r.change.body.stream == stream)
        return sorted(rows, key=lambda r: r.change.order)

    def block(self, stream: str) -> None:
        """Hold back what stands behind a rejected change of its stream, and let go what no longer does."""
        behind = False
        for row in self.in_order(stream):
            if row.state is State.REJECTED:
                behind = True
            elif row.state in (State.PENDING, State.BLOCKED):
                self.store.put(replace(row, state=State.BLOCKED if behind else State.PENDING))

    # -- hello

    def take_hello(self, hello: Hello) -> None:
        """Follow central into a new epoch, take the new code,
        and bring the quarantine in line with central's."""
        store = self.store
        self.covered = hello.covered
        self.stumbles_before = self.stumbles
        if hello.epoch != store.epoch:
            store.epoch = hello.epoch
            store.cursor, store.staging = -1, None
            self.replay()
        if hello.mark > store.n:
            self.fence()
        if hello.code and store.fenced:
            self.recode(hello.code)
        self.reconcile(hello)

    def replay(self) -> None:
        """Central is another: what it acknowledged, rejected or saw superseded elsewhere goes to it again."""
        self.again((State.ACKNOWLEDGED, State.REJECTED, State.SUPERSEDED))

    def again(self, states: tuple[State, ...]) -> None:
        """Make the changes in these states pending, but not those whose correction stands in this table."""
        corrected = self.corrected()
        for row in list(self.store.rows.values()):
            if row.state in states and not (row.state is State.SUPERSEDED and row.change.id in corrected):
                self.store.put(replace(row, state=State.PENDING, n=0))
        for stream in {r.change.body.stream for r in self.store.rows.values()}:
            self.block(stream)

    def corrected(self) -> set[str]:
        """Changes whose correction stands in this table."""
        return {i for r in self.store.rows.values() for i in r.change.supersedes}

    def reconcile(self, hello: Hello) -> None:
        """Take over verdicts that passed this desk by, and rejected changes that it no longer knows."""
        for change_id, receipt in hello.receipts:
            row = self.store.rows[change_id]
            if row.state is State.REJECTED:
                self.settle(row, receipt)
        for change, receipt in hello.quarantine:
            if change.id not in self.store.rows:
                self.store.put(Row(change, self.state_of_found(change), receipt.reason))
                self.block(change.body.stream)

    def state_of_found(self, change: Change) -> State:
        """A rejected change that turns up again must not stand in the way of its own correction."""
        return State.SUPERSEDED if change.id in self.corrected() else State.REJECTED

    def settle(self, row: Row, receipt: Receipt) -> None:
        """Write central's verdict on one row."""
        state = STATE_OF.get(receipt.verdict)
        if state is None:
            return
        self.store.put(replace(row, state=state, reason=receipt.reason, n=receipt.n))
        if receipt.reason == "original applied":
            # Verdicts on what it corrects passed this desk by: ask for them.
            for original in (self.store.rows[i] for i in row.change.supersedes if i in self.store.rows):
                self.store.put(replace(original, state=State.PENDING))
        self.block(row.change.body.stream)

    # -- push

    def to_send(self) -> list[Change]:
        """The next batch: each stream in order, and first the streams over which central stumbled longest
        ago."""
        pending = [r for r in self.store.rows.values() if self.is_sendable(r)]
        pending.sort(key=lambda r: (self.stumbled.get(r.change.body.stream, 0), r.change.order))
        return [r.change for r in pending[:BATCH]]

    def is_sendable(self, row: Row) -> bool:
        """Whether a row may go out now."""
        return row.state is State.PENDING

    def take_sent(self, batch: Iterable[Change]) -> None:
        """A batch is about to leave: nothing is written, for nothing is known yet."""

    def take_pushed(self, batch: Sequence[Change], pushed: Pushed) -> bool:
        """Write the verdicts in one transaction; true when another push makes sense."""
        for change_id, receipt in pushed.verdicts:
            if change_id in self.store.rows:
                self.settle(self.store.rows[change_id], receipt)
        streams = {c.id: c.body.stream for c in batch}
        for change_id, _ in pushed.verdicts:
            self.stumbled.pop(streams[change_id], None)
        if not pushed.stumbled:
            return True
        return self.take_stumble(pushed.stumbled, streams[pushed.stumbled])

    def take_stumble(self, change_id: str, stream: str) -> bool:
        """Let other streams go first; true unless this stream had its turn in this synchronisation."""
        had_its_turn = self.stumbled.get(stream, 0) > self.stumbles_before
        self.stumbles += 1
        self.stumbled[stream] = self.stumbles
        return not had_its_turn

    # -- pull

    def take_page(self, events: Sequence[Event], cursor: int, *, dies_after: int | None = None) -> None:
        """Apply a page and move the cursor in one transaction; dying inside it leaves nothing."""
        if dies_after is not None:
            return
        for event in events:
            follow(self.store.view, event)
        self.store.cursor = cursor

    def take_snapshot(self, page: Sequence[tuple[str, Record]], head: int, *, last: bool) -> None:
        """Lay a page aside under the first page's head; the last one puts all in place of the old view."""
        store = self.store
        if store.staging is None:
            store.staging, store.pin, store.after_key = {}, head, ""
        for key, record in page:
            store.staging[key] = record
            store.after_key = key
        if last:
            store.view, store.staging = store.staging, None
            store.cursor, store.catch_up = self.cursor_after(head), head

    def cursor_after(self, head: int) -> int:
        """Where the feed is taken up after a snapshot: at its beginning,
        for its pages are of different times."""
        return min(self.store.pin, head)

    # -- backup and restore

    def back_up(self) -> None:
        """Keep the store as it is now."""
        self.backup = self.store.copy()

    def restore(self, anchor: tuple[str, int], *, told: bool) -> None:
        """Go back to the backup; the desk knows it when told so, or by an anchor outside of its database."""
        self.store = self.backup.copy()
        self.stumbled = {}
        if told or self.is_behind(anchor):
            self.fence()

    def is_behind(self, anchor: tuple[str, int]) -> bool:
        """Whether the desk once wrote more than its database holds,
        by the code and number kept outside of it."""
        code, n = anchor
        return code != self.store.code or n > self.store.n

    def fence(self) -> None:
        """Write nothing new under the old code."""
        self.store.fenced = True

    def recode(self, code: str) -> None:
        """Begin a new incarnation under a code that nobody had before."""
        self.store.code, self.store.counter, self.store.fenced = code, 0, False
        self.store.generation += 1

    # -- wipe

    def may_wipe(self) -> bool:
        """Whether nothing would be lost: all that can be delivered is, and central's backup holds it."""
        rows = self.store.rows.values()
        covered = all(r.n <= self.covered for r in rows if r.state is State.ACKNOWLEDGED)
        return covered and not self.store.header[State.PENDING]

    def wipe(self, code: str) -> list[Change]:
        """Export what is not delivered for good, forget all, and start under a new code."""
        rows = self.store.rows.values()
        corrected = self.corrected()
        held = [r.change for r in rows if r.state in (State.BLOCKED, State.REJECTED)]
        orphans = [r.change for r in rows if r.state is State.SUPERSEDED and r.change.id not in corrected]
        self.store = Store(code, self.store.generation + 1)
        self.stumbled = {}
        self.back_up()
        return held + orphans
