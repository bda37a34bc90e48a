"""The quarantine on the screen: red in words, its actions in the key bar, each of them done with one key."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from desk.db.log_tables import ChangeState
from desk.records.reference import Role
from desk.screens.correct import CorrectScreen
from desk.ui.details import DetailsModal
from desk.ui.list_table import ListTable
from tests.central.world import World
from tests.screens.driving import picture, until
from tests.screens.office import Office, begin, go_online, synchronise, write
from tests.sync.house import House
from tests.usecases.test_correct_visit import at_central
from tests.usecases.test_quarantine import register_badly


@pytest.fixture(autouse=True)
def _still() -> None:
    """Real time: PostgreSQL has no other."""


def text(app: Office) -> str:
    return "\n".join(picture(app))


async def open_rejected(pilot: Pilot[None]) -> Office:
    """The list with a rejected visit on top."""
    app = await begin(pilot)
    await go_online(pilot)
    await app.push_screen("sync")
    await until(pilot, lambda: "rejected: FIN" in text(app))
    return app


async def test_a_rejected_change_is_red_in_words_with_its_actions_in_the_key_bar(house: House) -> None:
    register_badly(house, fin="12")
    async with Office(house).run_test(size=(80, 24)) as pilot:
        app = await open_rejected(pilot)
        assert "1 rejected" in picture(app)[0]
        assert "rejected: FIN: 7 characters, not 2." in text(app)
        for words in ("F2  Fix", "F3  Read", "F4  Resend", "F8  Refer"):
            assert words in picture(app)[-1]
        cell = app.screen.query_one("#first").get_row_at(0)[3]  # type: ignore[attr-defined]
        assert str(app.current_theme.error) in str(cell.spans[0].style)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, DetailsModal))
        assert "Nümunəvi" in text(app)


async def test_a_central_that_refuses_the_desk_is_told_otherwise_than_a_cut_line(
    house: House, world: World
) -> None:
    async with Office(house).run_test(size=(80, 24)) as pilot:
        app = await begin(pilot)
        assert "○ offline" in picture(app)[0]
        await go_online(pilot)
        assert "● online" in picture(app)[0]
        world.db.execute("update desk set revoked = true")
        app.wake_sync(urgent=True)
        await until(pilot, lambda: "✖ refused by central" in picture(app)[0])
        await app.push_screen("sync")
        await until(pilot, lambda: "Central does not accept this desk." in text(app))
        app.down = True
        app.wake_sync(urgent=True)
        await until(pilot, lambda: "○ offline since" in picture(app)[0])


async def test_correct_and_send_again_from_the_list(house: House, world: World) -> None:
    number = register_badly(house, fin="12")
    async with Office(house).run_test(size=(80, 24)) as pilot:
        app = await open_rejected(pilot)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, CorrectScreen))
        await until(pilot, lambda: "7 characters, not 2." in text(app))
        await write(pilot, fin="94FMDDD")
        await until(pilot, lambda: not isinstance(app.screen, CorrectScreen))
        await synchronise(pilot)
        await until(pilot, lambda: app.status.rejected == 0)
        await until(pilot, lambda: "replaced by a corrected one" in text(app))
    assert at_central(world, number).fin == "94FMDDD"


async def test_send_again_as_it_is_and_hand_over_from_the_list(house: House, world: World) -> None:
    register_badly(house, fin="12")
    async with Office(house).run_test(size=(80, 24)) as pilot:
        app = await open_rejected(pilot)
        await pilot.press("f8")
        await until(pilot, lambda: "handed over, rejected: FIN" in text(app))
        assert "Refer" not in picture(app)[-1]
        await pilot.press("f4")
        await until(pilot, lambda: app.status.rejected == 1 and "change" not in text(app))
        await synchronise(pilot)
        await until(pilot, lambda: "handed over, rejected: FIN" in text(app))
    kinds = [row.kind for row in house.log()]
    assert kinds[1:] == ["change.handed", "change.resent"]
    assert house.states()[1:] == [ChangeState.acknowledged] * 2


async def test_the_list_opens_again_with_the_rejected_change_under_the_cursor(house: House) -> None:
    register_badly(house, fin="12")
    for n in range(2):
        house.register(document_number=f"X123456{n}")
    async with Office(house).run_test(size=(80, 24)) as pilot:
        app = await open_rejected(pilot)
        table = app.screen.query_one(ListTable)
        await pilot.press("down", "down", "f3")
        await until(pilot, lambda: isinstance(app.screen, DetailsModal))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is table.screen)
        assert table.cursor_row == 2
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is not table.screen)
        await app.push_screen("sync")
        await until(pilot, lambda: "F2 corrects it" in text(app))
        assert app.screen.query_one(ListTable).cursor_row == 0


async def test_a_rejected_change_is_printed_from_the_list(house: House) -> None:
    register_badly(house, fin="12")
    async with Office(house).run_test(size=(80, 24)) as pilot:
        app = await open_rejected(pilot)
        assert "F9 prints it." in text(app)
        await pilot.press("f9")
        await until(pilot, lambda: len(list(app.settings.papers.glob("rejected-*-en.pdf"))) == 1)
    assert house.log()[-1].kind == "paper.printed"


async def test_nothing_can_be_done_about_what_central_has(house: House) -> None:
    house.register()
    async with Office(house).run_test(size=(80, 24)) as pilot:
        app = await begin(pilot)
        await go_online(pilot)
        await app.push_screen("sync")
        await until(pilot, lambda: "at central, no." in text(app))
        bar = picture(app)[-1]
        assert all(word not in bar for word in ("Fix", "Resend", "Refer"))
        before = len(house.log())
        await pilot.press("f2", "f4", "f8", "f6")
        await pilot.pause()
        assert len(house.log()) == before


async def test_the_supervisor_finds_what_another_desk_handed_over(
    pair_of: tuple[House, House],
) -> None:
    mine, other = pair_of
    async with Office(mine).run_test(size=(80, 24)) as pilot:
        app = await open_rejected(pilot)
        await pilot.press("f8")
        await until(pilot, lambda: "handed over, rejected" in text(app))
        await synchronise(pilot)
    async with Office(other, role=Role.supervisor).run_test(size=(80, 24)) as pilot:
        app = await begin(pilot)
        await go_online(pilot)
        await app.push_screen("sync")
        await until(pilot, lambda: f"desk {mine.desk.identity.desk}" in text(app))
        await pilot.press("f3")
        await until(pilot, lambda: "Zeynalov" in text(app))


@pytest.fixture
def pair_of(enrolled: Callable[..., House]) -> tuple[House, House]:
    """Two desks; one of them wrote what central refuses."""
    mine, other = enrolled(), enrolled()
    register_badly(mine, fin="12", surname="Zeynalov")
    return mine, other
