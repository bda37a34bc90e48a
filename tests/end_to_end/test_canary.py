"""After a day of acts, a kill and a crash, no visitor, password or key is found where it may be read."""

import base64
import logging
import os
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from pydantic import ValidationError

from desk.config import Settings, save
from desk.records.lookup import LookupForm
from desk.usecases import set_up
from desk.usecases.backup import back_up
from desk.usecases.delivery import export_changes
from desk.usecases.desk import Desk
from desk.usecases.drafts import keep_draft
from desk.usecases.lookup import look_up
from desk.usecases.papers import receipt_of
from desk.usecases.passwords import change_password
from desk.usecases.print_paper import print_paper
from desk.usecases.register_visit import register_visit
from desk.usecases.rescue import rescue
from desk.usecases.sign_in import sign_in
from desk.usecases.support import log_slice
from tests.central.world import World
from tests.pty.terminal import Terminal
from tests.sync.house import DATA_KEY, form
from tests.sync.office import CLERK, PASSWORD, Office, open_office

VISITOR = {"surname": "Qaranquşzadə", "given_name": "Kanareyka", "document_number": "KNR9081726"}
NOTE, ASKED = "kanareyka oxuyur bülbül susur", "Sarıbülbülova"
SECOND_PASSWORD = "on iki sarı bülbül oxuyur burada"
SECRETS = (*VISITOR.values(), NOTE, ASKED, PASSWORD, SECOND_PASSWORD)
RESTORED = b"\x1b[?1049l"
"""From here on the terminal shows what stays: the crash text."""
Place = tuple[str, bytes]


def canaries() -> dict[str, bytes]:
    """What must not be found, in every shape in which it may lie somewhere."""
    found = {}
    for secret in SECRETS:
        for shape in {secret, secret.upper(), secret.lower(), secret.encode("unicode_escape").decode()}:
            found[f"{shape} utf-8"], found[f"{shape} utf-16"] = shape.encode(), shape.encode("utf-16-le")
    found |= {"key": DATA_KEY, "key hex": DATA_KEY.hex().encode(), "key base64": base64.b64encode(DATA_KEY)}
    return found | {
        "key HEX": DATA_KEY.hex().upper().encode(),
        "key list": str(list(DATA_KEY))[1:-1].encode(),
    }


def found_in(places: list[Place]) -> list[str]:
    """Which canary lies where."""
    wanted = canaries()
    return [
        f"{name} in {where}" for where, data in places for name, canary in wanted.items() if canary in data
    ]


def files(*folders: Path) -> list[Place]:
    """Everything under some folders: names and contents."""
    every = [path for folder in folders for path in folder.rglob("*")]
    return [(str(path), str(path).encode()) for path in every] + [
        (str(path), path.read_bytes()) for path in every if path.is_file()
    ]


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files that nobody else writes to."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    for variable in ("TMPDIR", "TMP", "TEMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(variable, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> list[Place]:
    """The addresses and the heads of all requests."""
    seen: list[Place] = []
    sent = httpx.AsyncHTTPTransport.handle_async_request

    async def noting(self: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        seen.append(("a request", f"{request.url} {request.headers}".encode()))
        return await sent(self, request)

    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", noting)
    return seen


def day_of_acts(office: Office, stick: Path, killed: Path) -> list[Place]:
    """Work as people do, copy the folder in the middle as a kill leaves it; what was sent to support."""
    settings = office.settings
    desk = sign_in(settings, CLERK.id, PASSWORD)
    try:
        number = _acts(desk, settings)
        support = log_slice(desk.store, desk.identity)
        shutil.copytree(settings.folder, killed)
        with pytest.raises(Exception, match="password"):
            sign_in(settings, CLERK.id, SECOND_PASSWORD + "!", desk)
        change_password(desk, settings, PASSWORD, SECOND_PASSWORD, SECOND_PASSWORD)
        print_paper(desk, settings, receipt_of(desk, number), "az")
    finally:
        desk.close()
    stick.mkdir()
    opened = set_up.open_desk(settings.database, DATA_KEY)
    back_up(opened, settings, DATA_KEY, stick / "desk.backup")
    export_changes(opened, stick / "changes")
    opened.store.close()
    rescue(replace(settings, folder=killed), DATA_KEY, stick / "rescue")
    assert office.sync().online
    return [("what support gets", support)]


def _acts(desk: Desk, settings: Settings) -> str:
    receipt = register_visit(desk, form(**VISITOR, note=NOTE))
    register_visit(desk, form(**VISITOR))
    look_up(desk, settings, LookupForm.model_validate({"purpose": "visit", "name": f"{ASKED} Aytən"}))
    keep_draft(desk, "intake", VISITOR | {"note": NOTE})
    with pytest.raises(ValidationError):
        register_visit(desk, form(**VISITOR | {"note": "\x1b" + NOTE}))
    return receipt.number


def crash(settings: Settings, password: str, *options: str) -> tuple[bytes, bytes]:
    """Sign in, open the form with the draft, save into a failure: all that was drawn, and what stays."""
    with Terminal("-m", "tests.pty.canary_app", str(settings.folder), *options) as terminal:
        terminal.wait_for("Nümunə")
        terminal.send(b"\r")
        terminal.settle()
        terminal.send_keys([key.encode() for key in password] + [b"\r"], every=0.06)
        terminal.wait_for("F4")
        terminal.settle()
        terminal.send(b"\x1bOS")
        terminal.wait_for("half-typed")
        terminal.send(b"\x1b")
        terminal.wait_for(VISITOR["surname"])
        terminal.send(b"\x1bOQ")
        terminal.wait()
        drawn = bytes(terminal.output)
    return drawn, drawn.rpartition(RESTORED)[2]


@pytest.mark.slow
def test_s2_s11_no_canary_is_found_in_any_file_log_crash_text_or_url(
    world: World,
    tmp_path: Path,
    temporary: Path,
    requests: list[Place],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    office = open_office(world, tmp_path / "desk")
    office.settings = replace(office.settings, print_command=f"{sys.executable} -c pass")
    save(office.settings)
    told = day_of_acts(office, tmp_path / "stick", tmp_path / "killed")
    drawn, stays = crash(office.settings, SECOND_PASSWORD)
    assert b"ValueError" in stays
    assert VISITOR["surname"].encode() in drawn
    assert PASSWORD.encode() not in drawn
    assert SECOND_PASSWORD.encode() not in drawn
    assert len(requests) > 5
    places = files(tmp_path / "desk", tmp_path / "killed", tmp_path / "stick", temporary)
    assert len(places) > 30
    places += [*requests, *told, ("the log", caplog.text.encode()), ("the crash", stays)]
    assert found_in(places) == []


@pytest.mark.slow
def test_a_plain_draft_and_a_stock_crash_are_found(world: World, tmp_path: Path, temporary: Path) -> None:
    office = open_office(world, tmp_path / "desk")
    desk = sign_in(office.settings, CLERK.id, PASSWORD)
    keep_draft(desk, "intake", VISITOR)
    desk.close()
    (tmp_path / "desk" / "draft.json").write_text(VISITOR["surname"], "utf-16")
    assert len(found_in(files(tmp_path / "desk"))) == 1
    os.environ.pop("NO_COLOR", None)
    _drawn, stays = crash(office.settings, PASSWORD, "stock")
    assert found_in([("the crash", stays)])
