"""Measures: entered, corrected with a reason, withdrawn; what two desks wrote is never lost."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from desk.db.blobs import read_blob
from desk.lang import day, today
from desk.records.errors import issues
from desk.records.measure_words import Detail, MeasureKind
from desk.usecases.desk import Desk
from desk.usecases.measures import (
    correct_measure,
    enter_measure,
    measures_of,
    open_measure,
    read_evidence,
    sums_of,
    withdraw_measure,
)
from desk.usecases.trainings import stated_beside
from tests.registers.cards import measure


def test_sums_are_by_clause_kind_detail_and_unit(desk: Desk) -> None:
    enter_measure(desk, measure(kind="awareness_event", detail="regional", quantity=40))
    enter_measure(desk, measure(kind="awareness_event", detail="regional", quantity=5))
    enter_measure(desk, measure(kind="awareness_event", detail="institution", quantity=1))
    enter_measure(desk, measure(clause="8.6", kind="index_result", quantity="68,98", unit="percent"))
    enter_measure(desk, measure(year=2017, starts_on=None))
    found = {(one.clause, one.kind, one.detail): (one.entries, one.quantity) for one in sums_of(desk, 2018)}
    assert found == {
        ("1.3", MeasureKind.awareness_event, Detail.regional): (2, Decimal(45)),
        ("1.3", MeasureKind.awareness_event, Detail.institution): (1, Decimal(1)),
        ("8.6", MeasureKind.index_result, None): (1, Decimal("68.98")),
    }


def test_correction_counts_and_the_first_version_stays(desk: Desk) -> None:
    entry = enter_measure(desk, measure(quantity=23)).entry
    seen = open_measure(desk, entry)
    correct_measure(desk, seen, measure(quantity=24), "bir gün unudulmuşdu")
    assert [one.quantity for one in sums_of(desk, 2018)] == [24]
    history = open_measure(desk, entry).history
    assert [(line.act, line.reason) for line in history] == [
        ("entered", ""),
        ("corrected", "bir gün unudulmuşdu"),
    ]


def test_correction_needs_a_reason(desk: Desk) -> None:
    seen = open_measure(desk, enter_measure(desk, measure()).entry)
    with pytest.raises(ValidationError) as refused:
        correct_measure(desk, seen, measure(quantity=1), "")
    assert [issue.code for issue in issues(refused.value)] == ["reason_needed"]
    assert [one.quantity for one in sums_of(desk, 2018)] == [23]


def test_withdrawn_measure_counts_no_more_and_is_still_known(desk: Desk) -> None:
    entry = enter_measure(desk, measure()).entry
    withdraw_measure(desk, open_measure(desk, entry), "iki dəfə yazılıb")
    assert sums_of(desk, 2018) == []
    assert measures_of(desk, 2018) == []
    assert open_measure(desk, entry).withdrawn
    assert open_measure(desk, entry).form.title == "Səyyar xidmət"


def test_corrections_that_did_not_know_of_each_other_are_contested_until_somebody_has_seen_both(
    desk: Desk,
) -> None:
    entry = enter_measure(desk, measure()).entry
    seen = open_measure(desk, entry)
    correct_measure(desk, seen, measure(quantity=24), "birinci")
    correct_measure(desk, seen, measure(quantity=25), "ikinci")
    assert open_measure(desk, entry).contested
    assert measures_of(desk, 2018)[0].contested
    both = open_measure(desk, entry)
    assert len(both.heads) == 2
    correct_measure(desk, both, both.form, "yoxlanıldı")
    assert not open_measure(desk, entry).contested
    assert [one.quantity for one in sums_of(desk, 2018)] == [25]


def test_file_is_kept_with_the_measure_and_stays_through_corrections(desk: Desk, tmp_path: Path) -> None:
    scan = tmp_path / "akt.pdf"
    scan.write_bytes(b"%PDF-1.7 akt")
    entry = enter_measure(desk, measure(), [read_evidence(str(scan))]).entry
    correct_measure(desk, open_measure(desk, entry), measure(quantity=1), "sayılıb")
    (evidence,) = open_measure(desk, entry).form.evidence
    assert evidence.name == "akt.pdf"
    with desk.store.read() as connection:
        assert read_blob(connection, evidence.sha256) == b"%PDF-1.7 akt"


def test_same_correction_by_two_is_no_contest(desk: Desk) -> None:
    entry = enter_measure(desk, measure()).entry
    seen = open_measure(desk, entry)
    for _desk in "ab":
        correct_measure(desk, seen, measure(quantity=24), "sayılıb")
    assert not open_measure(desk, entry).contested


def test_stated_total_stands_beside_the_computed_one(desk: Desk) -> None:
    enter_measure(desk, measure(clause="10.2", kind="stated_total", detail="employees", quantity=143))
    (compared,) = stated_beside(desk, 2018)
    assert (compared.clause, compared.stated, compared.computed, compared.differs) == ("10.2", 143, 0, True)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"clause": "8"}, "clause", "clause_form"),
        ({"kind": "leaflet", "detail": "tender"}, "detail", "detail_kind"),
        ({"starts_on": "02.05.2018", "ends_on": "01.05.2018"}, "ends_on", "ends_first"),
        ({"starts_on": "02.05.2019"}, "starts_on", "starts_after_year"),
        ({"kind": "stated_total", "quantity": None}, "quantity", "missing"),
        ({"quantity": "1,234"}, "quantity", "number_places"),
        ({"quantity": "çox"}, "quantity", "number_typed"),
        ({"languages": "azərbaycanca"}, "languages", "language_form"),
    ],
)
def test_wrong_measure_is_refused_at_its_field(changes: dict[str, object], field: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        measure(**changes)
    assert [(issue.field, issue.code) for issue in issues(refused.value)] == [(field, code)]


def test_measure_that_begins_in_days_to_come_is_remarked() -> None:
    on = today() + timedelta(days=1)
    assert "starts_on" in [issue.field for issue in measure(year=on.year, starts_on=day(on)).remarks()]
    assert measure(year=today().year, starts_on=day(today())).remarks() == []
