"""What is ticked is told by its sign, for a terminal without colours too."""

from textual.app import App, ComposeResult

from desk.ui.tick_list import TickList


class _Lists(App[None]):
    def compose(self) -> ComposeResult:
        yield TickList[int](("one", 1, True), ("two", 2, False), ("three", 3, False))


async def test_ticked_and_unticked_differ_in_their_text() -> None:
    app = _Lists()
    async with app.run_test(size=(40, 10)) as pilot:
        ticks = app.query_one(TickList)
        ticks.focus()
        await pilot.press("down", "space")
        await pilot.pause()
        lines = [ticks.render_line(y).text.strip() for y in range(5)]
        told = [line for line in lines if "one" in line or "two" in line or "three" in line]
        assert [line[:3] for line in told] == ["[x]", "[x]", "[ ]"]
