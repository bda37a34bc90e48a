"""The key slots: who gets the data key, and that no tampering gives it to anybody else."""

import json
import os
import stat
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.crypto.encoding import bytes_of, text_of
from desk.crypto.password_key import Cost
from desk.crypto.sealing import RecoveryPrivateKey
from desk.crypto.slot import SlotCode, SlotError
from desk.crypto.slots import Slots, recover

CHEAP = Cost(memory_kib=8, iterations=1)
NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
UNTIL = NOW + timedelta(days=14)
CENTRAL = RecoveryPrivateKey.generate()
AYSEL, RUSLAN = "correct horse battery", "düzgün at batareya zımba"


def made(path: Path) -> tuple[Slots, bytes]:
    slots, data_key = Slots.create(path, "desk-1", CENTRAL.public)
    slots.add("aysel", AYSEL, data_key, UNTIL, CHEAP)
    slots.add("ruslan", RUSLAN, data_key, UNTIL + timedelta(days=1), CHEAP)
    return slots, data_key


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "slots.json"


def refusal_of(act: Callable[[], object]) -> SlotCode:
    with pytest.raises(SlotError) as caught:
        act()
    return caught.value.code


def test_each_person_opens_the_same_data_key_after_a_restart(path: Path) -> None:
    _slots, data_key = made(path)
    again = Slots.load(path, "desk-1")
    assert again.unlock("aysel", AYSEL, NOW).data_key == data_key
    assert again.unlock("ruslan", RUSLAN, NOW).data_key == data_key
    assert again.people == {"aysel": UNTIL, "ruslan": UNTIL + timedelta(days=1)}


def test_a_wrong_password_another_persons_password_and_an_unknown_person_are_one_refusal(path: Path) -> None:
    slots, _ = made(path)
    for person, password in (
        ("aysel", AYSEL + " "),
        ("aysel", RUSLAN),
        ("nobody", AYSEL),
        ("aysel", "\ud800"),
    ):
        assert refusal_of(partial(slots.unlock, person, password, NOW)) == "password_wrong"


def test_the_same_letters_composed_in_another_way_are_the_same_password(path: Path) -> None:
    slots, data_key = made(path)
    assert slots.unlock("ruslan", "du\u0308zgu\u0308n at batareya zımba", NOW).data_key == data_key


def test_a_slot_ends_with_its_validity_and_central_can_renew_it_without_the_password(path: Path) -> None:
    slots, data_key = made(path)
    assert refusal_of(lambda: slots.unlock("aysel", AYSEL, UNTIL)) == "access_expired"
    slots.renew(slots.open("aysel", AYSEL), UNTIL + timedelta(days=14))
    assert Slots.load(path, "desk-1").unlock("aysel", AYSEL, UNTIL).data_key == data_key


def test_a_renewed_slot_can_be_renewed_again_by_who_opened_it_before(path: Path) -> None:
    slots, data_key = made(path)
    opened = slots.open("aysel", AYSEL)
    slots.renew(opened, UNTIL + timedelta(days=1))
    slots.renew(opened, UNTIL + timedelta(days=2))
    assert slots.unlock("aysel", AYSEL, UNTIL + timedelta(days=1)).data_key == data_key


def test_after_a_change_of_password_only_the_new_one_opens_and_the_validity_stays(path: Path) -> None:
    slots, data_key = made(path)
    assert refusal_of(lambda: slots.change_password("aysel", "wrong", "x", CHEAP)) == "password_wrong"
    slots.change_password("aysel", AYSEL, "another long password", CHEAP)
    assert refusal_of(lambda: slots.unlock("aysel", AYSEL, NOW)) == "password_wrong"
    assert slots.unlock("aysel", "another long password", NOW).data_key == data_key
    assert slots.people["aysel"] == UNTIL


def test_a_removed_person_has_no_slot_and_cannot_be_renewed(path: Path) -> None:
    slots, _ = made(path)
    opened = slots.open("aysel", AYSEL)
    slots.remove("aysel")
    again = Slots.load(path, "desk-1")
    assert refusal_of(lambda: again.unlock("aysel", AYSEL, NOW)) == "password_wrong"
    assert refusal_of(lambda: again.renew(opened, UNTIL)) == "person_unknown"
    assert refusal_of(lambda: again.remove("aysel")) == "person_unknown"


def test_a_person_is_not_added_over_another(path: Path) -> None:
    slots, data_key = made(path)
    assert refusal_of(lambda: slots.add("aysel", "x", data_key, UNTIL, CHEAP)) == "person_exists"
    assert refusal_of(lambda: slots.reset_password("new", "x", data_key, UNTIL, CHEAP)) == "person_unknown"


def test_all_passwords_lost_central_gives_the_data_key_and_a_new_password_opens_again(path: Path) -> None:
    slots, data_key = made(path)
    recovered = recover(path.read_bytes(), "desk-1", CENTRAL)
    assert recovered == data_key
    slots.reset_password("aysel", "given at headquarters", recovered, UNTIL, CHEAP)
    assert slots.unlock("aysel", "given at headquarters", NOW).data_key == data_key


def test_the_recovery_slot_opens_for_no_other_desk_or_key(path: Path) -> None:
    made(path)
    document = path.read_bytes()
    assert refusal_of(lambda: recover(document, "desk-2", CENTRAL)) == "recovery_refused"
    other = RecoveryPrivateKey.generate()
    assert refusal_of(lambda: recover(document, "desk-1", other)) == "recovery_refused"


def test_a_missing_damaged_or_foreign_file_is_told_apart(path: Path) -> None:
    assert refusal_of(lambda: Slots.load(path, "desk-1")) == "slots_missing"
    made(path)
    assert refusal_of(lambda: Slots.load(path, "desk-2")) == "other_desk"
    path.write_bytes(b"")
    assert refusal_of(lambda: Slots.load(path, "desk-1")) == "slots_damaged"


def test_an_existing_file_is_never_made_anew(path: Path) -> None:
    made(path)
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        Slots.create(path, "desk-1", CENTRAL.public)
    assert path.read_bytes() == before


Document = dict[str, Any]


def edited(document: Document, tamper: str, amount: int) -> Document:
    """The file with one thing in it changed, in a way that still reads as a file of slots."""
    new = deepcopy(document)
    slot = new["slots"]["aysel"]
    kdf = slot["kdf"]
    match tamper:
        case "validity":
            slot["valid_until"] = (UNTIL + timedelta(seconds=amount)).isoformat()
        case "memory_kib":
            kdf["memory_kib"] += 1 + amount % 1000
        case "iterations":
            kdf["iterations"] += 1 + amount % 60
        case "lanes":
            kdf["lanes"], kdf["memory_kib"] = 2, 16
        case "desk":
            new["desk"] = "desk-2"
        case "swapped people":
            other = new["slots"]["ruslan"]
            new["slots"] = {"aysel": other, "ruslan": slot}
        case "another name":
            new["slots"][f"aysel{amount}"] = new["slots"].pop("aysel")
        case "their sealed key":
            slot["sealed"] = new["slots"]["ruslan"]["sealed"]
        case "their salt":
            kdf["salt"] = new["slots"]["ruslan"]["kdf"]["salt"]
        case "their nonce":
            slot["nonce"] = new["slots"]["ruslan"]["nonce"]
        case _:
            field, holder = ("salt", kdf) if tamper == "bit of salt" else (tamper.split()[-1], slot)
            raw = bytearray(bytes_of(holder[field]))
            raw[amount // 8 % len(raw)] ^= 1 << amount % 8
            holder[field] = text_of(bytes(raw))
    return new


TAMPERS = (
    *("validity", "memory_kib", "iterations", "lanes", "desk", "swapped people", "another name"),
    *("their sealed key", "their salt", "their nonce", "bit of salt", "bit of nonce", "bit of sealed"),
)


@dataclass(frozen=True)
class Pristine:
    """A file of slots as it was made, for tampering with copies of it."""

    path: Path
    document: bytes
    data_key: bytes


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Pristine:
    path = tmp_path_factory.mktemp("slots") / "slots.json"
    _slots, data_key = made(path)
    return Pristine(path, path.read_bytes(), data_key)


@pytest.mark.parametrize("tamper", TAMPERS)
@settings(max_examples=80, deadline=None)
@given(amount=st.integers(1, 10_000_000))
def test_a_tampered_slot_opens_for_nobody(tamper: str, amount: int, pristine: Pristine) -> None:
    document = edited(json.loads(pristine.document), tamper, amount)
    pristine.path.write_text(json.dumps(document))
    slots = Slots.load(pristine.path, document["desk"])
    untouched = {"ruslan"} - ({"ruslan"} if tamper in ("swapped people", "desk") else set())
    for person in {"aysel", *slots.people} - untouched:
        for password in (AYSEL, RUSLAN):
            assert refusal_of(partial(slots.open, person, password)) == "password_wrong"


def key_or_refusal(path: Path) -> bytes | SlotCode:
    try:
        return Slots.load(path, "desk-1").unlock("aysel", AYSEL, NOW).data_key
    except SlotError as error:
        return error.code


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_a_file_with_any_byte_changed_gives_the_right_key_or_a_typed_refusal(
    data: st.DataObject, pristine: Pristine
) -> None:
    document = bytearray(pristine.document)
    document[data.draw(st.integers(0, len(document) - 1))] = data.draw(st.integers(0, 255))
    pristine.path.write_bytes(document)
    outcome = key_or_refusal(pristine.path)
    assert outcome == pristine.data_key or isinstance(outcome, SlotCode)


@pytest.mark.parametrize("memory", [0, 7, 1 << 40, -1, "x", None, [], 1e999])
def test_a_file_that_asks_for_impossible_work_is_damaged_and_not_obeyed(path: Path, memory: object) -> None:
    made(path)
    document = json.loads(path.read_bytes())
    document["slots"]["aysel"]["kdf"]["memory_kib"] = memory
    path.write_text(json.dumps(document))
    assert refusal_of(lambda: Slots.load(path, "desk-1")) == "slots_damaged"


def test_a_validity_at_the_end_of_all_time_is_damaged_and_no_crash(path: Path) -> None:
    made(path)
    document = json.loads(path.read_bytes())
    document["slots"]["aysel"]["valid_until"] = "9999-12-31T23:59:59-12:00"
    path.write_text(json.dumps(document))
    assert refusal_of(lambda: Slots.load(path, "desk-1")) == "slots_damaged"


def test_the_file_holds_no_password_and_no_key_and_only_its_owner_reads_it(path: Path) -> None:
    _slots, data_key = made(path)
    content = path.read_bytes()
    for secret in (AYSEL, RUSLAN, data_key.hex(), text_of(data_key)):
        assert secret.encode() not in content
        assert secret.encode("utf-16-le") not in content
    assert data_key not in content
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_opened_slot_does_not_print_its_keys(path: Path) -> None:
    slots, data_key = made(path)
    opened = slots.open("aysel", AYSEL)
    for text in (repr(opened), str(opened)):
        assert repr(data_key) not in text
        assert repr(opened.slot_key) not in text


@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
def test_an_error_at_any_step_of_writing_leaves_the_old_file_and_the_old_people(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    slots, data_key = made(path)
    before = path.read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, "no space")

    if step == "replace":
        monkeypatch.setattr(Path, "replace", fail)
    else:
        monkeypatch.setattr(os, step, fail)
    with pytest.raises(OSError, match="no space"):
        slots.add("new", "x", data_key, UNTIL, CHEAP)
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == [path.name]
    assert set(slots.people) == {"aysel", "ruslan"}


def test_the_default_cost_is_memory_hard() -> None:
    assert (Cost().memory_kib, Cost().iterations) == (64 * 1024, 3)
