"""Whatever comes from outside, a document, a message or a file, is read or refused, and nothing else."""

import io
import json
import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import pytest
from openpyxl import Workbook
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from central.import_list import Imported, _checked
from central.imports import KINDS, _read
from central.problem import Problem
from central.push.arrivals import read_push
from desk.config import load
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
from desk.crypto.sealing import RecoveryPrivateKey
from desk.crypto.signing import DeskKey
from desk.crypto.slot import SlotError
from desk.crypto.slots import Slots, recover
from desk.records import wire
from desk.records.base import Record, new_id, utc_now
from desk.records.enrolment import Enrol
from desk.records.kinds import EDITABLE, FACTS, REFERENCES
from desk.records.mrz import read
from desk.records.number import parse
from desk.records.wire import FIRST_LINK, Change, ListManifest, Push, commitment
from desk.usecases.import_items import FORMS, items, unknown_columns
from desk.usecases.sheets import SheetRefused, read_sheet
from tests.central.golden_bodies import KINDS as BODIES
from tests.central.golden_bodies import body_of
from tests.proofs import rounds
from tests.records import mutations
from tests.records.zones import LONG_TD1, LONG_TD2, SPECIMENS

TEXTS = rounds(20_000, 1_000_000)
Try = Callable[[random.Random], None]
RECOVERY, KEY = RecoveryPrivateKey.generate(), DeskKey.generate()
DESK, LIFE = UUID(int=1), UUID(int=2)
LIST_HEAD = (
    "kind,ground_code,issuing_body,reference,surname,given_names,birth_date,citizenship,documents,valid_from"
)
LIST_ROW = "entry_ban,1,DMX,R-1,Nümunəvi,Şəxs,31.12.1990,TUR,U1|U2,01.02.2026"
BOOKING = (
    "id,number,office,day,at,purpose,name,document_number,cancelled\n"
    "G1,G1,GNC,2026-11-20,2026-11-20T10:00:00+04:00,stay,Y,U1,\n"
)
SHEETS = {
    "measures": "clause;kind;title;year;quantity;languages\n1.3;leaflet;Vərəqə;2018;23;az ru\n",
    "trainings": "topic;starts_on;attended\nNümunə;20.11.2026;A1;A2\n",
    "employees": "name;unit;badge\nNümunə;DMX;A1\n",
}


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


def slots(folder: Path) -> Try:
    Slots.create(folder / "slots.json", "GNC2", RECOVERY.public, bytes(32))
    whole = (folder / "slots.json").read_text()

    def once(dice: random.Random) -> None:
        with suppress(SlotError):
            recover(mutations.message(dice, whole), "GNC2", RECOVERY)

    return once


def settings(folder: Path) -> Try:
    whole = 'language = "az"\ncentral_url = "https://central"\nidle_minutes = 10\ndemo = true\n'

    def once(dice: random.Random) -> None:
        (folder / "settings.toml").write_bytes(mutations.text(dice, whole).encode("utf-8", "surrogatepass"))
        load(folder)

    return once


def numbers() -> Try:
    def once(dice: random.Random) -> None:
        with suppress(ValueError):
            parse(mutations.text(dice, "Q-26-GNC2-000123-7"))

    return once


def lists(folder: Path) -> Try:
    row = dict(zip(LIST_HEAD.split(","), LIST_ROW.split(","), strict=True)) | {"documents": ["U1"]}
    whole = {".csv": f"{LIST_HEAD}\n{LIST_ROW}\n{LIST_ROW}\n", ".jsonl": json.dumps(row) + "\n"}

    def once(dice: random.Random) -> None:
        suffix = dice.choice(list(whole))
        change = mutations.message if suffix == ".jsonl" else _line
        (file := folder / f"list{suffix}").write_bytes(change(dice, whole[suffix]))
        with suppress(ValueError):
            list(_checked(file, Imported()))

    return once


def _line(dice: random.Random, whole: str) -> bytes:
    return mutations.text(dice, whole).encode("utf-8", "surrogatepass")


def imports(folder: Path) -> Try:
    def once(dice: random.Random) -> None:
        kind, suffix = dice.choice(list(KINDS.values())), dice.choice((".csv", ".jsonl"))
        change = mutations.message if suffix == ".jsonl" else _line
        (file := folder / f"rows{suffix}").write_bytes(
            change(dice, body_of(kind) if suffix == ".jsonl" else BOOKING)
        )
        with suppress(ValueError):
            _read(kind, file)

    return once


def sheets(folder: Path) -> Try:
    book = Workbook()
    for row in (["clause", "kind", "title", "year"], ["1.3", "leaflet", "Vərəqə", 2018]):
        book.active.append(row)
    book.save(stream := io.BytesIO())

    def once(dice: random.Random) -> None:
        what = dice.choice(list(FORMS))
        kind = dice.choices((".csv", ".json", ".xlsx"), (8, 8, 1))[0]
        if kind == ".xlsx":
            data = mutations.binary(dice, stream.getvalue())
        elif kind == ".csv":
            data = _line(dice, SHEETS[what])
        else:
            head, row, *_rest = SHEETS[what].splitlines()
            data = mutations.message(
                dice, json.dumps([dict(zip(head.split(";"), row.split(";"), strict=False))])
            )
        (file := folder / f"sheet{kind}").write_bytes(data)
        with suppress(SheetRefused):
            rows = read_sheet(file)
            unknown_columns(what, rows)
            items(what, rows, {})

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


def play(known: dict[str, tuple[Try, int]], texts: int, seed: int) -> tuple[Counter[str], list[str]]:
    """Try so many texts; how many of each, and each error that no parser should have let out."""
    dice, done, faults = random.Random(seed), Counter[str](), dict[str, str]()
    names, shares = list(known), [share for _try, share in known.values()]
    for number in range(texts):
        (name,) = dice.choices(names, shares)
        done[name] += 1
        try:
            known[name][0](dice)
        except Exception as error:
            at = error.__traceback__
            while at is not None and at.tb_next is not None:
                at = at.tb_next
            place = f"{at.tb_frame.f_code.co_filename[-40:]}:{at.tb_lineno}" if at else ""
            faults.setdefault(f"{name}: {type(error).__name__}: {place}", f"{number}: {error}"[:200])
    return done, [f"{what}: {first}" for what, first in faults.items()]


@pytest.mark.slow
def test_s9_parsers_raise_only_their_own_errors(tmp_path: Path) -> None:
    done, faults = play(tries(tmp_path), TEXTS, 9)
    assert faults == []
    assert done.total() == TEXTS


def test_a_parser_that_lets_another_error_out_is_found() -> None:
    whole = body_of("visit.registered")

    def naive(dice: random.Random) -> None:
        with suppress(ValueError):
            said = json.loads(mutations.message(dice, whole))
            said["number"].split("-")

    assert play({"naive": (naive, 1)}, 300, 9)[1]
