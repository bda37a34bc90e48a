"""One harmed file of the desk's folder is noticed, and loses nothing that was told saved."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.proofs import rounds

CASES = rounds(1_000, 20_000)
CODES = {
    *("opened", "store_missing", "store_empty", "store_key", "store_foreign", "store_damaged", "saves_lost"),
    *("slots_missing", "slots_damaged", "other_desk", "password_wrong", "access_expired", "wait", "locked"),
    *("file_older", "disk_error", "keys_missing", "people_missing"),
}


def run(folder: Path, cases: int, *given: str) -> tuple[int, dict[str, object], list[str]]:
    command = [sys.executable, "-m", "tests.crash.damage", str(folder), str(cases), "4", *given]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300 + cases)
    assert done.stdout, done.stderr
    told = json.loads(done.stdout)
    return done.returncode, told["outcomes"], told["faults"]


@pytest.mark.slow
def test_r4_a_harmed_file_is_noticed_and_loses_nothing_told_saved(tmp_path: Path) -> None:
    code, outcomes, faults = run(tmp_path, CASES)
    assert (code, faults) == (0, [])
    assert set(outcomes) <= CODES
    assert len(outcomes) > 4


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "found"), [("blind", "opened without a word"), ("careless", "rescue lacks")]
)
def test_a_desk_without_its_safety_copy_would_lose_visits(tmp_path: Path, fault: str, found: str) -> None:
    code, _outcomes, faults = run(tmp_path, 60, fault)
    assert code == 1
    assert any(found in one for one in faults)
