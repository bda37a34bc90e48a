"""A second program on the same file is refused in words that name the first one."""

import os
import subprocess
import sys

import pytest

from desk.db.file import StoreRefused, open_file
from desk.usecases.refusals import refusal_text
from tests.desks import Made

SECOND = """
import sys
from pathlib import Path
from desk.db.file import StoreRefused, open_file
from desk.usecases.refusals import refusal_text
try:
    open_file(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
except StoreRefused as refused:
    print(refused.code, refusal_text(refused))
"""


def test_second_process_is_told_who_holds_the_file(made: Made) -> None:
    desk = made.open()
    command = [sys.executable, "-c", SECOND, str(made.settings.database), made.data_key.hex()]
    told = subprocess.run(command, capture_output=True, text=True, timeout=60).stdout
    desk.close()
    assert told.startswith("store_in_use ")
    assert f"process {os.getpid()}" in told


def test_file_opens_again_after_the_first_one_closed(made: Made) -> None:
    made.open().close()
    made.open().close()


def test_same_process_is_refused_too(made: Made) -> None:
    desk = made.open()
    with pytest.raises(StoreRefused) as caught:
        open_file(made.settings.database, made.data_key)
    desk.close()
    assert caught.value.code == "store_in_use"
    assert str(os.getpid()) in refusal_text(caught.value)
