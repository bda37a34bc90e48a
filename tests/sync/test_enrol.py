"""A computer becomes a desk by a code that it shows and an administrator approves."""

import asyncio
import re
from pathlib import Path

import pytest

from central import device
from desk.crypto.sealing import RecoveryPublicKey
from desk.crypto.signing import fingerprint
from desk.crypto.slots import Slots
from desk.db.store import RoleNeeded
from desk.records.reference import Clerk, Role
from desk.sync.enrol import enrol_by_approval
from desk.sync.line import Line
from desk.sync.outcomes import Refused
from desk.usecases.desk import Desk
from desk.usecases.passwords import PersonUnknown, admit_first
from desk.usecases.set_up import OpenDesk
from desk.usecases.sign_in import sign_in, with_spool
from tests.central.world import World
from tests.sync.house import DATA_KEY
from tests.sync.office import PASSWORD

SHOWN = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}")


class Watch:
    """Lets no time pass, and does something after so many waits."""

    def __init__(self, world: World, after: int = 2, office: str = "GNC") -> None:
        self.world, self.after, self.office = world, after, office
        self.waits: list[float] = []
        self.shown: tuple[str, str] = ("", "")

    def show(self, code: str, print_of_key: str) -> None:
        self.shown = (code, print_of_key)

    async def rest(self, seconds: float) -> None:
        self.waits.append(seconds)
        # The wait itself, as central sees it.
        self.world.db.execute(
            "update desk_wish set polled_at = polled_at - make_interval(secs => %s)", (seconds,)
        )
        if len(self.waits) == self.after:
            told = device.approve(self.world.db, self.shown[0].lower(), self.office)
            assert told["fingerprint"] == self.shown[1]


def enrolled(world: World, path: Path, watch: Watch) -> OpenDesk:
    async def whole() -> OpenDesk:
        line = Line(world.url)
        try:
            return await enrol_by_approval(line, path, DATA_KEY, watch.show, rest=watch.rest)
        finally:
            await line.close()

    return asyncio.run(whole())


def test_a_computer_waits_shows_its_code_and_is_a_desk_once_approved(world: World, tmp_path: Path) -> None:
    watch = Watch(world, after=3)
    opened = enrolled(world, tmp_path / "desk.db", watch)
    assert SHOWN.fullmatch(watch.shown[0])
    assert watch.shown[1] == fingerprint(opened.key.public)
    assert opened.identity.desk == "GNC1"
    assert watch.waits == [5.0, 5.0, 5.0]
    opened.store.close()


def test_who_asks_too_soon_is_slowed_down(world: World, tmp_path: Path) -> None:
    watch = Watch(world, after=4)
    hurried = watch.rest

    async def rest(seconds: float) -> None:
        await hurried(seconds)
        world.db.execute("update desk_wish set polled_at = now() where polled_at is not null")

    watch.rest = rest  # type: ignore[method-assign]
    enrolled(world, tmp_path / "desk.db", watch).store.close()
    assert watch.waits[-1] > watch.waits[0]


def test_a_code_is_good_once_and_not_for_long(world: World, tmp_path: Path) -> None:
    watch = Watch(world)
    enrolled(world, tmp_path / "desk.db", watch).store.close()
    with pytest.raises(ValueError, match="waits"):
        device.approve(world.db, watch.shown[0], "GNC")
    late = Watch(world, after=99)
    hurried = late.rest

    async def rest(seconds: float) -> None:
        await hurried(seconds)
        world.db.execute(
            "update desk_wish set expires_at = now() - interval '1 second' where desk_id is null"
        )

    late.rest = rest  # type: ignore[method-assign]
    with pytest.raises(Refused, match="code_refused"):
        enrolled(world, tmp_path / "other.db", late)
    with pytest.raises(ValueError, match="waits"):
        device.approve(world.db, late.shown[0], "GNC")


def test_the_answer_is_the_same_again_for_the_first_may_be_lost(world: World) -> None:
    from desk.crypto.signing import DeskKey
    from desk.records.base import new_id
    from desk.records.enrolment import DevicePoll, DeviceWish

    key = DeskKey.generate()
    codes = device.ask(world.db, DeviceWish(public_key=key.public, incarnation=new_id()))
    assert [row["fingerprint"] for row in device.waiting(world.db)] == [fingerprint(key.public)]
    device.approve(world.db, codes.user_code, "GNC")
    first, again = (device.poll(world.db, DevicePoll(device_code=codes.device_code)) for _ in range(2))
    assert (first.desk, first.desk_id) == (again.desk, again.desk_id)
    assert world.count("select count(*) from desk_code") == 1
    assert device.waiting(world.db) == []


def test_the_first_person_is_of_the_register_and_may_let_in_others(world: World, tmp_path: Path) -> None:
    from central.references import set_references
    from desk.config import Settings, save
    from desk.sync.start import make_worker

    boss = Clerk(id="boss", name="Rəşad", office="GNC", roles=[Role.supervisor])
    plain = Clerk(id="plain", name="Aysel", office="GNC", roles=[Role.clerk])
    set_references(world.db, [("clerk.set", boss), ("clerk.set", plain)])
    settings = Settings(tmp_path / "desk", language="en", central_url=world.url)
    save(settings)
    opened = enrolled(world, settings.database, Watch(world))
    Slots.create(
        settings.slots,
        opened.identity.desk,
        RecoveryPublicKey.from_text(opened.identity.recovery_key),
        DATA_KEY,
    )
    desk: Desk = with_spool(settings, opened)

    async def once() -> None:
        worker = make_worker(desk, settings, lambda status: None)
        await worker.attempt()
        await worker.close()

    asyncio.run(once())
    with pytest.raises(PersonUnknown):
        admit_first(desk, settings, DATA_KEY, "nobody", PASSWORD, PASSWORD)
    with pytest.raises(RoleNeeded):
        admit_first(desk, settings, DATA_KEY, "plain", PASSWORD, PASSWORD)
    admit_first(desk, settings, DATA_KEY, "boss", PASSWORD, PASSWORD)
    desk.close()
    sign_in(settings, "boss", PASSWORD).close()
