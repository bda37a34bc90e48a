"""kill -9 in the middle of a save leaves the whole visit or none of it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.proofs import rounds

ROUNDS = 200
"""Kills of one desk: after each of them its whole log is looked at."""
DESKS = rounds(1, 40)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="rounds are forked, which this system cannot")
@pytest.mark.parametrize("seed", range(7, 7 + DESKS))
def test_i14_killed_saves_leave_whole_visits_and_dense_numbers(tmp_path: Path, seed: int) -> None:
    command = [sys.executable, "-m", "tests.crash.victim", str(tmp_path / "desk"), str(ROUNDS), str(seed)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told["rounds"] == ROUNDS
    assert told["told"] > ROUNDS
