"""Whatever the disk does at whatever moment: what was told saved is there, and nothing is half-written."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.proofs import rounds

IMAGES = rounds(7_500, 100_000)


def strace_is_missing() -> str:
    """Why system calls cannot be watched here, or nothing."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    tried = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, text=True)
    return "" if tried.returncode == 0 else f"strace may not watch: {tried.stderr.strip()[:80]}"


WHY = strace_is_missing()
pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(WHY), reason=WHY)]


def run(module: str, *given: object) -> tuple[int, dict[str, object]]:
    command = [sys.executable, "-m", module, *map(str, given)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120 + IMAGES)
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def test_a_kill_or_an_error_at_any_system_call_of_a_save_loses_nothing(tmp_path: Path) -> None:
    code, told = run("tests.crash.system_calls", tmp_path / "desk")
    assert (code, told["faults"]) == (0, [])
    assert int(str(told["runs"])) > 40


def test_a_power_cut_at_any_moment_loses_nothing(tmp_path: Path) -> None:
    code, told = run("tests.crash.power_cut", tmp_path / "desk", IMAGES, 7)
    assert (code, told["faults"]) == (0, [])


def test_a_desk_that_never_synced_would_lose_work_in_a_power_cut(tmp_path: Path) -> None:
    code, told = run("tests.crash.power_cut", tmp_path / "desk", 300, 7, "forgetful")
    assert code == 1
    assert any("lost" in fault for fault in told["faults"])  # type: ignore[attr-defined]
