"""Where nobody's password works, central's file lets a supervisor in: once, and only at its own desk."""

from datetime import timedelta
from pathlib import Path

import pytest

from desk.crypto.sealing import RecoveryPrivateKey
from desk.crypto.slot import SlotError
from desk.crypto.slots import lend
from desk.db.file import StoreRefused
from desk.db.store import RoleNeeded
from desk.records.base import utc_now
from desk.usecases.passwords import PasswordRefused, admit_lent
from desk.usecases.people import DEMO_PASSWORD, read_staff
from desk.usecases.refusals import refusal_text
from desk.usecases.sign_in import sign_in
from tests.desks import CLERK, SUPERVISOR, Made, make

NEW, ONCE = "yeddi gümüş açar itib tapıldı", "ABCD-2345-EFGH-6789-JKMN"


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """A desk with its slots."""
    return make(tmp_path / "desk")


def lent(made: Made, person: str = SUPERVISOR.id, days: int = 3) -> bytes:
    until = utc_now() + timedelta(days=days)
    return lend(made.settings.slots.read_bytes(), made.recovery, person, ONCE, until)


def let_in(made: Made, document: bytes, once: str = ONCE, person: str = SUPERVISOR.id) -> None:
    admit_lent(made.settings, document, person, once, NEW, NEW)


def refusal_of(made: Made, person: str = CLERK.id) -> str:
    with pytest.raises(StoreRefused) as refused:
        sign_in(made.settings, person, DEMO_PASSWORD)
    return refused.value.code


def test_supervisor_gets_in_with_a_new_password_and_others_keep_theirs(made: Made) -> None:
    let_in(made, lent(made))
    for person, password in ((SUPERVISOR.id, NEW), (CLERK.id, DEMO_PASSWORD)):
        desk = sign_in(made.settings, person, password)
        assert desk.clerk.id == person
        desk.close()
    assert refusal_of(made, SUPERVISOR.id) == "password_wrong"


def test_lost_files_of_keys_and_names_come_back(made: Made) -> None:
    document, slots = lent(made), made.settings.slots
    slots.unlink()
    assert refusal_of(made) == "keys_missing"
    assert "desk rescue --without-key" in refusal_text(StoreRefused("keys_missing"))
    slots.write_bytes(b"{}")
    people = made.settings.folder / "people.json"
    people.unlink()
    assert refusal_of(made) == "people_missing"
    let_in(made, document)
    assert [one.id for one in read_staff(made.settings).people] == [SUPERVISOR.id]
    sign_in(made.settings, SUPERVISOR.id, NEW).close()


def test_central_file_lets_in_once(made: Made) -> None:
    document = lent(made)
    let_in(made, document)
    with pytest.raises(StoreRefused, match="lent_used"):
        let_in(made, document)


def test_who_may_admit_nobody_is_not_let_in(made: Made) -> None:
    with pytest.raises(RoleNeeded):
        let_in(made, lent(made, CLERK.id), person=CLERK.id)


@pytest.mark.parametrize(
    ("code", "once", "days"), [("password_wrong", "ABCD", 3), ("access_expired", ONCE, -1)]
)
def test_wrong_or_late_password_is_refused(made: Made, code: str, once: str, days: int) -> None:
    with pytest.raises(StoreRefused, match=code):
        let_in(made, lent(made, days=days), once)


def test_poor_new_password_leaves_the_file_usable(made: Made) -> None:
    document = lent(made)
    with pytest.raises(PasswordRefused):
        admit_lent(made.settings, document, SUPERVISOR.id, ONCE, "short", "short")
    let_in(made, document)


def test_file_of_another_desk_opens_nothing(made: Made, tmp_path: Path) -> None:
    other = make(tmp_path / "other", desk="GNC3")
    with pytest.raises(StoreRefused, match="store_key"):
        let_in(made, lent(other))
    with pytest.raises(SlotError, match="recovery_refused"):
        lend(made.settings.slots.read_bytes(), RecoveryPrivateKey.generate(), "x", ONCE, utc_now())
