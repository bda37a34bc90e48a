"""A visit is saved whole, with its number and its change, or not at all."""

import json
from uuid import uuid4

import pytest

from desk.crypto.frames import Recovered, read
from desk.db import changes, visits
from desk.lang import today
from desk.records.number import parse
from desk.records.visit import PersonLink, Visit
from desk.records.wire import FIRST_LINK, commitment
from desk.usecases.desk import Desk
from desk.usecases.register_visit import Decision, find_alike, register_visit
from tests.desks import Made, form


def test_number_is_dense_and_carries_its_check_character(desk: Desk) -> None:
    numbers = [parse(register_visit(desk, form()).number) for _ in range(3)]
    assert [number.counter for number in numbers] == [1, 2, 3]
    assert {number.desk for number in numbers} == {"GNC2"}


def test_change_body_is_the_visit_and_its_commitment_fits(desk: Desk) -> None:
    receipt = register_visit(desk, form(), mrz="P<UTO")
    with desk.store.read() as connection:
        written = changes.unsent(connection)[-1]
    assert Visit.model_validate_json(written.body) == receipt.visit
    assert written.body_sha256 == commitment(written.salt, written.body)
    assert json.loads(written.body)["mrz"] == "P<UTO"


def test_each_change_names_the_link_before_it(desk: Desk) -> None:
    for _ in range(3):
        register_visit(desk, form())
    with desk.store.read() as connection:
        log = changes.unsent(connection)
    assert [change.prev_sha256 for change in log] == [FIRST_LINK, *(change.chain for change in log[:-1])]
    assert [change.n for change in log] == list(range(1, len(log) + 1))


def test_nothing_is_written_when_the_save_fails_half_way(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise RuntimeError

    before = _counts(desk)
    with monkeypatch.context() as patch:
        patch.setattr(visits, "add", fail)
        with pytest.raises(RuntimeError):
            register_visit(desk, form())
    assert _counts(desk) == before
    assert parse(register_visit(desk, form()).number).counter == 1


def _counts(desk: Desk) -> tuple[int, int]:
    with desk.store.read() as connection:
        return visits.count_of_day(connection, today()), len(changes.unsent(connection))


def test_sealed_copy_holds_each_save_before_it_is_told(made: Made) -> None:
    desk = made.open()
    receipt = register_visit(desk, form())
    copies = [found for found in read(desk.spool.path, made.recovery) if isinstance(found, Recovered)]
    desk.close()
    assert any(receipt.number.encode() in copy.payload for copy in copies)


@pytest.mark.parametrize(
    "earlier",
    [
        form(document_number="C 0123-4567", surname="Somebody", birth_date="01.01.1980"),
        form(document_number="X123", fin="94FMDDD", surname="Somebody", birth_date="01.01.1980"),
        form(document_number="X123", surname="ELIYEV"),
    ],
    ids=["same document", "same FIN", "same birth date and surname in another spelling"],
)
def test_person_is_found_again_by(desk: Desk, earlier: object) -> None:
    register_visit(desk, earlier)  # type: ignore[arg-type]
    found = find_alike(desk, form(fin="94FMDDD"))
    assert len(found) == 1


def test_another_person_is_not_offered(desk: Desk) -> None:
    register_visit(desk, form(document_number="X123", surname="Quliyev"))
    assert find_alike(desk, form()) == []


def test_one_person_with_many_visits_is_offered_once(desk: Desk) -> None:
    first = register_visit(desk, form())
    register_visit(desk, form(), Decision(PersonLink.same, first.visit.person_id))
    assert [row.person_id for row in find_alike(desk, form())] == [first.visit.person_id]


def test_chosen_person_and_reason_stand_in_the_record(desk: Desk) -> None:
    person = uuid4()
    same = register_visit(desk, form(), Decision(PersonLink.same, person)).visit
    other = register_visit(desk, form(), Decision(PersonLink.another, None, "twin")).visit
    assert (same.person_link, same.person_id) == ("same", person)
    assert (other.person_link, other.another_reason) == ("another", "twin")
    assert other.person_id != person


@pytest.mark.parametrize(
    ("written", "kept", "remarks"),
    [
        ("№ AB 12/34-567", "AB1234567", []),
        ("MYİ 1234567", "MYI1234567", []),
        ("IV-БА 123456", "IVБА123456", ["document_letters"]),
    ],
)
def test_document_number_is_taken_as_people_write_it(written: str, kept: str, remarks: list[str]) -> None:
    taken = form(citizenship="RUS", document_number=written)
    assert taken.document_number == kept
    assert [one.code for one in taken.remarks()] == remarks
