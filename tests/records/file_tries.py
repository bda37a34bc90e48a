"""Each parser of a file, tried with one that chance altered."""

import io
import json
import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from openpyxl import Workbook

from central.import_list import Imported, _checked
from central.imports import KINDS, _read
from desk.config import load
from desk.crypto.sealing import RecoveryPrivateKey
from desk.crypto.slot import SlotError
from desk.crypto.slots import Slots, recover
from desk.usecases.import_items import FORMS, items, unknown_columns
from desk.usecases.sheets import SheetRefused, read_sheet
from tests.central.golden_bodies import body_of
from tests.records import mutations

Try = Callable[[random.Random], None]
RECOVERY = RecoveryPrivateKey.generate()
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
            _read(kind, file, {"GNC"})

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
