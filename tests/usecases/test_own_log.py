"""The supervisor reads what a person did; the look is written down before anything shows."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from desk.db.log_tables import ChangeState, change
from desk.db.store import RoleNeeded
from desk.lang import day, today, use_language
from desk.records.audit import Leaving
from desk.records.ticket import TicketForm
from desk.records.visit import CorrectableVisit
from desk.usecases.correct_visit import begin_correction, correct_visit
from desk.usecases.desk import Desk
from desk.usecases.own_log import people_of_log, view_log
from desk.usecases.quarantine import hand_over, send_again
from desk.usecases.queue import call_next, issue_ticket
from desk.usecases.refused import leave
from desk.usecases.register_visit import register_visit
from desk.usecases.sign_in import enter
from tests.desks import SUPERVISOR, form


def looks(desk: Desk) -> list[str]:
    with desk.store.read() as connection:
        bodies = connection.execute(select(change.c.body).where(change.c.kind == "log.viewed")).scalars()
        return [json.loads(body)["person"] for body in bodies]


def _reject(desk: Desk, visit_id: UUID) -> None:
    """Central did not take the visit."""
    with desk.store.write() as connection:
        rejected = update(change).where(change.c.stream == f"visit:{visit_id}")
        connection.execute(rejected.values(state=ChangeState.rejected))


def test_a_persons_day_is_told_in_words_and_the_look_is_recorded(desk: Desk) -> None:
    use_language("en")
    number = register_visit(desk, form()).number
    supervisor = enter(desk, SUPERVISOR)
    assert people_of_log(supervisor) == {"aysel": "Aysel Nərimanova", "rashad": "Rəşad Quliyev"}
    found = view_log(supervisor, "aysel", today())
    assert [(act.what, act.about) for act in found.acts] == [("sign-in", ""), ("visit", number)]
    assert "Əliyev" not in str(found)
    assert looks(supervisor) == ["aysel"]
    assert view_log(supervisor, "aysel", today() - timedelta(days=1)).acts == []
    own = view_log(supervisor, "rashad", today())
    assert [act.what for act in own.acts] == ["sign-in", "log read", "log read", "log read"]


def test_a_clerk_may_not_read_it_and_nothing_is_shown(desk: Desk) -> None:
    with pytest.raises(RoleNeeded):
        view_log(desk, "aysel", today())
    assert looks(desk) == []


def test_an_act_names_the_visit_the_ticket_and_the_person_that_it_was_about(desk: Desk) -> None:
    use_language("en")
    number = register_visit(desk, form()).number
    draft = begin_correction(desk, number)
    assert draft is not None
    correct_visit(desk, draft, CorrectableVisit.model_validate(draft.values | {"surname": "Məmmədov"}))
    _reject(desk, draft.visit_id)
    hand_over(desk, 2)
    send_again(desk, 2)
    label = issue_ticket(desk, TicketForm(purpose="stay")).label
    call_next(desk, own_only=True)
    leave(desk, Leaving.another_person)
    supervisor = enter(desk, SUPERVISOR)
    told = [f"{act.what} | {act.about}" for act in view_log(supervisor, "aysel", today()).acts]
    assert told == [
        "sign-in | ",
        f"visit | {number}",
        f"correction | {number} · Surname",
        f"handed over | {number}",
        f"sent again | {number}",
        f"ticket | {label} · Registration at the place of stay · {day(today())}",
        f"ticket step: Call | {label}",
        "sign-out | another person signed in",
    ]
    (look,) = view_log(supervisor, "rashad", today()).acts[1:2]
    assert look.about == f"Aysel Nərimanova · {day(today())}"
