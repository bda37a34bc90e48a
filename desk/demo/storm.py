"""Work on a faulty line, and at its end the question that counts: does central have all of it, and once."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from desk.config import Settings
from desk.demo.chaos import CALM, FaultyLink, Odds
from desk.demo.ground import Ground, synchronise
from desk.demo.specimens import SPECIMENS, visit_form
from desk.lang import _
from desk.records.base import skew_clock
from desk.records.mrz import read
from desk.records.visit import Visit
from desk.sync.client import CentralClient
from desk.sync.line import Line
from desk.sync.outcomes import Refused
from desk.usecases.desk import Desk
from desk.usecases.people import DEMO_PASSWORD, read_staff
from desk.usecases.register_visit import Receipt, register_visit
from desk.usecases.sign_in import sign_in

Tell = Callable[[str], None]
_CALM_ROUNDS = 10


@dataclass(frozen=True)
class Storm:
    """The faults of a run; `clock_jump` is how many seconds the desk's clock jumps now and then."""

    odds: Odds
    clock_jump: float = 0.0
    seed: int = 1


def weather(storm: Storm) -> Callable[[int], FaultyLink]:
    """What makes the line of a Ground: faultless until the desk is enrolled."""
    return lambda port: FaultyLink(port, CALM, storm.seed)


def play(ground: Ground, storm: Storm, saves: int, tell: Tell = print) -> int:
    """Save on the faulty line, then mend it and compare; 0 when central has every visit once and equal."""
    ground.central.load_sample()
    settings = ground.settings()
    ground.enrol(settings)
    link = _link_of(ground)
    desk = sign_in(settings, read_staff(settings).people[0].id, DEMO_PASSWORD)
    try:
        link.odds = storm.odds
        receipts = [_save(desk, settings, storm, n) for n in range(saves)]
        link.odds = CALM
        skew_clock(timedelta())
        rounds = _settle(desk, settings)
        tell(json.dumps({"seed": storm.seed, "requests": dict(sorted(link.done.items()))}))
        wrong = [receipt.number for receipt in receipts if not _is_there(desk, settings, receipt)]
        doubled = len(receipts) - len({receipt.number for receipt in receipts})
        told = {
            "saves": saves,
            "rounds_after": rounds,
            "lost_or_different": wrong,
            "numbers_doubled": doubled,
        }
        tell(json.dumps(told))
        return 1 if wrong or doubled or rounds > _CALM_ROUNDS else 0
    finally:
        desk.close()


def open_terminal(ground: Ground, storm: Storm) -> int:
    """The desk as a clerk sees it, on the faulty line."""
    from desk.app import DeskApp

    settings = ground.settings()
    if not settings.database.exists():
        print(_("Preparing the training desk: sample data, one enrolled desk …"))  # noqa: T201
        ground.central.load_sample()
        ground.enrol(settings)
    _link_of(ground).odds = storm.odds
    skew_clock(timedelta(seconds=storm.clock_jump))
    app = DeskApp(settings)
    app.run()
    return app.return_code or 0


def _link_of(ground: Ground) -> FaultyLink:
    if not isinstance(ground.link, FaultyLink):
        raise RuntimeError("the ground has no faulty line")
    return ground.link


def _save(desk: Desk, settings: Settings, storm: Storm, n: int) -> Receipt:
    if n % 5 == 2:
        skew_clock(timedelta(seconds=storm.clock_jump * (1 if n % 2 else -1)))
    receipt = register_visit(desk, visit_form(read(SPECIMENS[n % len(SPECIMENS)][1])))
    asyncio.run(synchronise(desk, settings))
    return receipt


def _settle(desk: Desk, settings: Settings) -> int:
    """Synchronise on the mended line until nothing is unsent; how many rounds that took."""
    for n in range(1, _CALM_ROUNDS + 1):
        status = asyncio.run(synchronise(desk, settings))
        if status.online and not status.unsent:
            return n
    return _CALM_ROUNDS + 1


def _is_there(desk: Desk, settings: Settings, receipt: Receipt) -> bool:
    async def copy() -> Visit | None:
        client = CentralClient(Line(settings.central_url), desk.identity.desk_id, desk.key, desk.clock)
        try:
            event = await client.record("visit", receipt.visit.id)
        except Refused:
            return None
        finally:
            await client.close()
        return Visit.model_validate_json(event.body)

    return asyncio.run(copy()) == receipt.visit
