"""The parts list is whole, and tells nothing of the machine that made it."""

import json
import re
import subprocess
from importlib.metadata import version
from typing import Any

import pytest

from tests import supply


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
