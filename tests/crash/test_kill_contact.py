"""I14: kill -9 of the desk or of central in the middle of a synchronisation loses and doubles nothing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.proofs import rounds

KILLS = rounds(100, 1_000)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="rounds are forked, which this system cannot")
@pytest.mark.parametrize("victim", ["desk", "central"])
def test_i14_killed_synchronisations_lose_and_double_nothing(
    central_dsn: str, tmp_path: Path, victim: str
) -> None:
    module = "tests.crash.contact"
    command = [sys.executable, "-m", module, str(tmp_path), central_dsn, victim, str(KILLS), "7"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60 + 10 * KILLS)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told["kills"] == KILLS
    assert told["told"] > KILLS / 2
