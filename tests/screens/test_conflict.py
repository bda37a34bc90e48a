"""The same visit corrected at two desks without a line, and a person who settles it."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from textual.pilot import Pilot

from desk.app import DeskApp
from desk.records.base import new_id, utc_now
from desk.screens import conflict
from desk.screens.conflict import SIDE_LINES, ConflictScreen, _side
from desk.screens.correct import CorrectScreen
from desk.usecases.conflicts import ConflictView, FieldSides
from tests.central.world import World
from tests.screens.driving import open_screen, picture, until
from tests.screens.office import Office, begin, go_online, open_day, synchronise, write
from tests.sync.house import House
from tests.usecases.test_correct_visit import at_central, shown

Enrol = Callable[..., House]


class Pair(NamedTuple):
    """The desk that is first, the one that is late, and the visit's number."""

    early: House
    late: House
    number: str


@pytest.fixture(autouse=True)
def _still() -> None:
    """Real time: PostgreSQL has no other."""


@pytest.fixture
def pair(enrolled: Enrol) -> Pair:
    """Two desks of an office that know the same visit."""
    early, late = enrolled(), enrolled()
    number = early.register(note="one").number
    for house in (early, late):
        assert house.sync().online
    return Pair(early, late, number)


async def test_long_value_keeps_to_its_column_beside_the_scrollbar(
    app: DeskApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    sides = [FieldSides(f"Field {n}", "", "", "eighteen in a line " * 12, clashes=True) for n in range(2)]
    view = ConflictView(
        new_id(), new_id(), "GNC-1", "Nümunə", True, "Aysel", utc_now(), "Rəşad", utc_now(), sides, {}, {}
    )
    monkeypatch.setattr(conflict, "open_conflicts", lambda _desk: [view])
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "home")
        await app.push_screen("conflict")
        await until(pilot, lambda: "eighteen in a line" in "\n".join(picture(app)))
        assert app.screen.query_one("#sides").show_vertical_scrollbar
        told = [line for line in picture(app) if "eighteen in a line" in line]
        assert {line.index("eighteen in a line") for line in told} == {59}


async def corrected_offline(pilot: Pilot[None], note: str, **more: str) -> None:
    """Open the visit from the day's list with the keyboard, type, save."""
    await begin(pilot)
    await open_day(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, CorrectScreen))
    await until(pilot, lambda: pilot.app.screen.field("note").value == "one")  # type: ignore[attr-defined]
    await write(pilot, note=note, **more)
    await until(pilot, lambda: not isinstance(pilot.app.screen, CorrectScreen))


@pytest.mark.slow
@pytest.mark.parametrize(("key", "note", "phone"), [("f2", "late", "+994501112233"), ("f4", "early", "")])
async def test_two_desks_correct_the_same_visit_offline_and_the_conflict_is_settled_on_the_screen(
    pair: Pair, world: World, key: str, note: str, phone: str
) -> None:
    early, late, number = pair
    async with Office(early).run_test(size=(80, 24)) as pilot:
        await corrected_offline(pilot, "early")
        assert "corrected, unconfirmed" in "\n".join(picture(pilot.app))  # type: ignore[arg-type]
        await go_online(pilot)
    app = Office(late)
    async with app.run_test(size=(80, 24)) as pilot:
        await corrected_offline(pilot, "late", phone="+994501112233")
        await go_online(pilot)
        await until(pilot, lambda: app.status.conflicts == 1)
        assert "1 conflict" in picture(app)[0]
        await app.push_screen("sync")
        which = f"visit {number}, also corrected by "
        await until(pilot, lambda: f"F6 settles 1 conflict: {which}" in " ".join(picture(app)[1:3]))
        await until(pilot, lambda: f"F6 settles it: {which}" in "\n".join(picture(app)))
        assert "Nothing to do" not in "\n".join(picture(app))
        assert "F6  Settle" in picture(app)[-1]
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(app.screen, ConflictScreen))
        await until(pilot, lambda: number in "\n".join(picture(app)))
        seen = " ".join("\n".join(picture(app)).split())
        assert "≠ Note one late early" in seen
        assert "Telephone (empty) +994501112233 (empty)" in seen
        await pilot.press(key)
        await until(pilot, lambda: "No conflicts" in "\n".join(picture(app)))
        await synchronise(pilot)
        await until(pilot, lambda: app.status.conflicts == 0)
    held = at_central(world, number)
    assert (held.note, held.phone) == (note, phone)
    await _hear(early)
    assert [shown(house.desk, number).note for house in (early, late)] == [note, note]


def test_side_too_long_for_the_screen_says_that_it_is_cut() -> None:
    documents = ", ".join(f"document number {n}" for n in range(40))
    shown = _side(FieldSides("Documents, fee", "", documents, "short", clashes=True)).plain.splitlines()
    assert len(shown) == SIDE_LINES
    assert shown[-1].rstrip().endswith("…")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("note", "told"), [("both", "Corrected: Note"), ("early", "What central holds stays.")]
)
async def test_edit_on_the_conflict_screen_opens_the_form_with_theirs_and_settles(
    pair: Pair, world: World, note: str, told: str
) -> None:
    early, late, number = pair
    async with Office(early).run_test(size=(80, 24)) as pilot:
        await corrected_offline(pilot, "early")
        await go_online(pilot)
    app = Office(late)
    async with app.run_test(size=(80, 24)) as pilot:
        await corrected_offline(pilot, "late")
        await go_online(pilot)
        await app.push_screen("conflict")
        await until(pilot, lambda: number in "\n".join(picture(app)))
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(app.screen, CorrectScreen))
        await until(pilot, lambda: app.screen.field("note").value == "early")  # type: ignore[attr-defined]
        await write(pilot, note=note)
        await until(pilot, lambda: "No conflicts" in "\n".join(picture(app)))
        assert any(told in one.message for one in app._notifications)
        await synchronise(pilot)
    assert at_central(world, number).note == note


async def _hear(house: House) -> None:
    worker = house.worker()
    await worker.attempt()
    assert worker.status.online
    await worker.close()
