"""The real desk code and the real central behind the driver's verbs.

Not in this world, because the product has no such act yet: settling a conflict, moving a case to another
office, headquarters' own edits, the order to wipe and its files, and a correction in the place of a rejected
change: `correct` sends it again as it is, which is accepted once the rules are lenient. An old file copied
back by hand is a restore by command here: nothing outside of the file tells a desk of the difference before
its first contact.
"""

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from shutil import copyfile, rmtree
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select

from desk.db import changes, facts
from desk.db.spool import Spool
from desk.db.tables import ChangeState, change, visit
from desk.records.base import canonical, new_id, utc_now
from desk.records.kinds import SignIn
from desk.records.person import DocumentKind
from desk.records.reference import Office
from desk.records.visit import VisitForm
from desk.records.wire import Change as WireChange
from desk.records.wire import Edit, FieldEdit, Push, commitment
from desk.sync.client import CentralClient
from desk.sync.enrol import enrol_desk, renew_desk
from desk.sync.line import Line
from desk.sync.outcomes import ContactFailed
from desk.sync.pace import Pace
from desk.sync.session import Session
from desk.sync.worker import Worker
from desk.usecases import set_up
from desk.usecases.desk import Clock, Desk
from desk.usecases.register_visit import register_visit
from desk.usecases.set_up import OpenDesk, fence, open_desk, open_spool
from tests.protocol.real_central import BROKEN, OFFICE_CODES, OFFICES, RealCentral, clerk
from tests.protocol.real_faults import STUMBLER, Died, MortalStore, Wire
from tests.protocol.real_tables import FIELDS, Written, central_view, desk_view
from tests.protocol.wire import Body, Change, Flaw, Kind, Verdict
from tests.protocol.world import Act, CentralView, DeskView, Directive, Observation, Outcome, Plan, Rescue

T = TypeVar("T")
KEY = bytes(range(32))
URL = "http://127.0.0.1"
AT_ONCE = Pace(cap=0.0, base=0.0, idle=0.0, spread=0.0)
PREFIX = {Flaw.NONE: "clerk-", Flaw.BROKEN_RULE: BROKEN, Flaw.STUMBLE: STUMBLER}
ELSEWHERE = Outcome("not in this world")
FORM = VisitForm(
    procedure="registration",
    surname="Nümunəvi",
    birth_date=date(1990, 1, 31),
    citizenship="TUR",
    document_kind=DocumentKind.passport,
    document_number="U12345678",
)


@dataclass
class Place:
    """One desk as the world keeps it."""

    device: str
    office: str
    path: Path
    opened: OpenDesk
    wire: Wire
    spool: Spool
    clock: Clock = field(default_factory=Clock)
    worker: Worker | None = None
    generation: int = 0
    seen: DeskView | None = None

    @property
    def store(self) -> MortalStore:
        """The desk's store."""
        assert isinstance(self.opened.store, MortalStore)
        return self.opened.store

    def desk(self, flaw: Flaw) -> Desk:
        """The desk with a clerk whose work has this flaw."""
        who = clerk(PREFIX[flaw], self.office)
        return Desk(self.opened.store, self.opened.identity, who, self.opened.key, self.spool, self.clock)

    def open_spool(self) -> None:
        """Open the safety copy of the file's incarnation."""
        self.spool, _ = open_spool(self.opened, self.path.parent / "spool")


class RealWorld:
    """Three desks in two offices and one central."""

    def __init__(self, central: RealCentral, folder: Path) -> None:
        setattr(set_up, "Store", MortalStore)  # noqa: B010 - the stores of this world can die
        self.central, self.folder = central, folder
        self.loop = asyncio.new_event_loop()
        self.written: dict[str, Change] = {}
        self.late: list[Any] = []
        central.begin_anew()
        self.places = {
            name: self._enrolled(name, OFFICE_CODES[OFFICES[i // 2]]) for i, name in enumerate("ABC")
        }
        central.back_up()
        for name in self.places:
            self.back_up_desk(name)
        self.central_seen: CentralView | None = None

    def close(self) -> None:
        """Close the files and throw them away."""
        for place in self.places.values():
            place.spool.close()
            place.store.close()
        self.loop.close()
        rmtree(self.folder, ignore_errors=True)

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def _enrolled(self, device: str, office: str) -> Place:
        path = self.folder / device / "desk.db"
        wire = Wire(self.central.transport(), late=self.late, frailty=self.central.frailty)
        line = Line(URL, transport=wire)
        opened = self._run(enrol_desk(line, path, KEY, self.central.code(office)))
        spool, _ = open_spool(opened, path.parent / "spool")
        return Place(device, office, path, opened, wire, spool)

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
            return self._open(place, act) if act.kind is Kind.OPEN else self._follow(place, act)
        except Died:
            return Outcome("died before the commit")
        finally:
            place.store.dying = 0

    def _open(self, place: Place, act: Act) -> Outcome:
        receipt = register_visit(place.desk(act.flaw), FORM)
        stream = f"visit:{receipt.visit.id}"
        body = Body(stream, Kind.OPEN, place.office, number=receipt.number, flaw=act.flaw)
        with place.store.read() as connection:
            named = select(change.c.change_id).where(change.c.n == receipt.change_n)
            return self._note(place, connection.execute(named).scalar_one(), receipt.change_n, body)

    def _follow(self, place: Place, act: Act) -> Outcome:
        """A fact or an edit on one of the visits that the clerk sees."""
        streams = self._streams(place)
        if not streams:
            return Outcome("nothing there")
        stream = streams[act.pick % len(streams)]
        # Central has no rule that is broken by an edit and that it can drop.
        flaw = Flaw.NONE if act.kind is Kind.EDIT and act.flaw is Flaw.BROKEN_RULE else act.flaw
        desk, seen = place.desk(flaw), self._value(place, stream, act.field)
        with place.store.write() as connection:
            if act.kind is Kind.FACT:
                said = SignIn(
                    id=new_id(),
                    clerk=desk.clerk.id,
                    clerk_name=act.value,
                    office=place.office,
                    desk=desk.identity.desk,
                    at=utc_now(),
                )
                made = changes.append(connection, desk.author, "session.opened", stream, said)
                body = Body(stream, act.kind, place.office, value=act.value, flaw=flaw)
            else:
                visit_id, name = UUID(stream.partition(":")[2]), FIELDS[act.field]
                edit = Edit(id=visit_id, fields={name: FieldEdit(old=seen, new=act.value)})
                made = changes.append(connection, desk.author, "visit.edited", stream, edit)
                body = Body(stream, act.kind, place.office, act.field, seen or None, act.value, flaw=flaw)
        return self._note(place, made.change_id, made.n, body)

    def _streams(self, place: Place) -> list[str]:
        with place.store.read() as connection:
            return [f"visit:{found}" for found in connection.execute(select(visit.c.id)).scalars()]

    def _value(self, place: Place, stream: str, name: str) -> str:
        """What the clerk has before them: the visit under own edits that have not come back."""
        with place.store.read() as connection:
            row = connection.execute(select(visit).where(visit.c.id == UUID(stream.partition(":")[2]))).one()
            value = str(row._mapping[FIELDS[name]])
            open_ones = (ChangeState.pending, ChangeState.blocked)
            own = connection.execute(
                select(change.c.change_id).where(change.c.stream == stream, change.c.state.in_(open_ones))
            )
            for change_id in own.scalars():
                body = self.written[str(change_id)].body
                if body.kind is Kind.EDIT and body.field == name:
                    value = body.value
        return value

    def _note(self, place: Place, change_id: UUID, n: int, body: Body) -> Outcome:
        code = place.opened.identity.desk
        made = Change(str(change_id), place.device, code, n, (place.generation, n), body)
        self.written[made.id] = made
        return Outcome(f"{made.id} {body.stream}", made, body.number)

    def correct(self, device: str, pick: int, *, good: bool) -> Outcome:
        """Send a rejected change again as it is."""
        return self.resend(device, pick) if good else ELSEWHERE

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
            changes.resend(connection, rejected[pick % len(rejected)])
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
        forged = self._forged(place, old)
        identity = place.opened.identity
        signature = place.opened.key.sign_head(identity.desk_id, identity.incarnation, old.n, old.chain)
        push = Push(changes=[forged], head_n=old.n, head=old.chain, head_signature=signature)
        (result,) = self._run(self._client(place).push(push)).results
        self.central_seen = None
        verdict = Verdict.REFUSED if result.code == "change_reused" else result.outcome
        told = replace(self.written[str(old.change_id)])
        return Outcome(f"{old.change_id} {verdict}", told)

    def _forged(self, place: Place, old: WireChange) -> WireChange:
        said = SignIn(
            id=new_id(),
            clerk=f"clerk-{place.office}",
            clerk_name="forged",
            office=place.office,
            desk=place.opened.identity.desk,
            at=utc_now(),
        )
        body = canonical(said)
        values = {"kind": "session.opened", "body": body, "body_sha256": commitment(old.salt, body)}
        return old.model_copy(update=values)

    def _client(self, place: Place) -> CentralClient:
        identity = place.opened.identity
        return CentralClient(Line(URL, transport=place.wire), identity.desk_id, place.opened.key, place.clock)

    def _worker(self, place: Place) -> Worker:
        if place.worker is None:
            opened = place.opened
            client = self._client(place)
            session = Session(opened.store, opened.identity, client, opened.key, place.clock, place.spool)
            place.worker = Worker(session, lambda status: None, AT_ONCE)
        return place.worker

    def sync(self, device: str, plan: Plan) -> Outcome:
        """One attempt of the worker; a restored desk is given its new code first."""
        place = self.places[device]
        place.seen = self.central_seen = None
        place.wire.links, place.wire.at, place.wire.store = iter(plan.calls), plan.at, place.store
        try:
            if place.store.stopped:
                self._renew(place)
            worker = self._worker(place)
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
