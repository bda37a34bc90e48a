"""Central opens the recovery slot of a desk for a supervisor of its office, and writes it down."""

import json
from pathlib import Path

import pytest

from central.let_in import let_in
from central.references import set_references
from desk.crypto.sealing import RecoveryPrivateKey
from desk.crypto.slots import Slots, unlock_document
from desk.records.base import utc_now
from desk.records.reference import Clerk, Role
from tests.central.world import World

KEY = RecoveryPrivateKey.generate()


@pytest.fixture
def document(world: World, tmp_path: Path) -> tuple[bytes, bytes, str]:
    """The slots of an enrolled desk, its data key, and its code."""
    code = world.desk("GNC").me.desk
    _slots, key = Slots.create(tmp_path / "slots.json", code, KEY.public)
    return (tmp_path / "slots.json").read_bytes(), key, code


def test_the_file_opens_with_the_one_time_password_only(
    world: World, document: tuple[bytes, bytes, str]
) -> None:
    made, password, code = let_in(world.db, document[0], KEY, "clerk-GNC")
    assert code == document[2]
    assert unlock_document(made, "clerk-GNC", password, utc_now()) == document[1]
    assert list(json.loads(made)["slots"]) == ["clerk-GNC"]
    assert password not in made.decode()
    assert len(password) == 24
    assert world.alarms() == ["slots_opened"]


@pytest.mark.parametrize("person", ["clerk-BAK", "nobody", "plain", "gone"])
def test_nobody_but_a_supervisor_of_the_office_is_let_in(
    world: World, document: tuple[bytes, bytes, str], person: str
) -> None:
    clerks = [
        Clerk(id="plain", name="Nümunə", office="GNC", roles=[Role.clerk]),
        Clerk(id="gone", name="Nümunə", office="GNC", roles=[Role.supervisor], active=False),
    ]
    set_references(world.db, [("clerk.set", clerk) for clerk in clerks])
    with pytest.raises(RuntimeError, match=r"no supervisor or administrator who works at GNC"):
        let_in(world.db, document[0], KEY, person)
    assert world.alarms() == []


@pytest.mark.parametrize("broken", [b"", b"{}", b"[1]"])
def test_what_is_no_file_of_keys_is_told(world: World, broken: bytes) -> None:
    with pytest.raises(RuntimeError, match=r"slots\.json"):
        let_in(world.db, broken, KEY, "clerk-GNC")
