"""The demo without a terminal: the main job step by step, told as it happens."""

import asyncio
import json
from collections.abc import Callable

from desk.config import Settings
from desk.demo.ground import Ground, synchronise
from desk.demo.reception import reception_day
from desk.demo.specimens import SPECIMENS, visit_form
from desk.records.mrz import read
from desk.records.visit import Visit
from desk.sync.client import CentralClient
from desk.sync.line import Line
from desk.usecases.desk import Desk
from desk.usecases.people import DEMO_PASSWORD, read_staff
from desk.usecases.register_visit import Receipt, register_visit
from desk.usecases.sign_in import sign_in

Tell = Callable[[str], None]


def play(ground: Ground, tell: Tell = print) -> int:
    """Do the main job; 0 when central's copy of every visit equals the desk's."""
    tell(f"central: started on loopback port {ground.central.port}, PostgreSQL of its own")
    tell(f"central: sample data loaded, {json.dumps(ground.central.load_sample())}")
    settings = ground.settings()
    ground.enrol(settings)
    staff = read_staff(settings)
    tell(f"desk: enrolled as {staff.desk}, reference data received, {len(staff.people)} people may sign in")
    desk = sign_in(settings, staff.people[0].id, DEMO_PASSWORD)
    try:
        wrong = _day(ground, settings, desk, tell)
    finally:
        desk.close()
    return wrong or reception_day(ground, tell)


def _day(ground: Ground, settings: Settings, desk: Desk, tell: Tell) -> int:
    tell(f"desk: {desk.clerk.name} signed in")
    link = ground.link
    if link is None:
        raise RuntimeError("the demo has not started")
    receipts = [_take_in(desk, SPECIMENS[0], tell)]
    tell(f"sync: {_synchronised(desk, settings)}")
    link.cut()
    tell("network: cut")
    receipts += [_take_in(desk, specimen, tell) for specimen in SPECIMENS[1:]]
    tell(f"sync: {_synchronised(desk, settings)}")
    link.mend()
    tell("network: back")
    tell(f"sync: {_synchronised(desk, settings)}")
    different = 0
    for receipt in receipts:
        copy = asyncio.run(_read_back(desk, settings, receipt))
        equal = copy == receipt.visit
        different += not equal
        tell(f"central: {receipt.number} read back, {'equal to' if equal else 'DIFFERENT from'} the desk's")
    tell(f"{len(receipts)} visits, {different} different")
    return 1 if different else 0


def _take_in(desk: Desk, specimen: tuple[str, str], tell: Tell) -> Receipt:
    size, text = specimen
    zone = read(text)
    receipt = register_visit(desk, visit_form(zone), mrz="\n".join(zone.lines))
    tell(f"desk: {size} scanned, {zone.surname} {zone.given_names} taken in, number {receipt.number}")
    return receipt


def _synchronised(desk: Desk, settings: Settings) -> str:
    status = asyncio.run(synchronise(desk, settings))
    line = "online" if status.online else f"offline ({status.reason})"
    return f"{line}, {status.unsent} unsent, {status.rejected} rejected"


async def _read_back(desk: Desk, settings: Settings, receipt: Receipt) -> Visit:
    client = CentralClient(Line(settings.central_url), desk.identity.desk_id, desk.key, desk.clock)
    try:
        event = await client.record("visit", receipt.visit.id)
    finally:
        await client.close()
    return Visit.model_validate_json(event.body)
