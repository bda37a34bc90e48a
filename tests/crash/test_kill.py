"""kill -9 in the middle of a save leaves the whole visit or none of it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.proofs import rounds

ROUNDS = rounds(200, 8_000)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="rounds are forked, which this system cannot")
def test_i14_killed_saves_leave_whole_visits_and_dense_numbers(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.crash.victim", str(tmp_path / "desk"), str(ROUNDS), "7"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300 + ROUNDS)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told["rounds"] == ROUNDS
    assert told["told"] > ROUNDS
