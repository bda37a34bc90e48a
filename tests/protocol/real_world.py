"""The real desk code and the real central behind the driver's verbs.

Not in this world, because the product has no such act yet: settling a conflict, moving a case to another
office, headquarters' own edits, the order to wipe and its files, and a correction in the place of a rejected
change: `correct` sends it again as it is, which is accepted once the rules are lenient. An old file copied
back by hand is a restore by command here: nothing outside of the file tells a desk of the difference before
its first contact.
"""

from collections import Counter
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from datetime import date
from shutil import copyfile, rmtree
from typing import Any, TypeVar

from sqlalchemy import select

from desk.db import change_states, changes, facts
from desk.db.log_tables import ChangeState, change
from desk.db.store import Store
from desk.records.reference import Office
from desk.records.wire import Push
from desk.sync.enrol import renew_desk
from desk.sync.line import Line
from desk.sync.outcomes import ContactFailed
from desk.usecases import set_up
from desk.usecases.set_up import fence, open_desk, open_spool
from tests.protocol.one_thread import OneThread
from tests.protocol.real_faults import Died, MortalStore, Wire
from tests.protocol.real_place import Place
from tests.protocol.real_start import DEVICES, KEY, URL, Start
from tests.protocol.real_tables import Written, central_view, desk_view
from tests.protocol.wire import Change, Kind, Verdict
from tests.protocol.world import Act, CentralView, Directive, Observation, Outcome, Plan, Rescue

T = TypeVar("T")
ELSEWHERE = Outcome("not in this world")


class RealWorld:
    """Three desks in two offices and one central."""

    def __init__(self, start: Start) -> None:
        setattr(set_up, "Store", MortalStore)  # noqa: B010 - the stores of this world can die
        self.central, self.folder = start.central, start.begin()
        self.loop = OneThread()
        self.written: dict[str, Change] = {}
        self.late: list[Any] = []
        self.corrected: Counter[str] = Counter()
        self.places = {name: self._opened(name, office) for name, office in DEVICES.items()}
        for name in self.places:
            self.back_up_desk(name)
        self.central_seen: CentralView | None = None

    def close(self) -> None:
        """Close the files and throw them away."""
        for place in self.places.values():
            place.spool.close()
            place.store.close()
        self.loop.close()
        setattr(set_up, "Store", Store)  # noqa: B010 - as it was
        rmtree(self.folder, ignore_errors=True)

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def _opened(self, device: str, office: str) -> Place:
        path = self.folder / device / "desk.db"
        wire = Wire(self.central.transport(), late=self.late, frailty=self.central.frailty)
        opened = open_desk(path, KEY)
        spool, *_ = open_spool(opened, path.parent / "spool")
        return Place(device, office, path, opened, wire, spool, written=self.written)

    @property
    def devices(self) -> Sequence[str]:
        """Names of the desks."""
        return tuple(self.places)

    def act(self, device: str, act: Act) -> Outcome:
        """A clerk's act, from what the clerk sees."""
        place = self.places[device]
        place.seen = None
        if place.store.stopped:
            return Outcome("waits for a code")
        if act.kind is Kind.SETTLE:
            return ELSEWHERE
        place.store.dying = int(act.crash)
        try:
            return place.open_visit(act) if act.kind is Kind.OPEN else place.follow(act)
        except Died:
            return Outcome("died before the commit")
        finally:
            place.store.dying = 0

    def correct(self, device: str, pick: int, *, good: bool) -> Outcome:
        """Send a rejected change again as it is; each time the desk's next, for one may be beyond mending."""
        self.corrected[device] += 1
        return self.resend(device, pick + self.corrected[device]) if good else ELSEWHERE

    def resend(self, device: str, pick: int) -> Outcome:
        """Another attempt of a rejected change."""
        place = self.places[device]
        place.seen = None
        if place.store.stopped:
            return Outcome("waits for a code")
        with place.store.write() as connection:
            rejected = changes.rejected_ids(connection, 1000)
            if not rejected:
                return Outcome("nothing to resend")
            change_states.resend(connection, rejected[pick % len(rejected)])
        return Outcome(str(rejected[pick % len(rejected)]))

    def forge(self, device: str, pick: int) -> Outcome:
        """Another body under the id of a change that central holds."""
        place = self.places[device]
        self.central_seen = None
        with place.store.read() as connection:
            log = connection.execute(
                select(change).where(change.c.state == ChangeState.acknowledged).order_by(change.c.n)
            )
            held = [changes.change_of(row) for row in log]
        seen = self.observe().central.receipts
        held = [made for made in held if str(made.change_id) in seen]
        if not held:
            return Outcome("nothing to forge")
        old = held[pick % len(held)]
        forged = place.forged(old)
        identity = place.opened.identity
        signature = place.opened.key.sign_head(identity.desk_id, identity.incarnation, old.n, old.chain)
        push = Push(changes=[forged], head_n=old.n, head=old.chain, head_signature=signature)
        (result,) = self._run(place.client().push(push.model_dump_json().encode())).results
        self.central_seen = None
        verdict = Verdict.REFUSED if result.code == "change_reused" else result.outcome
        told = replace(self.written[str(old.change_id)])
        return Outcome(f"{old.change_id} {verdict}", told)

    def sync(self, device: str, plan: Plan) -> Outcome:
        """One attempt of the worker; a restored desk is given its new code first."""
        place = self.places[device]
        place.seen = self.central_seen = None
        place.wire.links, place.wire.at, place.wire.store = iter(plan.calls), plan.at, place.store
        try:
            if place.store.stopped:
                self._renew(place)
            worker = place.working()
            self._run(worker.attempt())
            note = worker.status.reason or "done"
        except ContactFailed as failed:
            note = f"no new code: {failed.code}"
        except Died:
            place.worker, note = None, "died"
            with place.store.read() as connection:
                place.store.stopped = facts.get(connection, "fence")
        finally:
            place.wire.links, place.store.dying = iter(()), 0
        return Outcome(note)

    def _renew(self, place: Place) -> None:
        line = Line(URL, transport=place.wire)
        code = self.central.code(place.office)
        place.opened = self._run(renew_desk(line, place.opened, KEY, code))
        place.worker = None
        place.spool.close()
        place.open_spool()
        place.generation += 1

    def deliver_late(self, pick: int) -> Outcome:
        """A request arrives after its time; nobody waits for the answer."""
        if not self.late:
            return Outcome("none under way")
        self.central_seen = None
        self._run(self.places["A"].wire.deliver_late(pick))
        return Outcome()

    def back_up_desk(self, device: str) -> Outcome:
        """Copy the desk's file."""
        place = self.places[device]
        place.store.checkpoint()
        copyfile(place.path, place.path.with_suffix(".backup"))
        return Outcome()

    def restore_desk(self, device: str, how: Rescue) -> Outcome:
        """Put the copy in the file's place."""
        place = self.places[device]
        place.spool.close()
        place.store.close()
        for name in place.path.parent.glob("desk.db-*"):
            name.unlink()
        copyfile(place.path.with_suffix(".backup"), place.path)
        place.opened, place.worker, place.seen = open_desk(place.path, KEY), None, None
        fence(place.opened.store)
        place.open_spool()
        return Outcome(place.opened.identity.desk, replaced=device)

    def back_up_central(self) -> Outcome:
        """Back up central."""
        self.central.back_up()
        return Outcome()

    def restore_central(self) -> Outcome:
        """Restore central."""
        self.central_seen = None
        self.central.restore()
        return Outcome(self.observe().central.epoch)

    def headquarters(self, directive: Directive) -> Outcome:
        """Headquarters alters a rule or a record that only it writes."""
        self.central_seen = None
        match directive.what:
            case "lenient":
                self.central.lenient()
            case "strict":
                self.central.strict()
            case "mend":
                self.central.frailty.stumbling = False
            case "create" | "edit" | "note":
                names = {"az": directive.value}
                record = Office(code=f"X{directive.pick}", names=names, valid_from=date(2020, 1, 1))
                self.central.set(("office.set", record))
            case _:
                return ELSEWHERE
        return Outcome()

    def set_clock(self, device: str, seconds: int) -> Outcome:
        """The clock of a process is the computer's."""
        return ELSEWHERE

    def import_files(self) -> Outcome:
        """There are no files: nothing is wiped."""
        return ELSEWHERE

    def observe(self) -> Observation:
        """What all tables show now."""
        written = Written(self.written)
        if self.central_seen is None:
            self.central_seen = central_view(self.central.db, written)
        for place in self.places.values():
            if place.seen is None:
                place.seen = desk_view(place.device, place.office, place.store, written)
        desks = {name: place.seen for name, place in self.places.items() if place.seen is not None}
        return Observation(self.central_seen, desks)
