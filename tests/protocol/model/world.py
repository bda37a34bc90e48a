"""The model behind the driver's verbs."""

from collections.abc import Callable, Sequence

from tests.protocol.model.central import Central
from tests.protocol.model.desk import Desk
from tests.protocol.model.headquarters import direct
from tests.protocol.model.line import Line
from tests.protocol.model.session import synchronise
from tests.protocol.wire import Body, Change, Flaw, Kind, State
from tests.protocol.world import (
    Act,
    CentralView,
    DeskView,
    Directive,
    Observation,
    Outcome,
    Plan,
    Rescue,
)

OFFICES = ("north", "south")


class ModelWorld:
    """Three desks in two offices, one central, and what lies outside of all databases: ids, spare codes,
    files."""

    def __init__(self, desk: type[Desk] = Desk, central: type[Central] = Central) -> None:
        self.central = central()
        self.ids = 0
        self.epochs = 1
        self.spares = 0
        self.late: list[Callable[[], object]] = []
        self.files: dict[str, Change] = {}
        self.desks = {
            name: desk(name, OFFICES[i // 2], self.central.issue_code())
            for i, name in enumerate(("A", "B", "C"))
        }
        self.anchors = {name: (d.store.code, 0) for name, d in self.desks.items()}
        self.central.back_up()

    @property
    def devices(self) -> Sequence[str]:
        """Names of the desks."""
        return tuple(self.desks)

    def act(self, device: str, act: Act) -> Outcome:
        """A clerk's act, from what the clerk sees."""
        desk = self.desks[device]
        if desk.store.fenced:
            return Outcome("waits for a code")
        body = self.compose(desk, act)
        if body is None:
            return Outcome("nothing there")
        if act.crash:
            return Outcome("died before the commit")
        if body.kind is Kind.OPEN:
            body = Body(body.stream, body.kind, body.office, number=desk.mint(), flaw=body.flaw)
        return self.write(desk, body)

    def compose(self, desk: Desk, act: Act) -> Body | None:
        """The body of an act, or nothing when there is nothing to act on."""
        if act.kind is Kind.OPEN:
            return Body(f"s{self.ids + 1}", act.kind, desk.office, flaw=act.flaw)
        if act.kind is Kind.SETTLE:
            conflicts = desk.conflicts()
            if not conflicts:
                return None
            stream, settles, name = conflicts[act.pick % len(conflicts)]
        else:
            streams = desk.streams()
            if not streams:
                return None
            stream, settles, name = streams[act.pick % len(streams)], "", act.field
        if act.kind is Kind.FACT:
            return Body(stream, act.kind, desk.office, value=act.value, flaw=act.flaw)
        seen = desk.seen(stream, name)
        return Body(stream, act.kind, desk.office, name, seen, act.value, settles=settles, flaw=act.flaw)

    def write(self, desk: Desk, body: Body, supersedes: str = "") -> Outcome:
        """Commit one change at the desk."""
        self.ids += 1
        change = desk.write(f"k{self.ids}", body, supersedes)
        self.anchor(desk)
        return Outcome(f"{change.id} {body.stream}", change, body.number)

    def correct(self, device: str, pick: int, *, good: bool) -> Outcome:
        """A new change with what the clerk sees now, in the place of a rejected one."""
        desk = self.desks[device]
        rejected = desk.rejected()
        if not rejected or desk.store.fenced:
            return Outcome("nothing to correct")
        old = rejected[pick % len(rejected)].change
        body = old.body
        flaw = Flaw.NONE if good else Flaw.BROKEN_RULE
        seen = desk.seen(body.stream, body.field)
        mended = Body(
            body.stream, body.kind, desk.office, body.field, seen, body.value, body.number, body.settles, flaw
        )
        return self.write(desk, mended, old.id)

    def resend(self, device: str, pick: int) -> Outcome:
        """Another attempt of a rejected change."""
        desk = self.desks[device]
        rejected = desk.rejected()
        if not rejected:
            return Outcome("nothing to resend")
        change = rejected[pick % len(rejected)].change
        desk.resend(change.id)
        return Outcome(change.id)

    def forge(self, device: str, pick: int) -> Outcome:
        """Another body under the id of a change that central holds."""
        held = [r.change for r in self.desks[device].store.rows.values() if r.state is State.ACKNOWLEDGED]
        held = [c for c in held if c.id in self.central.books.receipts]
        if not held:
            return Outcome("nothing to forge")
        old = held[pick % len(held)]
        body = Body(old.body.stream, Kind.FACT, old.body.office, value="forged")
        forged = Change(old.id, old.device, old.code, old.n, old.place, body)
        pushed = self.central.push(self.central.epoch, [forged])
        return Outcome(f"{old.id} {pushed.verdicts[0][1].verdict}", forged)

    def sync(self, device: str, plan: Plan) -> Outcome:
        """One synchronisation, and the wipe that may follow from it."""
        desk = self.desks[device]
        note, wipe = synchronise(desk, self.central, Line(plan, self.late))
        if wipe:
            self.files.update({c.id: c for c in desk.wipe(self.spare())})
        self.anchor(desk)
        return Outcome(note, wiped=wipe)

    def anchor(self, desk: Desk) -> None:
        """Note outside of the database how far it went; a fenced desk keeps the mark of what it lost."""
        if not desk.store.fenced:
            self.anchors[desk.device] = (desk.store.code, desk.store.n)

    def spare(self) -> str:
        """A sealed spare code, from paper that no restore turns back."""
        self.spares += 1
        return f"spare.{self.spares}"

    def deliver_late(self, pick: int) -> Outcome:
        """A request arrives after its time; nobody waits for the answer."""
        if not self.late:
            return Outcome("none under way")
        self.late.pop(pick % len(self.late))()
        return Outcome()

    def back_up_desk(self, device: str) -> Outcome:
        """Back up one desk."""
        self.desks[device].back_up()
        return Outcome()

    def restore_desk(self, device: str, how: Rescue) -> Outcome:
        """Restore one desk; a spare code lets it go on without the line."""
        desk = self.desks[device]
        desk.restore(self.anchors[device], told=how is not Rescue.FILE_COPY)
        if how is Rescue.SPARE and desk.store.fenced:
            desk.recode(self.spare())
        self.anchor(desk)
        return Outcome(desk.store.code, replaced=device)

    def back_up_central(self) -> Outcome:
        """Back up central."""
        self.central.back_up()
        return Outcome()

    def restore_central(self) -> Outcome:
        """Restore central under an epoch that was never used."""
        self.epochs += 1
        self.central.restore(f"e{self.epochs}")
        return Outcome(self.central.epoch)

    def headquarters(self, directive: Directive) -> Outcome:
        """Headquarters acts."""
        return Outcome(direct(self.central, directive, {n: d.store.code for n, d in self.desks.items()}))

    def set_clock(self, device: str, seconds: int) -> Outcome:
        """Move a desk's wall clock, on which nothing in the protocol rests."""
        self.desks[device].wall += seconds
        return Outcome()

    def import_files(self) -> Outcome:
        """Push what lies in files, in the order written."""
        for change in sorted(self.files.values(), key=lambda c: c.order):
            self.central.push(self.central.epoch, [change])
        return Outcome(f"{len(self.files)} changes")

    def observe(self) -> Observation:
        """Views on the tables as they are; a restore replaces tables, it does not alter them."""
        books = self.central.books
        central = CentralView(
            self.central.epoch,
            books.feed,
            books.receipts,
            books.records,
            books.quarantine,
            self.central.alarms,
        )
        return Observation(central, {name: view_of(desk) for name, desk in self.desks.items()}, self.files)


def view_of(desk: Desk) -> DeskView:
    """What one desk shows."""
    store = desk.store
    whole = store.cursor >= max(store.catch_up, 0)
    return DeskView(
        desk.device,
        desk.office,
        store.code,
        store.epoch,
        store.cursor,
        whole,
        store.rows,
        store.view,
        {str(state): count for state, count in store.header.items()},
        desk.resumed,
    )
