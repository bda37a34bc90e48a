from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError
from rich.text import Text
from textual.content import Content

from desk.records.text import line
from desk.ui.text import plain, plain_cell, sentence, visible

HOSTILE = ["[red]x", "x[/foo]", "[true,false]", "[@click=app.quit]x[/]", "[link=http://x]y[/link]", "\\[b]"]


def test_markup_in_data_is_shown_as_written() -> None:
    for text in HOSTILE:
        assert plain(text).plain == plain_cell(text).plain == sentence("{x}", x=text).plain == text
        assert not plain(text).spans


def test_a_template_is_no_markup_either() -> None:
    told = sentence("[b]{name}[/b] {{}}", name="[i]")
    assert told.plain == "[b][i][/b] {}"
    assert not told.spans


def test_styled_content_keeps_its_style_in_a_sentence() -> None:
    assert sentence("{a}!", a=Content("x").stylize("bold")).spans


def test_a_broken_translation_is_shown_and_ends_nothing() -> None:
    for template in ("{", "}", "{missing}", "{}", "{x.real}", "{x[0]}", "{x:q}"):
        assert sentence(template, x=1).plain == template


def test_numbers_take_their_format() -> None:
    assert sentence("{n:03d} {n}", n=7).plain == "007 7"


def test_controls_show_as_pictures_and_the_rest_as_replaced() -> None:
    assert visible("a\x1b[2J\x07\x7f\n\t") == "a␛[2J␇␡␊␉"
    assert visible("\x9b\u202e\u2066\u200b\ufeff\ud800\ue000") == "\ufffd" * 7


def test_letters_of_every_script_stay() -> None:
    text = "Əliyev Şükür İlqar qızı · Гусейнов · محمد\u200cعلی · No-break\u00a0space № 1 ₼"
    assert visible(text) == text


@settings(deadline=None)
@given(st.text())
def test_what_a_record_accepts_is_shown_unchanged(text: str) -> None:
    try:
        accepted = line(text)
    except PydanticCustomError:
        assume(False)
    assert visible(accepted) == accepted


@settings(deadline=None)
@given(st.text(st.characters()))
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    assert line(visible(text)) is not None


def test_a_value_that_is_no_text_is_shown() -> None:
    assert plain(7).plain == "7"
    assert isinstance(plain_cell(None), Text)
