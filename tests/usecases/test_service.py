"""What is kept with a visit of its procedure, by central's calendar: documents, due date, fee, payment."""

from datetime import date

import pytest

from central.sample.catalogue import procedures
from desk.db import references, visits
from desk.db.store import StoreFailed
from desk.lang import today, use_language
from desk.records.base import canonical
from desk.records.reference import CalendarDay
from desk.records.service import PaymentForm, PayWay, Service
from desk.records.visit import CorrectableVisit, Visit
from desk.rules.calendar import Calendar
from desk.usecases.correct_visit import begin_correction, correct_visit
from desk.usecases.desk import Desk
from desk.usecases.guide import summary
from desk.usecases.register_visit import register_visit
from desk.usecases.service import kept_names, names_of, prices, service_of, service_text, working_days
from tests.desks import form

SERVICES = {one.code: one for one in procedures()}
TEMPORARY = SERVICES["temporary_residence"]
ON = date(2026, 11, 20)
DAYS = Calendar()


def _paid(**changes: object) -> PaymentForm:
    return PaymentForm.model_validate({"way": "cash", "amount": "30,5"} | changes)


def test_visit_keeps_documents_due_date_fee_and_payment(desk: Desk) -> None:
    offered = prices(TEMPORARY, ON, DAYS, None)
    version = next(iter(offered))
    told = service_of(TEMPORARY, ON, DAYS, None, {0, 2}, version, _paid())
    saved = register_visit(desk, form(), service=told)
    with desk.store.read() as connection:
        row = visits.by_number(connection, saved.number)
    assert row is not None
    kept: Service = row.service
    assert kept == told
    proof = TEMPORARY.documents[TEMPORARY.payment_proof or 0]["az"]
    assert (len(kept.shown), kept.shown[-1]) == (3, proof)  # what is paid here needs no proof any more
    assert len(kept.shown) + len(kept.missing) == len(TEMPORARY.documents)
    assert (kept.due_on, kept.due_rule, kept.due_confirmed) == (
        date(2026, 12, 18),
        "temp.decide@2013-08-01",
        True,
    )
    assert kept.fee_rule == version
    assert kept.fee == str(offered[version].fee.amount.quantize(type(offered[version].fee.amount)("0.01")))
    assert kept.fee_confirmed is offered[version].fee.verified
    assert (kept.way, kept.amount) == (PayWay.cash, "30.50")


def test_visit_of_before_keeps_the_text_that_was_hashed(desk: Desk) -> None:
    saved = register_visit(desk, form())
    assert "service" not in canonical(saved.visit)
    assert Visit.model_validate_json(canonical(saved.visit)) == saved.visit


def test_list_that_was_not_walked_claims_nothing() -> None:
    told = service_of(TEMPORARY, ON, DAYS, None)
    assert (told.walked, told.shown, told.missing) == (False, [], [])


def test_quicker_speed_that_is_paid_for_has_its_own_due_date() -> None:
    by_speed = {price.fee.speed: version for version, price in prices(TEMPORARY, ON, DAYS, None).items()}
    due = {
        speed: service_of(TEMPORARY, ON, DAYS, None, (), version).due_on
        for speed, version in by_speed.items()
    }
    assert len({str(on) for on in due.values()}) == len(due) > 1


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        ({"way": None}, "way", "payment_way"),
        ({"amount": ""}, "amount", "payment_amount"),
        ({"way": "terminal"}, "reference", "payment_reference"),
    ],
)
def test_half_a_payment_is_not_taken(said: dict[str, object], field: str, code: str) -> None:
    assert [(one.field, one.code) for one in _paid(**said).remarks()] == [(field, code)]


def test_amount_that_no_total_would_count_is_not_written(desk: Desk) -> None:
    told = Service(amount="70.00")
    with pytest.raises(StoreFailed, match="payment_uncounted"):
        register_visit(desk, form(), service=told)
    number = register_visit(desk, form(), service=Service(**dict(_paid()))).number
    draft = begin_correction(desk, number)
    assert draft is not None
    wanted = CorrectableVisit.model_validate(draft.values | {"service": told})
    with pytest.raises(StoreFailed, match="payment_uncounted"):
        correct_visit(desk, draft, wanted)
    with desk.store.read() as connection:
        assert [row.service.amount for row in visits.of_day(connection, today())] == ["30.50"]


def test_visit_of_before_with_such_an_amount_is_read(desk: Desk) -> None:
    visit = register_visit(desk, form()).visit
    before = Visit.model_validate(visit.model_dump() | {"service": {"amount": "70"}})
    assert Visit.model_validate_json(canonical(before)) == before


@pytest.mark.parametrize("language", ["ru", "en"])
def test_documents_are_named_in_the_language_in_use_and_unknown_ones_as_kept(language: str) -> None:
    use_language(language)
    told = Service(missing=[kept_names(TEMPORARY)[0], "Köhnə sənəd"])
    text = service_text(told, names_of(SERVICES.values()))
    assert text.endswith(f": {TEMPORARY.documents[0][language]}, Köhnə sənəd")


def test_calendar_of_central_moves_the_date_that_intake_tells(desk: Desk) -> None:
    day = CalendarDay(id=date(2026, 12, 1), working=False, note="test")
    before = service_of(TEMPORARY, ON, working_days(desk), None).due_on
    with desk.store.write() as connection:
        row: dict[str, str | int] = {
            "kind": "calendar_day.set",
            "stream": "calendar_day:2026-12-01",
            "body": canonical(day),
            "feed_n": 9,
        }
        references.put(connection, [row])
    moved = working_days(desk)
    after = service_of(TEMPORARY, ON, moved, None)
    assert (before, after.due_on) == (date(2026, 12, 18), date(2026, 12, 21))
    assert "21.12.2026" in summary(TEMPORARY, ON, None, moved)
    assert register_visit(desk, form(), service=after).visit.service == after


def test_year_without_a_calendar_gives_no_date_and_no_confirmation() -> None:
    told = service_of(TEMPORARY, date(2040, 1, 2), DAYS, None)
    assert (told.due_on, told.due_confirmed) == (None, False)
    assert told.due_rule
    assert "not all confirmed" in summary(TEMPORARY, date(2040, 1, 2))
