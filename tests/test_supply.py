"""The parts list is whole, and tells nothing of the machine that made it."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from hashlib import sha256
from importlib.metadata import packages_distributions, version
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests import supply

FLAGS = ("--require-hashes",)
"""By which `make` installs what the lock file names."""


def test_the_parts_list_names_every_part_and_no_host() -> None:
    found = supply.parts()
    assert (found["bomFormat"], found["metadata"]["component"]["name"]) == ("CycloneDX", "reception-desk")
    listed = {part["name"].lower(): part for part in found["components"]}
    for name in ("textual", "sqlcipher3", "cryptography", "fastapi", "psycopg"):
        assert listed[name]["version"] == version(name)
        assert listed[name]["purl"].startswith("pkg:pypi/")
    text = json.dumps({name: value for name, value in found.items() if name != "$schema"})
    assert re.findall(r"\w+://[^\s\"]+|/(?:home|root|usr|opt|work)/[^\s\"]*", text) == []


SKIPPED = {"name": "a", "skip_reason": "not found"}
SOUND = {"name": "b", "version": "1", "vulns": []}
WEAK = {"name": "c", "version": "2", "vulns": [{"id": "ADVISORY-1"}]}


@pytest.mark.parametrize(
    ("rows", "code", "said"),
    [
        (None, 0, "Not audited"),
        ([SKIPPED], 0, "Not audited"),
        ([SOUND, SKIPPED], 1, "1 of 2 parts"),
        ([SOUND, WEAK], 1, "ADVISORY-1"),
        ([SOUND], 0, "0 known"),
    ],
)
def test_the_audit_claims_nothing_that_it_could_not_ask(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], rows: Any, code: int, said: str
) -> None:
    def run(*_given: Any, **_named: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(
            [], 0, json.dumps({"dependencies": rows}) if rows else "cut off", ""
        )

    monkeypatch.setattr(subprocess, "run", run)
    assert supply.audit() == code
    assert said in capsys.readouterr().out


def _wheel(folder: Path) -> str:
    """A part that a stranger's registry could serve; its hash."""
    file = folder / "sample_part-1.0-py3-none-any.whl"
    with ZipFile(file, "w") as archive:
        archive.writestr("sample_part.py", "")
        archive.writestr(
            "sample_part-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: sample-part\nVersion: 1.0\n"
        )
        archive.writestr(
            "sample_part-1.0.dist-info/WHEEL",
            "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        archive.writestr("sample_part-1.0.dist-info/RECORD", "")
    return sha256(file.read_bytes()).hexdigest()


@pytest.mark.parametrize("altered", [False, True])
def test_a_part_with_another_content_than_the_locked_one_is_not_installed(
    tmp_path: Path, altered: bool
) -> None:
    locked = _wheel(tmp_path) if not altered else sha256(b"what was locked").hexdigest()
    _wheel(tmp_path)
    (tmp_path / "lock").write_text(f"sample-part==1.0 --hash=sha256:{locked}\n")
    command = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", *FLAGS]
    command += ["--no-index", "--find-links", str(tmp_path), "--target", str(tmp_path / "made")]
    done = subprocess.run([*command, "-r", str(tmp_path / "lock")], capture_output=True, text=True)
    assert (done.returncode != 0) is altered, done.stderr
    assert ("DO NOT MATCH THE HASHES" in done.stderr) is altered
    assert (tmp_path / "made" / "sample_part.py").exists() is not altered


def test_every_part_is_locked_by_version_and_hash_and_installed_by_it_only() -> None:
    lines = [line for line in supply.LOCK.read_text("utf-8").splitlines() if line[:1].isalnum()]
    wanted = supply.LOCK.read_text("utf-8").replace("\\\n", "").splitlines()
    whole = [line for line in wanted if line[:1].isalnum()]
    assert len(lines) == len(whole) > 50
    assert [line for line in whole if not re.match(r"\S+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)] == []
    assert [line for line in wanted if "index-url" in line or "://" in line] == []
    made = supply.LOCK.with_name("Makefile").read_text("utf-8").splitlines()
    installing = [line for line in made if "pip install" in line]
    local = [line for line in installing if "--no-deps --no-build-isolation -e ." in line]
    assert len(installing) == len(local) + 1
    assert all(flag in line for flag in FLAGS for line in installing if line not in local)


ASKED_FOR = {"desk": ("escpos", "dev"), "central": ("central",)}
"""The extras that each program may import beside what is always there."""
SAME = {"psycopg-pool": "psycopg", "pydantic-core": "pydantic"}
"""Parts that come with another one by its own promise."""


def _imported(program: str) -> set[str]:
    """The top-level names that a program imports from outside of this project."""
    found = set()
    for file in supply.LOCK.with_name(program).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.split(".")[0])
    return found - sys.stdlib_module_names - {"desk", "central"}


@pytest.mark.parametrize("program", ASKED_FOR)
def test_a_program_asks_itself_for_every_part_that_it_imports(program: str) -> None:
    project = tomllib.loads(supply.LOCK.with_name("pyproject.toml").read_text("utf-8"))["project"]
    lines = [*project["dependencies"]]
    for extra in ASKED_FOR[program]:
        lines += project["optional-dependencies"][extra]
    asked = {re.split(r"[\[<>=]", line)[0] for line in lines}
    parts = packages_distributions()
    by_part = {parts[name][0].lower().replace("_", "-"): name for name in _imported(program)}
    assert {part for part in by_part if SAME.get(part, part) not in asked} == set()
