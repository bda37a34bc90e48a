"""Central's record as the engine keeps it: its end by its own words, else by the law of its day."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from central.sample.restrictions import restrictions
from desk.db.restrictions.convert import row_of
from desk.db.restrictions.errors import ListCorruptError
from desk.records.base import canonical
from desk.records.restriction import Restriction, RestrictionKind


def record(**changed: Any) -> str:
    values: dict[str, Any] = {
        "id": UUID(int=7),
        "kind": RestrictionKind.entry,
        "ground_code": "16.1.8",
        "surname": "Nümunəvi",
        "valid_from": date(2020, 3, 1),
    }
    return canonical(Restriction(**(values | changed)))


ENDS = {
    "16.1.8 of today lasts until it is paid": ({"until_event": "fine paid"}, None),
    "16.1.8 of today without an event lasts too": ({}, None),
    "16.1.8 of the old law lasts five years": ({"valid_from": date(2016, 3, 1)}, date(2021, 3, 1)),
    "16.1.6 lasts five years": ({"ground_code": "16.1.6"}, date(2025, 3, 1)),
    "16.1.5 has no end": ({"ground_code": "16.1.5"}, None),
    "an unknown ground has no end": ({"ground_code": "99"}, None),
    "its own end comes first": ({"ground_code": "16.1.6", "valid_until": date(2021, 1, 1)}, date(2021, 1, 1)),
    "lifted ends the day before": ({"lifted_at": date(2022, 5, 5)}, date(2022, 5, 4)),
}


@pytest.mark.parametrize(("changed", "last"), ENDS.values(), ids=ENDS.keys())
def test_end_follows_the_record_and_then_the_law_of_its_day(
    changed: dict[str, Any], last: date | None
) -> None:
    assert row_of(record(**changed)).last_day() == last


def test_every_sample_record_keeps_what_it_says() -> None:
    for listed in restrictions(3, 100):
        row = row_of(canonical(listed))
        assert (row.id, row.surname, row.given_names, row.kind.value) == (
            str(listed.id),
            listed.surname,
            listed.given_names,
            listed.kind.value,
        )
        assert [document.number for document in row.documents] == [one.number for one in listed.documents]
        assert (row.birth_date or "", row.fin or "", row.citizenship or "") == (
            listed.birth_date,
            listed.fin,
            listed.citizenship,
        )


@pytest.mark.parametrize("line", ["", "{", "[]", "null", "{}", '{"id":1}', '{"id":"x","documents":[{}]}'])
def test_line_that_is_no_record_is_refused(line: str) -> None:
    with pytest.raises(ListCorruptError):
        row_of(line)
