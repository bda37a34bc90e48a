"""What the sign-in reads before the store is open takes its name only once it is on the disk."""

import errno
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from desk.config import Settings, load, save
from desk.usecases.people import Staff, read_staff, write_staff
from tests.desks import CLERK, Made


def _other_staff(settings: Settings) -> None:
    write_staff(settings, Staff("GNC2", [CLERK]))


def _other_language(settings: Settings) -> None:
    save(replace(settings, language="ru"))


@pytest.mark.parametrize("write", [_other_staff, _other_language])
def test_small_file_that_did_not_reach_the_disk_leaves_the_old_one(
    made: Made, monkeypatch: pytest.MonkeyPatch, write: Callable[[Settings], None]
) -> None:
    def failed(descriptor: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    folder: Path = made.settings.folder
    before = read_staff(made.settings), load(folder)
    monkeypatch.setattr(os, "fsync", failed)
    with pytest.raises(OSError, match="Input/output"):
        write(made.settings)
    assert (read_staff(made.settings), load(folder)) == before
    assert not list(folder.glob("*.new"))
    monkeypatch.undo()
    write(made.settings)
    assert (read_staff(made.settings), load(folder)) != before
