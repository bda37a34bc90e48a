"""Each parser of what comes from outside, tried with one text or file that chance altered."""

import random
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from central.problem import Problem
from central.push.arrivals import read_push
from desk.crypto.frames import Framer, frames, opened
from desk.crypto.list_file import list_verified
from desk.crypto.parcels import (
    Note,
    ParcelError,
    open_receipts,
    parcel_of_receipts,
    read_parcel,
    seal_receipts,
    signed,
)
from desk.crypto.signing import DeskKey
from desk.records import wire
from desk.records.base import Record, new_id, utc_now
from desk.records.enrolment import Enrol
from desk.records.kinds import EDITABLE, FACTS, REFERENCES
from desk.records.mrz import read
from desk.records.number import parse
from desk.records.wire import FIRST_LINK, Change, ListManifest, Push, commitment
from tests.central.golden_bodies import KINDS as BODIES
from tests.central.golden_bodies import body_of
from tests.records import mutations
from tests.records.file_tries import RECOVERY, Try, imports, lists, settings, sheets, slots
from tests.records.zones import LONG_TD1, LONG_TD2, SPECIMENS

KEY = DeskKey.generate()
DESK, LIFE = UUID(int=1), UUID(int=2)


def zones() -> Try:
    whole = [*SPECIMENS.values(), LONG_TD1, LONG_TD2]

    def once(dice: random.Random) -> None:
        with suppress(PydanticCustomError):
            read(mutations.text(dice, dice.choice(whole)))

    return once


def bodies() -> Try:
    models = FACTS | REFERENCES | {f"{entity}.edited": wire.Edit for entity in EDITABLE}
    whole = [(models[kind], body_of(kind)) for kind in BODIES]

    def once(dice: random.Random) -> None:
        model, body = dice.choice(whole)
        with suppress(ValidationError):
            model.model_validate_json(mutations.message(dice, body))

    return once


def change_of(kind: str, body: str) -> Change:
    return Change(
        change_id=new_id(),
        n=1,
        incarnation=LIFE,
        stream="visit:1",
        kind=kind,
        schema_version=1,
        actor="clerk",
        at=utc_now(),
        clock_offset=0,
        salt="0" * 32,
        body=body,
        body_sha256=commitment("0" * 32, body),
        prev_sha256=FIRST_LINK,
    )


def pushes() -> Try:
    changes = [change_of(kind, body_of(kind)) for kind in ("visit.registered", "session.opened")]
    whole = Push(changes=changes, head_n=2, head=FIRST_LINK, head_signature="x").model_dump_json()

    def once(dice: random.Random) -> None:
        with suppress(Problem):
            read_push(mutations.message(dice, whole))

    return once


def messages() -> Try:
    whole: list[tuple[type[Record], str]] = [
        (
            wire.Hello,
            wire.Hello(
                incarnation=LIFE,
                app_version="1",
                schema_version=1,
                epoch=DESK,
                head_n=1,
                unsent=0,
                sent_at=utc_now(),
            ).model_dump_json(),
        ),
        (
            wire.Page,
            wire.Page(
                epoch=DESK,
                next=1,
                head=1,
                as_of=utc_now(),
                events=[
                    wire.Event(n=1, scope="all", kind="office.set", stream="GNC", body=body_of("office.set"))
                ],
            ).model_dump_json(),
        ),
        (Enrol, Enrol(code="ABCD", public_key=KEY.public, incarnation=LIFE).model_dump_json()),
        (wire.PushReply, wire.PushReply(results=[], server_time=utc_now(), epoch=DESK).model_dump_json()),
    ]

    def once(dice: random.Random) -> None:
        model, text = dice.choice(whole)
        with suppress(ValidationError):
            model.model_validate_json(mutations.message(dice, text))

    return once


def manifests() -> Try:
    whole = ListManifest(
        version=1, epoch=DESK, as_of=utc_now(), count=1, size=9, digest=FIRST_LINK, signature="eA=="
    )

    def once(dice: random.Random) -> None:
        with suppress(ValidationError):
            found = ListManifest.model_validate_json(mutations.message(dice, whole.model_dump_json()))
            assert not list_verified(mutations.text(dice, KEY.public), found.said, found.signature)

    return once


def parcels() -> Try:
    framer, secret, parcel = Framer("GNC2", LIFE, RECOVERY.public), bytes(32), new_id()
    changes = [change_of(kind, body_of(kind)) for kind in ("visit.registered", "session.opened")]
    payloads = [(parcel, secret), *((c.change_id, c.model_dump_json().encode()) for c in changes)]
    content = b"".join(framer.frame(key, payload) for key, payload in payloads)
    note = Note(parcel, "GNC2", DESK, LIFE, "", utc_now().isoformat(), 2, 0, 2, FIRST_LINK, "x", len(content))
    whole, receipts = signed(note, content, KEY), seal_receipts(parcel, secret, b"{}")
    read_parcel(whole).open(RECOVERY)

    def once(dice: random.Random) -> None:
        with suppress(ParcelError):
            found = read_parcel(mutations.binary(dice, whole))
            found.open(RECOVERY)
            found.check(KEY.public)
        with suppress(ParcelError):
            data = mutations.binary(dice, receipts)
            parcel_of_receipts(data)
            open_receipts(data, secret)

    return once


def spools() -> Try:
    framer = Framer("GNC2", LIFE, RECOVERY.public)
    whole = b"".join(framer.frame(new_id(), b"{}" * n) for n in (1, 40, 3))

    def once(dice: random.Random) -> None:
        for found in frames(mutations.binary(dice, whole)):
            if not hasattr(found, "reason"):
                opened(found, RECOVERY)

    return once


def numbers() -> Try:
    def once(dice: random.Random) -> None:
        with suppress(ValueError):
            parse(mutations.text(dice, "Q-26-GNC2-000123-7"))

    return once


def tries(folder: Path) -> dict[str, tuple[Try, int]]:
    """Each parser with its share of the texts."""
    return {
        "zone": (zones(), 6),
        "body": (bodies(), 6),
        "push": (pushes(), 3),
        "message": (messages(), 3),
        "manifest": (manifests(), 2),
        "parcel": (parcels(), 2),
        "spool": (spools(), 2),
        "slots": (slots(folder), 1),
        "settings": (settings(folder), 1),
        "number": (numbers(), 1),
        "list": (lists(folder), 2),
        "import": (imports(folder), 2),
        "sheet": (sheets(folder), 2),
    }
