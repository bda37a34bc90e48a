"""Trainings: what the marks at the door add up to, by whatever it is asked for."""

from datetime import date, time
from uuid import UUID

import pytest

from desk.records.attendance import AttendanceCorrection, Mark, Means
from desk.usecases.attendance import attendance_of, correct_mark, mark, marks_seen
from desk.usecases.desk import Desk
from desk.usecases.employees import Employee, by_badge, find_employees, set_employee
from desk.usecases.trainings import enter_training, open_training, totals_of, trainings_of, withdraw_training
from tests.registers.cards import employee, training

DAY = date(2018, 2, 28)


def _employees(desk: Desk, n: int, **changes: str) -> list[Employee]:
    forms = [employee(number, **changes) for number in range(n)]
    return [Employee(set_employee(desk, form), form.name, form.unit, form.badge) for form in forms]


def _came(desk: Desk, session: UUID, who: Employee, at: time, on: date = DAY) -> bool:
    form = open_training(desk, session).form
    return mark(desk, session, form, who, Mark.came, Means.typed, at=at, on=on).again


def test_totals_count_a_person_once_a_session_and_once_altogether(desk: Desk) -> None:
    one, two = (
        enter_training(desk, training(ends_on="01.03.2018")).entry,
        enter_training(desk, training()).entry,
    )
    people = _employees(desk, 3)
    for who in people:
        _came(desk, one, who, time(10))
        _came(desk, one, who, time(10), date(2018, 3, 1))
    _came(desk, two, people[0], time(10))
    (total,) = totals_of(desk, 2018, "clause")
    assert (total.key, total.sessions, total.attended, total.persons) == ("8.6", 2, 4, 3)
    assert [(t.key, t.attended, t.persons) for t in totals_of(desk, 2018, "unit")] == [("Gəncə", 4, 3)]
    assert {UUID(t.key): t.sessions for t in totals_of(desk, 2018, "person")}[people[0].id] == 2


def test_late_left_early_and_walk_ins_are_computed_from_the_times(desk: Desk) -> None:
    form = training(starts_at="10:00", ends_at="13:00", units="Gəncə")
    session = enter_training(desk, form).entry
    first, second = _employees(desk, 2)
    other = Employee(set_employee(desk, employee(9, unit="Bakı")), "Əliyev 009", "Bakı", "DMX-00009")
    _came(desk, session, first, time(9, 55))
    _came(desk, session, second, time(10, 5))
    _came(desk, session, other, time(10, 0))
    mark(desk, session, form, first, Mark.left, Means.scanned, at=time(12), on=DAY)
    found = {row.employee.name: row for row in attendance_of(desk, session, form, DAY)}
    assert (found["Əliyev 000"].late, found["Əliyev 000"].left_early) == (False, True)
    assert (found["Əliyev 001"].late, found["Əliyev 001"].walk_in) == (True, False)
    assert (found["Əliyev 009"].late, found["Əliyev 009"].walk_in) == (False, True)
    (total,) = totals_of(desk, 2018, "")
    assert (total.late, total.left_early, total.walk_ins) == (1, 1, 1)


def test_same_badge_twice_is_one_mark(desk: Desk) -> None:
    session = enter_training(desk, training()).entry
    (who,) = _employees(desk, 1)
    assert not _came(desk, session, who, time(10))
    assert _came(desk, session, who, time(10, 1))
    assert attendance_of(desk, session, training())[0].came_at == time(10)


def test_correction_takes_somebody_back_out_with_a_reason(desk: Desk) -> None:
    session = enter_training(desk, training()).entry
    (who,) = _employees(desk, 1)
    _came(desk, session, who, time(10))
    form = AttendanceCorrection.model_validate({"present": "no", "reason": "başqa əməkdaşın vəsiqəsi"})
    correct_mark(desk, session, who.id, DAY, form, marks_seen(desk, session, who.id, DAY))
    assert totals_of(desk, 2018, "")[0].attended == 0
    assert [row.present for row in attendance_of(desk, session, training())] == [False]


def test_mark_that_did_not_know_of_a_correction_makes_it_contested(desk: Desk) -> None:
    session = enter_training(desk, training()).entry
    (who,) = _employees(desk, 1)
    _came(desk, session, who, time(10))
    seen = marks_seen(desk, session, who.id, DAY)
    for present in ("no", "yes"):
        form = AttendanceCorrection.model_validate({"present": present, "reason": "yoxlanıldı"})
        correct_mark(desk, session, who.id, DAY, form, seen)
    assert attendance_of(desk, session, training())[0].contested


def test_withdrawn_session_counts_nothing(desk: Desk) -> None:
    session = enter_training(desk, training()).entry
    (who,) = _employees(desk, 1)
    _came(desk, session, who, time(10))
    withdraw_training(desk, open_training(desk, session), "keçirilmədi")
    assert totals_of(desk, 2018, "clause") == []
    assert trainings_of(desk, 2018) == []


def test_session_without_anybody_is_counted_as_a_session(desk: Desk) -> None:
    enter_training(desk, training())
    (total,) = totals_of(desk, 2018, "clause")
    assert (total.sessions, total.attended) == (1, 0)
    assert trainings_of(desk, 2018)[0].total.attended == 0


def test_employee_is_one_person_however_often_they_are_set(desk: Desk) -> None:
    ids = {set_employee(desk, employee(1)), set_employee(desk, employee(1, unit="Bakı"))}
    assert len(ids) == 1
    assert [(who.unit, who.badge) for who in find_employees(desk)] == [("Bakı", "DMX-00001")]


def test_who_left_the_service_is_not_found_by_badge(desk: Desk) -> None:
    set_employee(desk, employee(1))
    assert by_badge(desk, "DMX-00001") is not None
    set_employee(desk, employee(1, left_on="01.03.2018"))
    assert by_badge(desk, "DMX-00001") is None


@pytest.mark.parametrize("text", ["əliyev 00", "eliyev", "Gence"])
def test_employees_are_found_by_any_word(desk: Desk, text: str) -> None:
    set_employee(desk, employee(1))
    assert len(find_employees(desk, text)) == 1
