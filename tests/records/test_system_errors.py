"""What the system refuses is said in the program's words, else in its own."""

import errno
import os
from pathlib import Path

import pytest

from desk.records.system_errors import REASONS, system_reason


@pytest.mark.parametrize("number", REASONS)
def test_known_reason_is_not_in_the_systems_words(number: int) -> None:
    assert system_reason(OSError(number, os.strerror(number))) == REASONS[number]


def test_reason_names_the_file_that_was_asked_for(tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    with pytest.raises(OSError, match="missing") as refused:
        missing.replace(tmp_path / "wanted")
    assert system_reason(refused.value) == f"there is no such file or folder: {tmp_path / 'wanted'}"


def test_unknown_reason_stays_in_the_systems_words() -> None:
    assert system_reason(OSError(errno.EXDEV, "Invalid cross-device link")) == "Invalid cross-device link"
    assert system_reason(OSError("timed out")) == "timed out"
