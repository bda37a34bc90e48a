"""The state of an application: told as central told it, with its age; its document handed over once."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from pydantic import ValidationError

from desk.config import Settings
from desk.records.application import ApplicationQuery
from desk.records.base import utc_now
from desk.usecases.application_text import document_text, lines_of, nothing_text
from desk.usecases.applications import ApplicationAnswer, ask_status
from desk.usecases.hand_over import HandoverRefused, hand_over, remarks, twice_text
from tests.central.world import World
from tests.reception.world import application, handover, publish
from tests.sync.house import House

Enrol = Callable[..., House]
BY_PERSON = ApplicationQuery.model_validate(
    {"document_number": "U12345678", "birth_date": "31.12.1990", "citizenship": "TUR"}
)


def asked(house: House, query: ApplicationQuery = BY_PERSON) -> ApplicationAnswer:
    return ask_status(house.desk, Settings(house.opened.store.path.parent), query)


def test_application_is_found_by_person_and_by_receipt(enrolled: Enrol, world: World) -> None:
    house = enrolled("GNC")
    publish(world, application(), application(id="GNC-2", document_number="U99999999"))
    house.sync()
    (view,) = asked(house).found
    assert view.is_ready
    by_receipt = asked(house, ApplicationQuery(receipt="Q-26-GNC9-000901-8"))
    assert {one.application.id for one in by_receipt.found} == {"GNC-0001", "GNC-2"}
    texts = [line.text for line in lines_of(view, asked(house).as_of)]
    assert "granted" in texts
    assert "ready since 18.11.2026" in texts


@pytest.mark.parametrize(
    "other", [{"birth_date": "1990-12-30"}, {"citizenship": "AZE"}, {"document_number": "U12345679"}]
)
def test_all_three_particulars_must_agree(enrolled: Enrol, world: World, other: dict[str, str]) -> None:
    house = enrolled("GNC")
    publish(world, application(**other))
    house.sync()
    answer = asked(house)
    assert answer.found == []
    assert nothing_text(answer)[0].startswith("This office knows no such application, as of ")


def test_missing_papers_are_named(enrolled: Enrol, world: World) -> None:
    house = enrolled("GNC")
    missing = [{"az": "Tibbi arayış", "en": "Medical certificate"}]
    publish(world, application(state="incomplete", ready_since=None, missing=missing))
    house.sync()
    answer = asked(house)
    lines = {line.title: line.text for line in lines_of(answer.found[0], answer.as_of)}
    assert (lines["Missing"], lines["Document"]) == ("Medical certificate", "not ready")


def test_no_document_is_spoken_of_where_none_is_made(enrolled: Enrol, world: World) -> None:
    house = enrolled("GNC")
    publish(world, application(state="refused", ready_since=None))
    house.sync()
    answer = asked(house)
    assert "Document" not in {line.title for line in lines_of(answer.found[0], answer.as_of)}


def test_nothing_is_claimed_before_central_said_anything(enrolled: Enrol) -> None:
    answer = asked(enrolled("GNC"))
    assert answer.as_of.at is None
    assert nothing_text(answer) == ["Nothing can be said: central has not told this desk anything yet."]


def test_old_word_of_central_is_called_old(enrolled: Enrol, world: World) -> None:
    house = enrolled("GNC")
    publish(world, application())
    house.sync()
    with time_machine.travel(utc_now() + timedelta(hours=30), tick=True):
        house.clock.trusted.at_least(utc_now())
        answer = asked(house)
        assert answer.as_of.stale
        assert "30 hours old, may have changed" in answer.as_of.text
        assert any(line.doubtful for line in lines_of(answer.found[0], answer.as_of))


def test_application_of_another_office_does_not_come_here(enrolled: Enrol, world: World) -> None:
    away = enrolled("BAK")
    publish(world, application())
    away.sync()
    answer = asked(away, ApplicationQuery(receipt="Q-26-GNC9-000901-8"))
    assert answer.found == []
    assert "printed by desk GNC9 of another office" in nothing_text(answer)[1]


def test_office_that_lost_an_application_to_another_says_so_and_hands_nothing_over(
    enrolled: Enrol, world: World
) -> None:
    house, away = enrolled("GNC"), enrolled("BAK")
    publish(world, application())
    house.sync()
    publish(world, application(office="BAK"))
    house.sync()
    away.sync()
    (view,) = asked(house).found
    assert "kept by another office now (BAK)" in document_text(view)
    with pytest.raises(HandoverRefused):
        hand_over(house.desk, "GNC-0001", handover())
    assert asked(away).found[0].is_ready


def test_registered_visit_without_a_word_of_central_is_named(enrolled: Enrol) -> None:
    house = enrolled("GNC")
    number = house.register(birth_date=date(1990, 12, 31)).number
    house.sync()
    assert asked(house).visits == [number]


def test_handing_over_again_is_refused_with_who_and_when(enrolled: Enrol, world: World) -> None:
    house, other = enrolled("GNC"), enrolled("GNC")
    publish(world, application())
    house.sync()
    other.sync()
    done = hand_over(house.desk, "GNC-0001", handover())
    with pytest.raises(
        HandoverRefused, match=r"to Yılmaz Ayşe .the applicant, U12345678., desk GNC1, Nümunə"
    ):
        hand_over(house.desk, "GNC-0001", handover())
    house.sync()
    other.sync()
    with pytest.raises(HandoverRefused, match="Yılmaz Ayşe"):
        hand_over(other.desk, "GNC-0001", handover())
    rows = world.db.execute("select id, scope from record where entity = 'document'").fetchall()
    assert rows == [(str(done.record.id), "office:GNC")]


def test_document_that_is_not_ready_is_not_handed_over(enrolled: Enrol, world: World) -> None:
    house = enrolled("GNC")
    publish(world, application(ready_since=None, state="considered"))
    house.sync()
    with pytest.raises(HandoverRefused, match="not ready, as far as this desk knows"):
        hand_over(house.desk, "GNC-0001", handover())
    with pytest.raises(LookupError):
        hand_over(house.desk, "GNC-9999", handover())


def test_two_offline_desks_that_hand_over_both_see_it_afterwards(enrolled: Enrol, world: World) -> None:
    one, two = enrolled("GNC"), enrolled("GNC")
    publish(world, application())
    one.sync()
    two.sync()
    hand_over(one.desk, "GNC-0001", handover())
    hand_over(
        two.desk, "GNC-0001", handover(recipient="representative", name="Vəkil", authority="Etibarnamə")
    )
    assert twice_text(one.desk) == twice_text(two.desk) == ""
    for house in (one, two, one):
        assert house.sync().rejected == 0
    for house in (one, two):
        assert twice_text(house.desk) == "▲ 1 document was handed over twice"
        text = document_text(asked(house).found[0])
        assert text.startswith("HANDED OVER 2 TIMES")
        assert "Yılmaz Ayşe" in text
        assert "Vəkil" in text


def test_representative_shows_an_authority() -> None:
    with pytest.raises(ValidationError, match="authority_missing"):
        handover(recipient="representative")
    other = {"name": "Vəkil Anar", "document_number": "X99999999", "authority": "B-7"}
    assert remarks(application(), handover(recipient="representative", **other)) == []


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({}, []),
        ({"name": "Айше Йылмаз"}, []),
        ({"name": "Yılmaz Ayşe Mehmet qızı"}, []),
        ({"document_number": "X99999999"}, ["handover_other_document"]),
        ({"name": "Yılmaz Mehmet"}, ["handover_other_name"]),
        (
            {"name": "Quliyev Rəşad", "document_number": "X99999999"},
            ["handover_other_name", "handover_other_document"],
        ),
    ],
)
def test_what_the_applicant_shows_is_compared_with_the_application(
    said: dict[str, str], codes: list[str]
) -> None:
    assert [remark.code for remark in remarks(application(), handover(**said))] == codes


def test_question_needs_a_receipt_or_all_three() -> None:
    assert [issue.code for issue in ApplicationQuery().remarks()] == ["application_empty"]
    asked_half = ApplicationQuery.model_validate({"document_number": "U12345678"})
    assert [issue.field for issue in asked_half.remarks()] == ["birth_date", "citizenship"]
    assert BY_PERSON.remarks() == []
