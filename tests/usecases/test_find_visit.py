"""A printed number finds its visit, or the clerk is told what is wrong with it."""

from uuid import uuid4

import pytest

from desk.db import visits
from desk.lang import today
from desk.records.number import Number
from desk.usecases.desk import Desk
from desk.usecases.find_visit import find_visits
from desk.usecases.register_visit import register_visit
from tests.desks import form


def test_number_finds_its_visit_without_hyphens(desk: Desk) -> None:
    number = register_visit(desk, form()).number
    found, wrong = find_visits(desk, today(), number.replace("-", "").lower())
    assert wrong is None
    assert [line.number for line in found] == [number]


@pytest.mark.parametrize("typed", ["eliy", "ƏLİYEV", "ilqar"])
def test_name_is_found_in_another_spelling(desk: Desk, typed: str) -> None:
    register_visit(desk, form())
    register_visit(desk, form(surname="Quliyev", given_name="Rəna", document_number="X999"))
    assert [line.name for line in find_visits(desk, today(), typed)[0]] == ["Əliyev İlqar"]


def test_name_is_searched_in_the_whole_day_and_not_in_what_is_listed(desk: Desk) -> None:
    wanted = register_visit(desk, form(surname="Axtarılan", patronymic="Rəşid oğlu")).number
    later = register_visit(desk, form(surname="Başqa")).visit
    more = [
        (later.model_copy(update={"id": uuid4(), "number": f"Q-{place}"}), place)
        for place in range(visits.LISTED)
    ]
    with desk.store.write() as connection:
        visits.take_in_all(connection, more)
    for typed in ("axtarilan", "AXTARILAN  İlqar", "rəşid"):
        assert [line.number for line in find_visits(desk, today(), typed)[0]] == [wanted]
    assert len(find_visits(desk, today(), "başqa")[0]) == visits.LISTED


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Q-26-GNC2-000001-0", "number_check"),
        ("Q-26-GNC2-0000", "number_form"),
        ("12345678", "number_form"),
        (str(Number("Q", 26, "BAK1", 7)), "number_other_desk"),
        (str(Number("Q", 26, "GNC2", 7)), "number_unknown"),
    ],
)
def test_number_that_finds_nothing_is_explained(desk: Desk, typed: str, code: str) -> None:
    found, wrong = find_visits(desk, today(), typed)
    assert found == []
    assert wrong is not None
    assert wrong.code == code
    assert "(" not in wrong.text
