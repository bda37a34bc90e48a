"""The morning of other desks: dense numbers, procedures of the catalogue, nothing unusual but by intent."""

from datetime import date, time

import pytest

from central.sample.catalogue import clerks, offices, procedures
from central.sample.visits import visits
from desk.lang import BAKU
from desk.records.base import canonical
from desk.records.number import parse
from desk.records.visit import Visit

DAY = date(2026, 11, 20)
MORNING = visits(5, "GNC", DAY)


def test_same_seed_office_and_day_give_the_same_visits_and_others_others() -> None:
    assert visits(5, "GNC", DAY) == MORNING
    for other in (visits(6, "GNC", DAY), visits(5, "SEK", DAY), visits(5, "GNC", date(2026, 11, 19))):
        assert not {visit.id for visit in other} & {visit.id for visit in MORNING}


@pytest.mark.parametrize("office", sorted({office.code for office in offices()}))
def test_every_office_has_a_morning(office: str) -> None:
    staff = {clerk.id: clerk.name for clerk in clerks(5) if clerk.office == office and clerk.active}
    for visit in visits(5, office, DAY):
        assert visit.office == office
        assert staff[visit.clerk] == visit.clerk_name


def test_numbers_of_each_desk_are_dense_in_the_order_of_the_clock() -> None:
    assert [visit.registered_at for visit in MORNING] == sorted(visit.registered_at for visit in MORNING)
    for desk in ("GNC8", "GNC9"):
        counters = [parse(visit.number).counter for visit in MORNING if visit.desk == desk]
        assert counters == list(range(1, len(counters) + 1))
        assert counters
    assert {parse(visit.number).desk for visit in MORNING} == {"GNC8", "GNC9"}


def test_desks_and_count_can_be_chosen() -> None:
    chosen = visits(5, "GNC", DAY, desks=["GNC2"], count=40)
    assert [visit.desk for visit in chosen] == ["GNC2"] * 40


def test_visits_are_of_the_morning_and_of_the_catalogue() -> None:
    codes = {each.code for each in procedures()}
    for visit in visits(5, "BAK", DAY, count=200):
        assert time(9) <= visit.registered_at.astimezone(BAKU).time() < time(13)
        assert visit.procedure in codes


def test_visits_survive_the_wire() -> None:
    for visit in MORNING:
        assert Visit.model_validate_json(canonical(visit)) == visit


def test_no_visitor_of_a_foreigners_procedure_is_a_citizen() -> None:
    many = visits(5, "BAK", DAY, count=300)
    assert not any(visit.citizenship == "AZE" for visit in many if visit.procedure.startswith("stay_"))
    renounced = {"citizenship_renounce", "foreign_citizenship"}
    assert all(visit.citizenship == "AZE" for visit in many if visit.procedure in renounced)


def test_only_an_expired_document_is_remarked_on() -> None:
    remarks = {issue.code for visit in visits(5, "BAK", DAY, count=300) for issue in visit.remarks()}
    assert remarks <= {"document_expired"}
