"""One real desk in the world of the driver, and what its clerk does."""

from dataclasses import dataclass, field
from datetime import date
from math import inf
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from desk.db import changes
from desk.db.log_tables import ChangeState, change
from desk.db.reception_tables import visit
from desk.db.spool import Spool
from desk.records.base import canonical, new_id, utc_now
from desk.records.kinds import SignIn
from desk.records.person import DocumentKind
from desk.records.visit import VisitForm
from desk.records.wire import Change as WireChange
from desk.records.wire import Edit, FieldEdit, commitment
from desk.sync.client import CentralClient
from desk.sync.line import Line
from desk.sync.pace import Pace
from desk.sync.session import Session
from desk.sync.worker import Worker
from desk.usecases.desk import Clock, Desk
from desk.usecases.register_visit import register_visit
from desk.usecases.set_up import OpenDesk, open_spool
from tests.protocol.real_central import BROKEN, clerk
from tests.protocol.real_faults import STUMBLER, MortalStore, Wire
from tests.protocol.real_start import URL
from tests.protocol.real_tables import FIELDS
from tests.protocol.wire import Body, Change, Flaw, Kind
from tests.protocol.world import Act, DeskView, Outcome

AT_ONCE = Pace(cap=0.0, base=0.0, idle=0.0, spread=0.0, greeting=0.0)
PREFIX = {Flaw.NONE: "clerk-", Flaw.BROKEN_RULE: BROKEN, Flaw.STUMBLE: STUMBLER}
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
    written: dict[str, Change] = field(default_factory=dict)
    """The changes of all desks, as the rules see them."""

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
        self.spool, *_ = open_spool(self.opened, self.path.parent / "spool")

    def open_visit(self, act: Act) -> Outcome:
        """A visitor is taken in."""
        receipt = register_visit(self.desk(act.flaw), FORM)
        stream = f"visit:{receipt.visit.id}"
        body = Body(stream, Kind.OPEN, self.office, number=receipt.number, flaw=act.flaw)
        with self.store.read() as connection:
            named = select(change.c.change_id).where(change.c.n == receipt.change_n)
            return self._note(connection.execute(named).scalar_one(), receipt.change_n, body)

    def follow(self, act: Act) -> Outcome:
        """A fact or an edit on one of the visits that the clerk sees."""
        streams = self._streams()
        if not streams:
            return Outcome("nothing there")
        stream = streams[act.pick % len(streams)]
        # Central has no rule that is broken by an edit and that it can drop.
        flaw = Flaw.NONE if act.kind is Kind.EDIT and act.flaw is Flaw.BROKEN_RULE else act.flaw
        desk, seen = self.desk(flaw), self._value(stream, act.field)
        with self.store.write() as connection:
            if act.kind is Kind.FACT:
                said = SignIn(
                    id=new_id(),
                    clerk=desk.clerk.id,
                    clerk_name=act.value,
                    office=self.office,
                    desk=desk.identity.desk,
                    at=utc_now(),
                )
                made = changes.append(connection, desk.author, "session.opened", stream, said)
                body = Body(stream, act.kind, self.office, value=act.value, flaw=flaw)
            else:
                visit_id, name = UUID(stream.partition(":")[2]), FIELDS[act.field]
                edit = Edit(id=visit_id, fields={name: FieldEdit(old=seen, new=act.value)})
                made = changes.append(connection, desk.author, "visit.edited", stream, edit)
                body = Body(stream, act.kind, self.office, act.field, seen or None, act.value, flaw=flaw)
        return self._note(made.change_id, made.n, body)

    def _streams(self) -> list[str]:
        with self.store.read() as connection:
            return [f"visit:{found}" for found in connection.execute(select(visit.c.id)).scalars()]

    def _value(self, stream: str, name: str) -> str:
        """What the clerk has before them: the visit under own edits that have not come back."""
        with self.store.read() as connection:
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

    def _note(self, change_id: UUID, n: int, body: Body) -> Outcome:
        code = self.opened.identity.desk
        made = Change(str(change_id), self.device, code, n, (self.generation, n), body)
        self.written[made.id] = made
        return Outcome(f"{made.id} {body.stream}", made, body.number)

    def forged(self, old: WireChange) -> WireChange:
        """Another body under the identifier of a change."""
        said = SignIn(
            id=new_id(),
            clerk=f"clerk-{self.office}",
            clerk_name="forged",
            office=self.office,
            desk=self.opened.identity.desk,
            at=utc_now(),
        )
        body = canonical(said)
        values = {"kind": "session.opened", "body": body, "body_sha256": commitment(old.salt, body)}
        return old.model_copy(update=values)

    def client(self) -> CentralClient:
        """Central as this desk calls it."""
        identity = self.opened.identity
        return CentralClient(Line(URL, transport=self.wire), identity.desk_id, self.opened.key, self.clock)

    def working(self) -> Worker:
        """The worker of the desk's present life."""
        if self.worker is None:
            opened = self.opened
            client = self.client()
            session = Session(opened.store, opened.identity, client, opened.key, self.clock, self.spool)
            # The rules must hold without the comparison of digests, which would mend what breaks them.
            session.compared = inf
            self.worker = Worker(session, lambda status: None, AT_ONCE)
        return self.worker
