import asyncio
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events
from textual._time import get_time
from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widgets import Input, OptionList

from desk.ui.scanner import GAP, RUN, SHORTEST, SILENCE, Burst, ScanBuffer, Scanned, Scanner

START = get_time()
Typed = list[tuple[str | None, float]]
Key = tuple[int, str | None]

characters = st.sampled_from(["a", "B", "<", "İ", "7", "\n", "\t", None])
scan_texts = st.text(st.sampled_from("ABCXYZ019<İÜÇЫ"), min_size=SHORTEST, max_size=90).filter(
    lambda text: len(set(text[:4])) > 1
)


def run(typed: Typed) -> list[Key | Burst]:
    """Feed numbered keys, each so many seconds after the last; settle as a punctual timer does."""
    buffer: ScanBuffer[Key] = ScanBuffer()
    out: list[Key | Burst] = []
    now = 100.0
    for number, (character, gap) in enumerate(typed):
        now += gap
        if (deadline := buffer.deadline) is not None and deadline <= now:
            out += buffer.settle(deadline)
        out += buffer.feed((number, character), character, now)
    return out + buffer.settle(now + 1)


def printable(out: list[Key | Burst]) -> str:
    """All characters that came back, as keys or in bursts, without the breaks."""
    texts = (one.text[one.typed :] if isinstance(one, Burst) else one[1] or "" for one in out)
    return "".join("".join(texts).split())


@settings(deadline=None)
@given(st.lists(st.tuples(characters, st.floats(0, 0.3)), max_size=60))
def test_nothing_is_lost_doubled_or_out_of_order(typed: Typed) -> None:
    out = run(typed)
    assert printable(out) == "".join("".join(character or "" for character, _ in typed).split())
    numbers = [one[0] for one in out if not isinstance(one, Burst)]
    assert numbers == sorted(set(numbers))
    assert {number for number, (character, _) in enumerate(typed) if character is None} <= set(numbers)


@settings(deadline=None)
@given(st.lists(st.tuples(characters, st.floats(GAP, 0.3)), max_size=60))
def test_hands_are_never_a_scanner(typed: Typed) -> None:
    assert run(typed) == [(number, character) for number, (character, _) in enumerate(typed)]


@settings(deadline=None)
@given(scan_texts, st.floats(0, 0.034), st.booleans())
def test_a_burst_of_ten_is_one_scan_with_its_return(text: str, gap: float, returns: bool) -> None:
    typed: Typed = [(character, gap) for character in text + "\n" * returns]
    assert run(typed) == [Burst(text)]


@settings(deadline=None)
@given(scan_texts, st.floats(0, 0.012), st.data())
def test_a_burst_survives_one_stall_of_the_machine(text: str, gap: float, data: st.DataObject) -> None:
    stalled = data.draw(st.integers(RUN, len(text) - 1))
    gaps = [0.065 if place == stalled else gap for place in range(len(text))]
    assert run(list(zip(text, gaps, strict=True))) == [Burst(text)]


@settings(deadline=None)
@given(scan_texts, st.integers(1, 5), st.floats(0.036, 0.09))
def test_a_scan_that_a_stall_cut_is_made_whole(text: str, stalled: int, stall: float) -> None:
    gaps = [stall if place == stalled else 0.005 for place in range(len(text) + stalled)]
    out = run(list(zip("V<ABC"[:stalled] + text, gaps, strict=True)))
    assert out[-1] in (Burst("V<ABC"[:stalled] + text, stalled), Burst("V<ABC"[:stalled] + text, 0))


def test_what_a_hand_typed_before_is_no_part_of_the_scan() -> None:
    typed: Typed = [
        ("x", 0.2),
        ("y", 0.2),
        *((c, SILENCE * 1.01 if not i else 0.001) for i, c in enumerate("L898902C36")),
    ]
    assert run(typed)[2:] == [Burst("L898902C36")]


@settings(deadline=None)
@given(st.text("ab", max_size=SHORTEST - 1), st.floats(0, 0.034))
def test_a_shorter_burst_is_typing(text: str, gap: float) -> None:
    out = run([(character, gap) for character in text + "\n"])
    assert [one[1] for one in out if not isinstance(one, Burst)] == [*text, "\n"]


def test_a_typed_key_waits_no_longer_than_the_gap() -> None:
    buffer: ScanBuffer[str] = ScanBuffer()
    assert buffer.feed("a", "a", 1.0) == []
    assert buffer.deadline == 1.0 + GAP
    assert buffer.settle(1.0 + GAP) == ["a"]
    assert buffer.deadline is None


def test_a_key_is_given_back_by_the_next_one_if_the_timer_is_late() -> None:
    buffer: ScanBuffer[str] = ScanBuffer()
    assert buffer.feed("a", "a", 1.0) == []
    assert buffer.feed("b", "b", 1.2) == ["a"]
    assert buffer.feed("f2", None, 1.4) == ["b", "f2"]


def test_a_scan_ends_after_the_silence() -> None:
    buffer: ScanBuffer[str] = ScanBuffer()
    for place in range(SHORTEST):
        buffer.feed(str(place), str(place), 1.0)
    assert buffer.deadline == 1.0 + SILENCE
    assert buffer.settle(1.05) == []
    assert buffer.settle(1.1) == [Burst("0123456789")]


def test_a_key_held_down_is_typing() -> None:
    assert not any(isinstance(one, Burst) for one in run([("k", 0.03)] * 50))


def test_a_key_that_types_nothing_ends_the_scan_first() -> None:
    assert run([*((c, 0.001) for c in "L898902C36UTO"), (None, 0.001)]) == [
        Burst("L898902C36UTO"),
        (13, None),
    ]


class Taking(Screen[None]):
    TAKES_SCANS = True

    def __init__(self) -> None:
        super().__init__()
        self.scanned: list[str] = []
        self.submitted = 0

    def compose(self) -> ComposeResult:
        yield Input()

    def on_scanned(self, event: Scanned) -> None:
        self.scanned.append(event.text)

    def on_input_submitted(self) -> None:
        self.submitted += 1


class Refusing(Taking):
    TAKES_SCANS = False


class Listing(Screen[None]):
    chosen = 0

    def compose(self) -> ComposeResult:
        yield OptionList("same person", "another person")

    def on_option_list_option_selected(self) -> None:
        self.chosen += 1


class Desk(App[None]):
    def __init__(self, screen: Screen[None]) -> None:
        super().__init__()
        self.scanned: list[str] = []
        self.first = screen
        self.scanner = Scanner(self, super().on_event)

    def on_mount(self) -> None:
        self.push_screen(self.first)

    async def on_event(self, event: events.Event) -> None:
        await self.scanner.on_event(event)

    def on_scanned(self, event: Scanned) -> None:
        self.scanned.append(event.text)


def press(app: App[None], text: str, *, after: float = 0.0) -> None:
    """Give the app keys as the terminal's thread does, all read `after` so many seconds."""
    for character in text:
        key = events.Key("enter", "\r") if character == "\n" else events.Key(character, character)
        key.time = START + after
        app.post_message(key)


async def until(is_done: Callable[[], bool]) -> None:
    """Let the app work until something has happened; five seconds on a loaded machine."""
    for _turn in range(500):
        if is_done():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.mark.anyio
async def test_the_screen_is_told_of_a_scan_and_its_field_stays_empty() -> None:
    screen = Taking()
    async with (app := Desk(screen)).run_test():
        press(app, "L898902C36UTO\nABC\n")
        await until(lambda: bool(screen.scanned))
        assert screen.scanned == ["L898902C36UTO\nABC"]
        assert app.scanned == []
        assert (screen.query_one(Input).value, screen.submitted) == ("", 0)


@pytest.mark.anyio
async def test_a_scan_into_another_screens_field_is_typed() -> None:
    screen = Refusing()
    async with Desk(screen).run_test() as pilot:
        press(pilot.app, "L898902C36UTO\n")
        await pilot.pause()
        assert (screen.scanned, screen.query_one(Input).value, screen.submitted) == ([], "L898902C36UTO", 1)


@pytest.mark.anyio
async def test_a_scan_over_a_list_chooses_nothing_and_goes_to_the_app() -> None:
    screen = Listing()
    async with (app := Desk(screen)).run_test() as pilot:
        press(app, "L898902C36UTO\nABC\n")
        await until(lambda: bool(app.scanned))
        assert (app.scanned, screen.chosen) == (["L898902C36UTO\nABC"], 0)
        await pilot.press("enter")
        assert screen.chosen == 1


@pytest.mark.anyio
async def test_what_was_typed_of_a_scan_before_a_stall_is_taken_back() -> None:
    screen = Taking()
    async with Desk(screen).run_test() as pilot:
        screen.query_one(Input).value = "kept"
        press(pilot.app, "P<")
        await until(lambda: screen.query_one(Input).value == "keptP<")
        press(pilot.app, "UTOERIKSSON<<ANNA\n", after=0.05)
        await until(lambda: bool(screen.scanned))
        assert (screen.scanned, screen.query_one(Input).value) == (["P<UTOERIKSSON<<ANNA"], "kept")


@pytest.mark.anyio
async def test_held_keys_reach_the_field_before_a_paste() -> None:
    screen = Taking()
    async with Desk(screen).run_test() as pilot:
        press(pilot.app, "ab")
        pilot.app.post_message(events.Paste("cd"))
        await pilot.pause()
        assert screen.query_one(Input).value == "abcd"


@pytest.mark.anyio
async def test_short_bursts_and_their_return_reach_the_field() -> None:
    screen = Taking()
    async with Desk(screen).run_test() as pilot:
        press(pilot.app, "abc\n")
        await until(lambda: screen.submitted == 1)
        assert (screen.query_one(Input).value, screen.submitted, screen.scanned) == ("abc", 1, [])
