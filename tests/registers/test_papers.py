"""The papers of a session: who stands on the sheet, one certificate a person, data never markup."""

from datetime import date, time

import pytest

from desk.documents.words import PAPER_LANGUAGES
from desk.records.attendance import Mark, Means
from desk.usecases.attendance import mark
from desk.usecases.desk import Desk
from desk.usecases.employees import Employee, set_employee
from desk.usecases.entries import Opened
from desk.usecases.papers import NumberUnknown
from desk.usecases.print_paper import pdf_of
from desk.usecases.training_papers import certificates_of, sheet_of
from desk.usecases.trainings import enter_training, open_training, withdraw_training
from tests.documents.test_receipt import HOSTILE
from tests.registers.cards import employee, training

DAY = date(2018, 2, 28)


def _person(desk: Desk, n: int, **changes: str) -> Employee:
    form = employee(n, **changes)
    return Employee(set_employee(desk, form), form.name, form.unit, form.badge)


def _session(desk: Desk, **changes: object) -> Opened:  # type: ignore[type-arg]
    form = training(starts_at="10:00", units="Gəncə", **changes)
    return open_training(desk, enter_training(desk, form).entry)


def test_sheet_has_who_came_with_times_and_the_invited_without(desk: Desk) -> None:
    seen = _session(desk, ends_on="01.03.2018")
    for on in (DAY, date(2018, 3, 1)):
        mark(desk, seen.id, seen.form, _person(desk, 1), Mark.came, Means.typed, at=time(9, 55), on=on)
    _person(desk, 2)
    data = sheet_of(desk, seen, DAY).data("az")
    assert data["lines"] == [
        {"name": "Əliyev 001", "unit": "Gəncə", "came": "09:55", "left": ""},
        {"name": "Əliyev 002", "unit": "Gəncə", "came": "", "left": ""},
    ]
    assert (data["days"], data["hours"]) == ("28.02.2018 – 01.03.2018", "10:00")


def test_everybody_who_was_there_has_one_certificate_however_many_days(desk: Desk) -> None:
    seen = _session(desk, ends_on="01.03.2018")
    for n in (1, 2):
        for on in (DAY, date(2018, 3, 1)):
            mark(desk, seen.id, seen.form, _person(desk, n), Mark.came, Means.typed, on=on)
    _person(desk, 3)
    people = certificates_of(desk, seen).data("ru")["people"]
    assert isinstance(people, list)
    assert [one["name"] for one in people] == ["Əliyev 001", "Əliyev 002"]
    one = certificates_of(desk, seen, _person(desk, 2).id).data("ru")["people"]
    assert isinstance(one, list)
    assert one == people[1:]


def test_who_was_not_there_has_no_certificate(desk: Desk) -> None:
    seen = _session(desk)
    with pytest.raises(NumberUnknown):
        certificates_of(desk, seen)


def test_session_that_was_withdrawn_has_no_certificate(desk: Desk) -> None:
    seen = _session(desk)
    mark(desk, seen.id, seen.form, _person(desk, 1), Mark.came, Means.typed, on=DAY)
    withdraw_training(desk, seen, "keçirilmədi")
    with pytest.raises(NumberUnknown):
        certificates_of(desk, open_training(desk, seen.id))


@pytest.mark.parametrize("language", PAPER_LANGUAGES)
def test_papers_are_set_in_every_language_with_hostile_text(desk: Desk, language: str) -> None:
    seen = _session(desk, topic=HOSTILE, host=HOSTILE, trainer=HOSTILE)
    mark(desk, seen.id, seen.form, _person(desk, 1, name=HOSTILE), Mark.came, Means.typed, on=DAY)
    for paper in (sheet_of(desk, seen, DAY), certificates_of(desk, seen)):
        assert pdf_of(paper, language).startswith(b"%PDF")
