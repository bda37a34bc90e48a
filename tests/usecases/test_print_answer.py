"""The answer of a lookup on paper: with the list's time, in the log before it leaves, in every language."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from desk.db.restrictions.held import HeldList
from desk.documents.render import template_path
from desk.documents.words import PAPER_LANGUAGES, words_of
from desk.records.lookup import LookupForm
from desk.records.paper import PaperPrinted
from desk.usecases.desk import Desk
from desk.usecases.lookup import Answer, look_up
from desk.usecases.print_answer import answer_data, answer_languages, answer_pdf, print_answer
from tests.desks import Made
from tests.usecases.conftest import NOW, clock_at
from tests.usecases.test_print_paper import papers_in_log

LISTED = LookupForm(purpose="reception", name="Gasimov Mubariz", birth_date="1970-10-22")
OTHER = LISTED.model_copy(update={"document_number": "C99999999", "fin": "0000000"})
STRANGER = LookupForm(purpose="reception", name='#panic("x") Johansson [/bold] *Lars*')


def answered(desk: Desk, made: Made, held: HeldList | None, form: LookupForm, hours: float = 1) -> Answer:
    moment = NOW + timedelta(hours=hours)
    return look_up(replace(desk, restrictions=held, clock=clock_at(moment)), made.settings, form)


@pytest.mark.parametrize("language", PAPER_LANGUAGES)
@pytest.mark.parametrize("form", [LISTED, OTHER, STRANGER], ids=["listed", "other papers", "hostile text"])
def test_answer_is_set_in_every_language(
    desk: Desk, made: Made, held: HeldList, form: LookupForm, language: str
) -> None:
    assert answer_pdf(desk, answered(desk, made, held, form), language).startswith(b"%PDF")
    words = words_of(template_path("restriction").read_text("utf-8"), language)
    assert language == "en" or all(text != english for english, text in words.items())


@pytest.mark.parametrize(
    ("number", "born", "told"),
    [
        ("C01234567", "1970-10-22", []),
        ("C99999999", "1970-10-22", ["document"]),
        ("C01234567", "1970-10-23", ["birth_date"]),
    ],
)
def test_paper_tells_what_is_not_the_same(
    desk: Desk, made: Made, held: HeldList, number: str, born: str, told: list[str]
) -> None:
    form = LISTED.model_copy(update={"document_number": number, "birth_date": born})
    data: Any = answer_data(desk, answered(desk, made, held, form), "en")
    assert (data["answer"], data["records"][0]["unlike"]) == ("found", told)


def test_answer_without_a_list_is_set_too(desk: Desk, made: Made) -> None:
    assert answer_pdf(desk, answered(desk, made, None, LISTED), "az").startswith(b"%PDF")


def test_paper_is_in_the_log_and_kept_where_there_is_no_printer(
    desk: Desk, made: Made, held: HeldList
) -> None:
    answer = answered(desk, made, held, LISTED)
    printed = print_answer(desk, made.settings, answer, "ru")
    assert printed.outcome == "kept"
    assert printed.path is not None
    assert printed.path.stat().st_mode & 0o777 == 0o600
    (noted,) = papers_in_log(desk)
    assert isinstance(noted, PaperPrinted)
    assert (noted.document, noted.of_number, noted.language) == ("restriction", str(answer.made.id), "ru")


def test_language_in_use_is_offered_first() -> None:
    assert next(iter(answer_languages())) == "en"
