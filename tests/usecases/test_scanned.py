"""A scanned zone beside what is typed: the same person in any spelling, or somebody else."""

from dataclasses import replace
from datetime import date

import pytest

from desk.demo.specimens import SPECIMENS
from desk.records.mrz import read
from desk.usecases.scanned import contradictions

ZONE = replace(
    read(SPECIMENS[0][1]),
    surname="ALIYEV",
    given_names="ILGAR RASHID",
    document_number="C01234567",
    birth_date=date(1990, 12, 31),
    fin="5ABCDEF",
)


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"surname": "Əliyev", "given_name": "İlqar"},
        {"surname": "Алиев", "given_name": "Рашид Ильгар"},
        {"surname": "İlqar", "given_name": "Əliyev"},
        {"name": "علييف ایلقار"},
        {"document_number": "c-012 345 67", "fin": "5abcdef"},
        {"document_number": "C01234567", "surname": "Quliyev"},
        {"birth_date": "31121990"},
        {"birth_date": "31/12/1990"},
        {"birth_date": "12.1990"},
        {"birth_date": "1990"},
        {"surname": "-", "phone": "+994501234567", "citizenship": "GEO"},
    ],
)
def test_same_person_in_another_writing_contradicts_nothing(typed: dict[str, str]) -> None:
    assert contradictions(typed, ZONE) == []


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"document_number": "C01234568"}, {"document_number": "C01234567"}),
        ({"document_number": "СО1234567"}, {"document_number": "C01234567"}),
        ({"fin": "5ABCDEG"}, {"fin": "5ABCDEF"}),
        ({"birth_date": "30.12.1990"}, {"birth_date": "31.12.1990"}),
        ({"birth_date": "31.02.1990"}, {"birth_date": "31.12.1990"}),
        ({"birth_date": "1991"}, {"birth_date": "31.12.1990"}),
        ({"surname": "Vəliyev"}, {"surname": "ALIYEV"}),
        ({"surname": "Əliyev", "given_name": "Aysel"}, {"given_name": "ILGAR RASHID"}),
        ({"name": "Quliyev Vaqif"}, {"name": "ALIYEV ILGAR RASHID"}),
        ({"document_number": "C01234567", "birth_date": "1.1.1980"}, {"birth_date": "31.12.1990"}),
    ],
)
def test_another_document_or_person_is_named_with_what_the_zone_has(
    typed: dict[str, str], says: dict[str, str]
) -> None:
    assert {one.field: one.context["text"] for one in contradictions(typed, ZONE)} == says


def test_names_that_the_document_cut_are_not_compared() -> None:
    cut = replace(ZONE, given_names="I", names_cut=True)
    assert contradictions({"surname": "Əliyev", "given_name": "İlqar"}, cut) == []
