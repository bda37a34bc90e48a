"""The sample years: entered as the screens enter them, the registers give the report's figures back."""

from collections import Counter
from decimal import Decimal

import pytest

from central.sample.catalogue import plans as sample_plans
from desk.db import case_lists, references
from desk.demo.year import enter_year, sample_years
from desk.records.base import canonical
from desk.records.measure_words import Detail, MeasureKind
from desk.usecases.desk import Desk
from desk.usecases.measures import MeasureEntry, measures_of, sums_of
from desk.usecases.plans import clauses_of
from desk.usecases.trainings import stated_beside, totals_of, trainings_of

K, D = MeasureKind, Detail


def _by_clause(entries: list[MeasureEntry]) -> dict[str, list[MeasureEntry]]:
    found: dict[str, list[MeasureEntry]] = {}
    for entry in entries:
        found.setdefault(entry.form.clause, []).append(entry)
    return found


@pytest.fixture
def year(desk: Desk) -> Desk:
    enter_year(desk, 2018)
    return desk


def test_sums_of_2018_are_those_that_its_report_states(year: Desk) -> None:
    quantity = {(one.clause, one.kind, one.detail): one.quantity for one in sums_of(year, 2018)}
    stated = {
        ("1.1", K.e_service, D.integrated): 11,
        ("1.1", K.e_service, D.in_progress): 4,
        ("1.3", K.awareness_event, D.regional): 45,
        ("1.3", K.awareness_event, D.institution): 10,
        ("1.3", K.mobile_service, None): 23,
        ("4.2.2", K.publication, D.website): 2,
        ("5.6", K.procurement, D.tender): 9,
        ("5.6", K.procurement, D.quotation): 12,
        ("5.6", K.procurement, D.notice): 55,
        ("8.6", K.index_result, None): Decimal("68.98"),
        ("10.1", K.international, None): 1,
        ("10.4", K.publication, D.news): 226,
        ("10.4", K.broadcast, D.film): 22,
        ("10.4", K.broadcast, D.report_video): 6,
        ("11.1", K.portal_publication, D.measure): 1,
        ("11.1", K.portal_publication, D.report): 1,
    }
    assert {key: quantity[key] for key in stated} == stated


def test_entries_of_2018_give_what_is_not_a_sum(year: Desk) -> None:
    found = _by_clause(measures_of(year, 2018))
    channels = {entry.form.channels[0]: entry.form.quantity for entry in found["2.4"]}
    assert channels == {"YouTube": 240, "Twitter": 789, "Facebook": 234}
    society = [entry.form for entry in found["4.1.1"]]
    assert len(society) == 3
    assert [(form.quantity, form.participants) for form in society if form.participants] == [
        (Decimal(17), 100)
    ]
    assert Counter(entry.form.kind for entry in found["4.2.1"]) == {K.council_meeting: 3, K.opinion: 1}
    by_detail = {(entry.form.kind, entry.form.detail): entry.form for entry in found["10.4"]}
    assert len(by_detail[K.leaflet, None].languages) == 4
    assert len(by_detail[K.publication, D.news].languages) == 3
    assert len(by_detail[K.broadcast, D.film].channels) == 7
    assert [len(entry.form.partners) for entry in found["11.5"]] == [3]
    assert D.appointment in {entry.form.detail for entry in found["11.1"]}
    assert {entry.form.kind for entry in found["11.2"]} == {K.narrative}


def test_trainings_of_8_6_in_2018_are_7_sessions_and_75_employees(year: Desk) -> None:
    totals = {total.key: total for total in totals_of(year, 2018)}
    assert (totals["8.6"].sessions, totals["8.6"].attended, totals["8.6"].persons) == (7, 75, 75)
    assert [entry.total.attended for entry in trainings_of(year, 2018, "10.2")] == [13]


def test_stated_143_stands_beside_the_computed_13_and_differs(year: Desk) -> None:
    told = [(one.clause, one.figure, one.stated, one.computed) for one in stated_beside(year, 2018)]
    assert told == [("10.2", D.employees, 143, 13), ("10.2", D.programmes, 10, 1)]
    assert all(one.differs for one in stated_beside(year, 2018))


def test_council_of_2018_declined_one_complaint_and_decided_and_forwarded_the_other(year: Desk) -> None:
    with year.store.read() as connection:
        outcomes = case_lists.tally(connection, "council", "state", "outcome", "forwarded")
    assert outcomes == {("closed", "out_of_remit", False): 1, ("closed", "part", True): 1}


def test_every_clause_of_2018_has_entries_but_those_of_the_surveys_and_the_council(year: Desk) -> None:
    covered = {entry.form.clause for entry in measures_of(year, 2018)}
    covered |= {total.key for total in totals_of(year, 2018)}
    missing = [clause.number for clause in clauses_of(year, 2018) if clause.number not in covered]
    assert missing == ["8.7", "11.6"]


def test_another_year_has_another_plan_and_entries_of_its_own(year: Desk) -> None:
    (plan,) = sample_plans()
    with year.store.write() as connection:
        body = canonical(plan)
        references.put(connection, [{"kind": "plan.set", "stream": "plan", "body": body, "feed_n": 1}])
    enter_year(year, 2026)
    numbers = {clause.number for clause in clauses_of(year, 2026)}
    assert {entry.form.clause for entry in measures_of(year, 2026)} <= numbers
    assert not numbers & {entry.form.clause for entry in measures_of(year, 2018)}
    assert [(one.clause, one.stated, one.computed) for one in stated_beside(year, 2026)] == [("4.3", 20, 20)]
    assert sample_years() == [2018, 2026]


def test_texts_of_the_sample_are_in_three_languages(year: Desk) -> None:
    for entry in measures_of(year, 2018):
        assert entry.form.titles().keys() == {"az", "ru", "en"}
        assert entry.form.texts().keys() in ({"az", "ru", "en"}, set())
