import random
import re

import pytest
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.color import Color
from textual.content import Content

from desk.ui.line_filter import ControlFilter
from desk.ui.text import plain, plain_cell
from tests.ui.sinks import Shown

OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
CONTROLS = "A\x1b[2J\x1b]52;c;cHc=\x07\x9b31m\x00\x05\x0e\u202eB\u2066\u200bC"
MARKUP = "[red]x x[/foo] [true,false] [@click=app.hit]x[/] \\[b]z\\"
SIZE = (160, 130)
BLACK = Color(0, 0, 0)


def raw_content(value: object) -> Content:
    return Content(str(value))


def raw_cell(value: object) -> Text:
    return Text(str(value))


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def leaks(app: Shown) -> list[str]:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        return [line for line in app.drawn() if OBEYED.search(line)]


@pytest.mark.anyio
async def test_no_widget_draws_a_control_character_of_unprepared_data() -> None:
    assert await leaks(Shown(CONTROLS, raw_content, raw_cell, [ControlFilter()])) == []


@pytest.mark.anyio
async def test_without_the_filter_most_widgets_draw_them() -> None:
    assert len(await leaks(Shown(CONTROLS, raw_content, raw_cell, []))) >= 20


@pytest.mark.anyio
async def test_markup_in_data_shows_as_written_everywhere_and_acts_nowhere() -> None:
    app = Shown(MARKUP, plain, plain_cell, [ControlFilter()])
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert sum(line.count(MARKUP) for line in app.drawn()) >= 26
        assert app.actions() == set()


@pytest.mark.anyio
async def test_a_forgotten_plain_would_act_on_a_click() -> None:
    app = Shown("[@click=app.hit]x[/]", lambda value: Content.from_markup(str(value)), plain_cell, [])
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "app.hit" in app.actions()


def test_widths_stay_as_textual_measured_them() -> None:
    chance = random.Random(8)
    for _turn in range(2_000):
        text = "".join(chance.choice(CONTROLS + "əŞ漢 ") for _place in range(20))
        (cleaned,) = ControlFilter().apply([Segment(text, Style(bold=True))], BLACK)
        assert cleaned.cell_length == Segment(text).cell_length
        assert not OBEYED.search(cleaned.text)
        assert cleaned.style == Style(bold=True)


def test_a_hyperlink_with_an_escape_is_dropped_and_a_good_one_kept() -> None:
    bad, good = Style(link="http://x\x1b]52;c;eA==\x07"), Style(link="http://x")
    cleaned = ControlFilter().apply([Segment("a", bad), Segment("b", good)], BLACK)
    assert [segment.style.link for segment in cleaned if segment.style] == [None, "http://x"]


def test_control_codes_are_dropped() -> None:
    segment = Segment("\x1b[2J", None, [(2,)])  # type: ignore[list-item]
    assert ControlFilter().apply([segment], BLACK) == [Segment("[2J")]


def test_ordinary_lines_are_passed_on_untouched() -> None:
    segments = [Segment("Əliyev"), Segment(" ", Style(bold=True))]
    assert ControlFilter().apply(segments, BLACK) is segments
