"""A small list built once, and a way to ask it."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from desk.db.restrictions.answer import Found, Query
from desk.db.restrictions.build import build
from desk.db.restrictions.lists import RestrictionList
from desk.db.restrictions.row import Document, Kind, Manifest, RestrictionRow

KEY = bytes(range(32))
TODAY = date(2026, 6, 1)

SURNAMES = [
    "Əliyev",
    "Məmmədov",
    "Quliyev",
    "Kərimov",
    "Babayev",
    "Rzayev",
    "Abbasov",
    "Musayev",
    "Nəsirov",
    "Orucov",
    "Paşayev",
    "Vəliyev",
    "Zeynalov",
]
GIVEN = [
    "Rauf",
    "Tural",
    "Elnur",
    "Kamran",
    "Samir",
    "Nicat",
    "Orxan",
    "Teymur",
    "Murad",
    "Farid",
    "Vüqar",
    "Anar",
    "Emin",
    "Ramil",
    "Zaur",
    "Rəşad",
    "İlqar",
]


def person(
    number: int, surname: str, given: str, patronymic: str = "", birth: str | None = None, **more: Any
) -> RestrictionRow:
    """Return a row with an id of its number."""
    identity = f"01990000-0000-7000-8000-{number:012x}"
    values: dict[str, Any] = {
        "ground_code": "16.1.4",
        "issuing_body": "DMX",
        "valid_from": date(2020, 1, 1),
        **more,
    }
    return RestrictionRow(
        id=identity,
        kind=Kind.ENTRY,
        surname=surname,
        given_names=given,
        patronymic=patronymic,
        birth_date=birth,
        **values,
    )


def crowd(count: int, start: int = 1000) -> list[RestrictionRow]:
    """Return ordinary rows that the named ones stand among."""
    return [
        person(
            start + i,
            SURNAMES[i % 13],
            GIVEN[i % 17],
            f"{GIVEN[i % 11]} oğlu",
            f"{1950 + i % 50}-{1 + i % 12:02}-{1 + i % 28:02}",
        )
        for i in range(count)
    ]


NAMED = {
    "qasimov": person(1, "Qasımov", "Mübariz", "Nüsrət oğlu", "1970-10-22", citizenship="AZE",
                      documents=(Document("passport", "C01234567"),), fin="94FMDDD"),
    "ceferov": person(2, "Cəfərov", "Çingiz", "Əli oğlu", "1981-03-07", citizenship="AZE"),
    "mohammed": person(3, "الحسيني", "محمد", "", "1979-05-14", citizenship="IRQ"),
    "huseynov": person(4, "Hüseynov", "Xəyyam", "Şahin oğlu", "1990-02-11"),
    "khan": person(5, "Khan", "Muhammad Usman", "", "1985-08-09", citizenship="PAK"),
    "yilmaz": person(6, "Yılmaz", "Gökçe", "", "1992-12-30", citizenship="TUR"),
    "kapanadze": person(7, "კაპანაძე", "გიორგი", "", "1988-04-03", citizenship="GEO"),
    "shevchenko": person(8, "Шевченко", "Сергій", "", "1975-01-19", citizenship="UKR"),
    "rahimov": person(9, "Раҳимов", "Шуҳрат", "", "1983-07-21", citizenship="TJK"),
    "sharma": person(10, "Sharma", "Rahul", "", "1994-06-06", citizenship="IND"),
    "wang": person(11, "Wang", "Xiaoming", "", "1987-09-17", citizenship="CHN"),
    "okonkwo": person(12, "Okonkwo", "Chukwuemeka", "", "1991-11-05", citizenship="NGA"),
    "rezaei": person(13, "رضایی", "حسین", "", "1968-03-25", citizenship="IRN"),
    "elixan": person(14, "Fətəliyeva", "Günel", "Əlixan qızı", "1996-05-15", sex="F"),
    "rahman": person(15, "Salihi", "Abd Al-Rahman", "", "1972-02-02"),
    "lifted": person(16, "Talışinski", "Zülfüqar", "", "1966-06-16", lifted_at=datetime(2026, 6, 1, 9, 0,
    tzinfo=UTC)),
    "ended": person(17, "Bakıxanov", "Siyavuş", "", "1961-01-21", valid_until=date(2026, 5, 31)),
    "lastday": person(18, "Şıxlinski", "Həmid", "", "1962-02-23", valid_until=TODAY),
    "future": person(19, "Vəzirov", "Dəyanət", "", "1963-03-24", valid_from=date(2026, 6, 2)),
    "alias": person(20, "Bağırov", "Habil", "", "1977-07-07", other_names=("Ivan Petrenko",
    "Хабиль Багиров")),
    "yearonly": person(21, "Möhübbətov", "Eldəniz", "", "1969"),
    "newyear": person(22, "Həmzəyev", "Polad", "", "1974-01-01"),
    "undated": person(23, "Sərdarlı", "Valeh", "Yaqub oğlu", None),
}  # fmt: skip


@pytest.fixture(scope="session")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RestrictionList]:
    """A list of 1,500 rows."""
    path = tmp_path_factory.mktemp("list") / "restrictions-1.db"
    rows = [*NAMED.values(), *crowd(1500)]
    build(path, KEY, rows, Manifest(1, datetime(2026, 6, 1, tzinfo=UTC), len(rows)))
    opened = RestrictionList.open(path, KEY)
    yield opened
    opened.close()


Ask = Callable[..., Found]


@pytest.fixture
def ask(held: RestrictionList) -> Ask:
    """Ask by a free name and anything else that a query has."""

    def asked(name: str = "", **more: str) -> Found:
        return held.find(Query(name=name, **more), today=TODAY)

    return asked


def first(found: Found) -> str | None:
    """Return which named person is shown first."""
    names = {row.id: name for name, row in NAMED.items()}
    return names.get(found.candidates[0].row.id) if found.candidates else None
