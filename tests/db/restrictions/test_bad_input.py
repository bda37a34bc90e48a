"""Nothing that can be typed or scanned raises anything but the module's own error."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.db.restrictions.answer import Answer, Query
from desk.db.restrictions.lists import RestrictionList
from desk.names.errors import BadInput, LookupInputError
from tests.db.restrictions.conftest import TODAY, Ask

BAD = {
    "empty": ("", BadInput.EMPTY),
    "spaces": ("  \t ", BadInput.EMPTY),
    "one letter": ("A", BadInput.TOO_SHORT),
    "initials only": ("A. B.", BadInput.TOO_SHORT),
    "ten thousand letters": ("a" * 10_000, BadInput.TOO_LONG),
    "digits only": ("12 3", BadInput.NO_LETTERS),
    "bidi and control characters only": ("\u202e\u200f\x00\x1b", BadInput.NO_LETTERS),
}


@pytest.mark.parametrize(("name", "code"), BAD.values(), ids=BAD.keys())
def test_bad_name_is_refused_with_its_code(ask: Ask, name: str, code: BadInput) -> None:
    with pytest.raises(LookupInputError) as caught:
        ask(name)
    assert caught.value.code is code


@pytest.mark.parametrize("patronymic", ["Nüsrət oğlu", "Нусратович"])
def test_patronymic_alone_is_refused(ask: Ask, patronymic: str) -> None:
    with pytest.raises(LookupInputError) as caught:
        ask(patronymic=patronymic)
    assert caught.value.code is BadInput.ONLY_PATRONYMIC


@pytest.mark.parametrize(
    "name",
    [
        '" OR *',
        "t1 AND t2",
        "NEAR(a b)",
        "keys: a",
        "a* b*",
        "'; DROP TABLE restriction; --",
        "Əliyev\x00 Əli",
        "(((((",
        "NOT NOT",
    ],
)
def test_search_syntax_is_only_letters(ask: Ask, name: str) -> None:
    try:
        answer: object = ask(name).answer
    except LookupInputError as error:
        answer = error.code
    assert answer in (*Answer, BadInput.NO_LETTERS, BadInput.TOO_SHORT)


def test_unreadable_birth_date_is_told_and_not_used(ask: Ask) -> None:
    assert ask("Qasımov Mübariz", birth_date="31.02.1970").birth_date_unread


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=320), birth=st.text(max_size=12), number=st.text(max_size=40))
def test_any_text_gets_an_answer_or_the_own_error(
    held: RestrictionList, name: str, birth: str, number: str
) -> None:
    try:
        found = held.find(Query(name=name, birth_date=birth, document=number), today=TODAY)
    except LookupInputError:
        return
    assert len(found.candidates) <= 5
    assert [c.score for c in found.candidates] == sorted((c.score for c in found.candidates), reverse=True)
