"""One line for everything: a zone, its second line alone, a number, a date beside the name."""

import pytest

from desk.db.restrictions.answer import Query
from desk.db.restrictions.free_text import understood
from desk.records.mrz import check_digit
from tests.db.restrictions.conftest import Ask, first


def second_line(number: str = "C01234567", birth: str = "701022", fin: str = "94FMDDD") -> str:
    optional = fin.ljust(14, "<")
    head = (
        number
        + check_digit(number)
        + "AZE"
        + birth
        + check_digit(birth)
        + "M"
        + "301231"
        + check_digit("301231")
    )
    whole = head[:10] + head[13:20] + head[21:28] + optional + check_digit(optional)
    return head + optional + check_digit(optional) + check_digit(whole)


FIRST_LINE = "P<AZEQASIMOV<<MUBARIZ".ljust(44, "<")
SAID = {
    "whole zone": (
        f"{FIRST_LINE}\n{second_line()}",
        Query("QASIMOV", "MUBARIZ", document="C01234567", fin="94FMDDD", birth_date="1970-10-22",
              citizenship="AZE"),
    ),
    "second line alone": (
        second_line(),
        Query(document="C01234567", fin="94FMDDD", birth_date="1970-10-22", citizenship="AZE"),
    ),
    "second line by a scanner under the Russian layout": (
        second_line().replace("A", "Ф").replace("Z", "Я").replace("E", "У").replace("<", "Б"),
        Query(document="C01234567", fin="94FMDDD", birth_date="1970-10-22", citizenship="AZE"),
    ),
    "number alone": ("C01234567", Query(document="C01234567")),
    "name and date": ("Qasımov Mübariz 22.10.1970", Query(name="Qasımov Mübariz", birth_date="22.10.1970")),
    "name and number": ("Qasımov C01234567", Query(name="Qasımov", document="C01234567")),
    "name": ("Qasımov Mübariz", Query(name="Qasımov Mübariz")),
    "house number": ("Qasımov 2", Query(name="Qasımov 2")),
}  # fmt: skip


@pytest.mark.parametrize(("text", "query"), SAID.values(), ids=SAID.keys())
def test_line_is_taken_apart(text: str, query: Query) -> None:
    assert understood(Query(name=text)) == query


def test_second_line_with_a_wrong_check_digit_gives_no_number() -> None:
    line = second_line()
    wrong = line[:9] + str((int(line[9]) + 1) % 10) + line[10:]
    assert understood(Query(name=wrong)).citizenship == ""


def test_field_that_was_filled_apart_stays(ask: Ask) -> None:
    query = understood(Query(name=second_line(), birth_date="1999-01-01"))
    assert (query.birth_date, query.document) == ("1999-01-01", "C01234567")


@pytest.mark.parametrize("name", ["whole zone", "second line alone", "number alone", "name and date"])
def test_person_is_found_by_the_line(ask: Ask, name: str) -> None:
    assert first(ask(SAID[name][0])) == "qasimov"
