"""What the secretary does at a session: acts on the session, and acts on one complaint of its agenda."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from desk.lang import N_, _
from desk.records.base import Record
from desk.records.case_event import Why
from desk.records.council_hearing import POSTPONED, WAITING, Hearing, Vote
from desk.records.council_steps import DECISIONS, Conflict
from desk.ui.act_form import ActScreen, write_act
from desk.ui.allowed import may_write
from desk.ui.base import DeskScreen
from desk.ui.picker import PickerModal
from desk.ui.roll_call import RollCallModal
from desk.usecases import council_session as sessions
from desk.usecases.take_step import take_step

if TYPE_CHECKING:
    from desk.usecases.council_session import SessionView

OUTCOMES: dict[str, str] = {
    WAITING: N_("to be heard"),
    POSTPONED: N_("postponed"),
    **{str(code): name for code, name in DECISIONS.items()},
}
MORE = {
    "put_on_agenda": N_("Put a complaint on the agenda"),
    "postpone_rest": N_("Postpone all that wait"),
}
"""Steps that write to complaints; the session's own are in the records."""
ON_COMPLAINT = {
    "decided": N_("Votes and decision"),
    "conflict_declared": N_("Member's conflict of interest"),
    "postponed": N_("Postpone"),
}
"""What may be done while a complaint waits to be heard."""
ANYTIME = {
    "earlier": N_("Earlier on the agenda"),
    "later": N_("Later on the agenda"),
    "case": N_("Open the case"),
}
F = TypeVar("F", bound=Record)


def _of(kind: type[F], write: Callable[[F], str]) -> Callable[[Record], str]:
    """An act that takes one kind of form, for a screen that takes any."""

    def checked(form: Record) -> str:
        if not isinstance(form, kind):
            raise TypeError(type(form).__name__)
        return write(form)

    return checked


async def act_on_session(screen: DeskScreen, view: "SessionView", act: str) -> None:
    """Begin one step of a session: choose what it needs, then its form."""
    if not may_write(screen, "council.event", "put_on_agenda"):
        return
    if not await write_act(screen, lambda: sessions.begin(view, act)):
        return
    desk, on = screen.host.desk, view.session.on
    if act == "put_on_agenda":
        await _choose_complaint(screen, view)
    elif act == "postpone_rest":
        write = _of(Why, lambda why: "".join(t.warning for t in sessions.postpone_rest(desk, on, why)[-1:]))
        screen.app.push_screen(ActScreen(_(MORE[act]), Why, write, draft=_draft(on, act)))
    elif act == "opened":
        _call_the_roll(screen, view)
    else:
        step = next(step for step in view.steps if step.act == act)
        convened = act == "convened"
        filled = await asyncio.to_thread(sessions.to_convene, desk, view.session) if convened else {}
        write = lambda form: _step(screen, view, act, form)  # noqa: E731 - one line of glue
        draft = _draft(on, act)
        screen.app.push_screen(ActScreen(step.label, step.form, write, filled=filled, draft=draft))


def _draft(about: date | UUID, act: str) -> str:
    return f"hearing:{about}:{act}"


def _step(screen: DeskScreen, view: "SessionView", act: str, form: Record) -> str:
    return sessions.take_session_step(screen.host.desk, view.session.on, act, form)


def _call_the_roll(screen: DeskScreen, view: "SessionView") -> None:
    """Mark who is present, then the number of the minutes."""
    step = next(step for step in view.steps if step.act == "opened")
    session = view.session

    def opened(names: list[str] | None) -> None:
        if names is not None:
            filled = {"present": "; ".join(names), "minutes": session.minutes}
            write = lambda form: _step(screen, view, "opened", form)  # noqa: E731 - one line of glue
            draft = _draft(session.on, "opened")
            screen.app.push_screen(ActScreen(step.label, step.form, write, filled=filled, draft=draft))

    screen.app.push_screen(
        RollCallModal(_("Who is present?"), session.members, session.present or session.members), opened
    )


async def _choose_complaint(screen: DeskScreen, view: "SessionView") -> None:
    desk, on = screen.host.desk, view.session.on
    waiting = await asyncio.to_thread(sessions.to_be_heard, desk)
    if not waiting:
        screen.app.notify(_("No admitted complaint waits for a session."), markup=False)
        return

    async def chosen(case_id: str | None) -> None:
        if case_id:
            await _write(screen, lambda: sessions.put_on_agenda(desk, on, UUID(case_id)).warning)

    screen.app.push_screen(PickerModal(_("Which complaint?"), waiting), chosen)


async def _write(screen: DeskScreen, act: Callable[[], str]) -> None:
    if await write_act(screen, act):
        await screen.reload()


async def act_on_complaint(screen: DeskScreen, view: "SessionView", hearing: Hearing) -> None:
    """Offer what may be done with a complaint of the agenda."""
    offered = (ON_COMPLAINT if hearing.outcome == WAITING else {}) | ANYTIME

    async def chosen(act: str | None) -> None:
        if not act or not (act == "case" or may_write(screen, "council.event", "decided")):
            return
        if await write_act(screen, lambda: sessions.begin(view, act)):
            await _ACTS[act](screen, view, hearing)

    choices = {act: _(label) for act, label in offered.items()}
    screen.app.push_screen(PickerModal(f"{hearing.number}  {hearing.complainant}", choices), chosen)


async def _decide(screen: DeskScreen, view: "SessionView", hearing: Hearing) -> None:
    desk, on = screen.host.desk, view.session.on
    write = _of(Vote, lambda vote: sessions.decide(desk, on, hearing.case_id, vote).warning)
    draft = _draft(hearing.case_id, "decided")
    screen.app.push_screen(ActScreen(_(ON_COMPLAINT["decided"]), Vote, write, draft=draft))


async def _declare(screen: DeskScreen, view: "SessionView", hearing: Hearing) -> None:
    desk, on = screen.host.desk, view.session.on
    voters = {name: name for name in view.voters(hearing.case_id)}
    write = _of(Conflict, lambda said: sessions.declare_conflict(desk, on, hearing.case_id, said).warning)
    title = _(ON_COMPLAINT["conflict_declared"])
    draft = _draft(hearing.case_id, "conflict_declared")
    screen.app.push_screen(ActScreen(title, Conflict, write, {"member": voters}, draft=draft))


async def _postpone(screen: DeskScreen, _view: "SessionView", hearing: Hearing) -> None:
    desk = screen.host.desk
    write = _of(Why, lambda why: take_step(desk, hearing.case_id, "postponed", why).warning)
    draft = _draft(hearing.case_id, "postponed")
    screen.app.push_screen(ActScreen(_(ON_COMPLAINT["postponed"]), Why, write, draft=draft))


async def _earlier(screen: DeskScreen, view: "SessionView", hearing: Hearing) -> None:
    await _write(screen, lambda: sessions.move(screen.host.desk, view.session.on, hearing.case_id, -1))


async def _later(screen: DeskScreen, view: "SessionView", hearing: Hearing) -> None:
    await _write(screen, lambda: sessions.move(screen.host.desk, view.session.on, hearing.case_id, 1))


async def _open(screen: DeskScreen, _view: "SessionView", hearing: Hearing) -> None:
    screen.host.case_id = hearing.case_id
    screen.app.push_screen("case")


_ACTS: dict[str, Callable[[DeskScreen, "SessionView", Hearing], Awaitable[None]]] = {
    "decided": _decide,
    "conflict_declared": _declare,
    "postponed": _postpone,
    "earlier": _earlier,
    "later": _later,
    "case": _open,
}
