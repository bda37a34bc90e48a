"""A password holds once it is told to hold, and at no failure or crash is anybody left without one."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from desk.crypto import files
from desk.crypto.slot import SlotError
from desk.crypto.slots import Slots
from desk.db.store import StoreFailed
from desk.usecases.desk import Desk
from desk.usecases.passwords import admit, change_password
from desk.usecases.people import DEMO_PASSWORD
from desk.usecases.sign_in import sign_in
from tests.desks import CLERK, SUPERVISOR, Made

NEW = "dörd nar ağacı və bir alma"
Give = Callable[[Desk, Made], str]


def own(desk: Desk, made: Made) -> str:
    return change_password(desk, made.settings, DEMO_PASSWORD, NEW, NEW)


def given(desk: Desk, made: Made) -> str:
    return admit(desk, made.settings, made.data_key, CLERK.id, NEW, NEW)


WAYS = pytest.mark.parametrize(("person", "give"), [(CLERK.id, own), (SUPERVISOR.id, given)])


class AtCommit:
    """The driver's connection, where something happens in the place of each COMMIT."""

    def __init__(self, raw: Any, instead: Callable[[], None]) -> None:
        self._raw, self._instead, self._begun = raw, instead, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._raw, name)

    def execute(self, sql: str, *given: Any) -> Any:
        if sql == "COMMIT" and self._raw.total_changes > self._begun:
            self._instead()
        elif sql.startswith("BEGIN"):
            self._begun = self._raw.total_changes
        return self._raw.execute(sql, *given)


def opens(made: Made, password: str) -> bool:
    """Whether the password opens the clerk's slot."""
    try:
        Slots.load(made.settings.slots, "GNC2").open(CLERK.id, password)
    except SlotError:
        return False
    return True


@WAYS
def test_password_that_was_told_not_saved_is_the_old_one(
    made: Made, monkeypatch: pytest.MonkeyPatch, person: str, give: Give
) -> None:
    def no_room(*given: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def full() -> None:
        monkeypatch.setattr(files, "write_all", no_room)
        raise dbapi2.OperationalError("database or disk is full")

    desk = sign_in(made.settings, person, DEMO_PASSWORD)
    whole = desk.store._raw
    desk.store._raw = AtCommit(whole, full)
    with pytest.raises(StoreFailed, match="disk_full"):
        give(desk, made)
    monkeypatch.undo()
    desk.store._raw = whole
    desk.close()
    assert (opens(made, NEW), opens(made, DEMO_PASSWORD)) == (False, True)


@WAYS
def test_kill_before_the_commit_leaves_a_password_that_was_just_typed(
    made: Made, person: str, give: Give
) -> None:
    child = os.fork()
    if child == 0:
        desk = sign_in(made.settings, person, DEMO_PASSWORD)
        desk.store._raw = AtCommit(desk.store._raw, lambda: os._exit(9))
        give(desk, made)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 9
    assert (opens(made, NEW), opens(made, DEMO_PASSWORD)) == (True, False)
    desk = sign_in(made.settings, SUPERVISOR.id, DEMO_PASSWORD)
    given(desk, made)
    desk.close()
    assert not list(made.settings.folder.glob("*.before*"))


def test_names_that_cannot_be_written_leave_the_slots_as_they_were(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(self: Path, *given: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    desk = sign_in(made.settings, SUPERVISOR.id, DEMO_PASSWORD)
    monkeypatch.setattr("desk.usecases.passwords.write_staff", no_room)
    with pytest.raises(OSError, match="No space"):
        given(desk, made)
    desk.close()
    assert (opens(made, NEW), opens(made, DEMO_PASSWORD)) == (False, True)
