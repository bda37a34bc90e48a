"""The secretary's session: an agenda of several complaints; an act on one is that complaint's own event."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from desk.db import case_events, case_lists, case_sessions, changes
from desk.db.store import Connection
from desk.lang import N_, _, day, today
from desk.records.base import Record
from desk.records.case_event import Why
from desk.records.council import Complaint
from desk.records.council_hearing import WAITING, Hearing, Vote, decided_at, hearing
from desk.records.council_session import (
    ACTS,
    FORMS,
    MACHINE,
    REASONS,
    STATES,
    Arranged,
    NewSession,
    Session,
    SessionEvent,
    SessionState,
    derive,
    session_id,
)
from desk.records.council_steps import Conflict, CouncilEvent, PutOnAgenda
from desk.records.errors import Issue
from desk.records.state_machine import StepRefused, heads
from desk.rules.errors import CalendarMissing, LawError
from desk.rules.reader import rule
from desk.usecases.acts import signed
from desk.usecases.desk import Desk
from desk.usecases.service import working_days
from desk.usecases.take_step import StepTaken, take_step

OWN_REASONS = REASONS | {
    "still_waiting": N_("A complaint on the agenda is neither decided nor postponed yet."),
    "day_to_come": N_("The day of the session has not come yet."),
    "not_open": N_("The session is not open: write down first who is present."),
    "not_present": N_("Only a member who is present can have a conflict of interest here."),
    "conflict_known": N_("This member's conflict of interest is written down already."),
}


@dataclass(frozen=True)
class SessionStep:
    """One step of a session that is possible now."""

    act: str
    label: str
    form: type[Record]


@dataclass(frozen=True)
class SessionView:
    """A session for the screen and for its papers."""

    session: Session
    state: str
    hearings: tuple[Hearing, ...]
    quorate: bool
    steps: list[SessionStep]
    attention: int

    def voters(self, case_id: UUID) -> list[str]:
        """The members present who may vote on a complaint."""
        conflicts = next(one.conflicts for one in self.hearings if one.case_id == case_id)
        return [name for name in self.session.present if name not in conflicts]


@dataclass(frozen=True)
class SessionLine:
    """A session in the list."""

    on: date
    place: str
    state: str
    complaints: int


def sessions_of(desk: Desk) -> list[SessionLine]:
    """The sessions that were convened or have a complaint on their agenda, the newest day first."""
    with desk.store.read() as connection:
        known = case_sessions.every(connection)
        counted = case_sessions.agenda_days(connection)
    return [SessionLine(one.on, one.place, _state(one), counted.get(one.on, 0)) for one in known]


def _state(session: Session) -> str:
    return _(STATES[SessionState(session.state)])


def to_convene(desk: Desk, session: Session | None = None) -> dict[str, str]:
    """What is known of a session to be convened, by the fields of its form; the rest is as at the last one.

    Where no session is given, it is the next one that has complaints on its agenda and no members.
    """
    with desk.store.read() as connection:
        known = case_sessions.every(connection)
    last = next((one for one in known if one.members), None)
    to_come = (one for one in reversed(known) if not one.members and one.on >= today())
    this = session or next(to_come, None)
    values = {"on": day(this.on)} if this and not session else {}
    for one in (last, this):
        if one is not None:
            said = {"place": one.place, "chair": one.chair, "members": "; ".join(one.members)}
            values |= {name: text for name, text in said.items() if text}
    return values


def day_remarks(desk: Desk, form: Record) -> list[Issue]:
    """What is unusual about the day that a form names for a session: it has passed, or nobody works on it."""
    match form:
        case NewSession(on=on):
            field = "on"
        case PutOnAgenda(session_on=on):
            field = "session_on"
        case _:
            return []
    if on < today():
        return [Issue(field, "day_past")]
    try:
        return [] if working_days(desk).is_working(on) else [Issue(field, "day_off")]
    except CalendarMissing as missing:
        return [Issue(field, missing.code, missing.context)]


def view_session(desk: Desk, on: date) -> SessionView:
    """The session of a day with its complaints in the order of the agenda."""
    with desk.store.read() as connection:
        return _view(connection, on)


def _view(connection: Connection, on: date) -> SessionView:
    session = case_sessions.session_of(connection, on)
    hearings = _hearings(connection, session)
    acts = [act for act in MACHINE.possible(session) if act in ACTS]
    steps = [SessionStep(act, _(ACTS[act]), FORMS[act]) for act in acts]
    return SessionView(session, _state(session), hearings, quorate(session), steps, len(session.attention))


def _hearings(connection: Connection, session: Session) -> tuple[Hearing, ...]:
    found = []
    for case_id in case_sessions.put_on(connection, session.on):
        opening, events = case_events.read(case_events.rows_of(connection, case_id))
        if isinstance(opening, Complaint):
            said = [event for event in events if isinstance(event, CouncilEvent)]
            found.append(hearing(opening, said, session.on))
    places = {number: place for place, number in enumerate(session.order)}
    heard = [one for one in found if one is not None]
    return tuple(sorted(heard, key=lambda one: (places.get(one.number, len(places)), one.number)))


def quorate(session: Session) -> bool:
    """Whether more members are present than the quorum asks for; no law of that day, no quorum."""
    try:
        share = rule("council.quorum", on=session.on).value
    except LawError:
        return False
    return bool(session.members) and len(session.present) * 100 > share * len(session.members)


def take_session_step(desk: Desk, on: date, act: str, form: Record) -> str:
    """Write the next event of a session; the code of why the sealed copy was not written, or nothing.

    Raises StepRefused with the reason and the possible steps, and StoreFailed.
    """
    with desk.store.write() as connection:
        events, _rows = case_sessions.events_of(connection, on)
        session = derive(on, events)
        event = _event(desk, on, heads(events)[:100], act, form)
        if code := MACHINE.refusal(session, act, event) or _hindrance(connection, session, act):
            raise refused(session, code, act)
        stream = f"session:{on.isoformat()}"
        change = changes.append(connection, desk.author, case_sessions.KIND, stream, event)
        case_sessions.add(connection, event, change.n)
    return desk.keep_copy(change)


def _hindrance(connection: Connection, session: Session, act: str) -> str:
    """What the session alone cannot tell: whether its day has come, and whether a complaint still waits."""
    if act == "opened" and session.on > today():
        return "day_to_come"
    if act == "ended" and any(one.outcome == WAITING for one in _hearings(connection, session)):
        return "still_waiting"
    return ""


def _event(desk: Desk, on: date, after: list[UUID], act: str, form: Record) -> SessionEvent:
    return SessionEvent(
        case=session_id(on),
        session_on=on,
        act=act,
        details=form.model_dump(mode="json", exclude_defaults=True),
        after=after,
        **signed(desk),
    )


def refused(session: Session, code: str, act: str) -> StepRefused:
    """The exception that tells why a step of a session is impossible, and which others are possible."""
    possible = [_(ACTS[other]) for other in MACHINE.possible(session) if other in ACTS and other != act]
    return StepRefused(code, _(OWN_REASONS[code]).format(state=_state(session)), possible)


def begin(view: SessionView, act: str) -> str:
    """Nothing; raises StepRefused, before anything is typed, where the day or the state does not allow it."""
    session = view.session
    if act == "opened" and session.on > today():
        raise refused(session, "day_to_come", act)
    if act in ("decided", "conflict_declared") and session.state != SessionState.open:
        raise refused(session, "not_open", act)
    return ""


def to_be_heard(desk: Desk) -> dict[str, str]:
    """The admitted complaints that stand on no agenda: identifier -> number and complainant."""
    with desk.store.read() as connection:
        rows = case_lists.in_state(connection, "council", "admitted")
    return {str(row.id): f"{row.number}  {row.name}" for row in rows}


def put_on_agenda(desk: Desk, on: date, case_id: UUID) -> StepTaken:
    """Put an admitted complaint on the agenda of a day. Raises as take_step does."""
    place = view_session(desk, on).session.place
    return take_step(desk, case_id, "put_on_agenda", PutOnAgenda(session_on=on, place=place))


def declare_conflict(desk: Desk, on: date, case_id: UUID, form: Conflict) -> StepTaken:
    """Write that a member who is present may not vote on a complaint. Raises as take_step does."""
    view = view_session(desk, on)
    if form.member not in view.session.present:
        raise refused(view.session, "not_present", "conflict_declared")
    if form.member not in view.voters(case_id):
        raise refused(view.session, "conflict_known", "conflict_declared")
    return take_step(desk, case_id, "conflict_declared", form)


def decide(desk: Desk, on: date, case_id: UUID, vote: Vote) -> StepTaken:
    """Write the votes and the decision on a complaint at an open session. Raises as take_step does."""
    session = view_session(desk, on).session
    if session.state != SessionState.open:
        raise refused(session, "not_open", "decided")
    return take_step(desk, case_id, "decided", decided_at(session, vote))


def postpone_rest(desk: Desk, on: date, why: Why) -> list[StepTaken]:
    """Postpone every complaint that waits at a session, one act each. Raises as take_step does."""
    waiting = [one.case_id for one in view_session(desk, on).hearings if one.outcome == WAITING]
    return [take_step(desk, case_id, "postponed", why) for case_id in waiting]


def move(desk: Desk, on: date, case_id: UUID, by: int) -> str:
    """Put a complaint earlier (by < 0) or later on the agenda. Raises as take_session_step does."""
    hearings = view_session(desk, on).hearings
    numbers = [one.number for one in hearings]
    place = [one.case_id for one in hearings].index(case_id)
    numbers.insert(max(0, place + by), numbers.pop(place))
    return take_session_step(desk, on, "arranged", Arranged(order=numbers))
