"""The commands as an administrator types them: real processes and the real central from end to end."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desk.config import Settings, save
from desk.demo.ground import Ground, synchronise
from desk.usecases.people import DEMO_PASSWORD, read_staff
from desk.usecases.register_visit import register_visit
from desk.usecases.sign_in import sign_in
from tests.sync.house import form

pytestmark = pytest.mark.slow


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Ground]:
    with Ground(tmp_path / "ground") as running:
        running.central.load_sample()
        yield running


def enrolled(ground: Ground) -> Settings:
    """The settings of a new desk that speaks English."""
    settings = replace(ground.settings(), language="en")
    save(settings)
    ground.enrol(settings)
    return settings


def desk(settings: Settings, *words: str, password: str = DEMO_PASSWORD) -> tuple[int, str]:
    """Run one of the desk's commands; its exit code and what it said."""
    command = [sys.executable, "-m", "desk", "--folder", str(settings.folder), *words]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        command, input=password + "\n", capture_output=True, text=True, env=environment, timeout=120
    )
    print(f"$ desk {' '.join(words)}\n{done.stdout}{done.stderr}[{done.returncode}]")
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


def visits(settings: Settings, n: int) -> list[str]:
    opened = sign_in(settings, read_staff(settings).people[0].id, DEMO_PASSWORD)
    try:
        return [register_visit(opened, form(procedure="stay_registration")).number for _ in range(n)]
    finally:
        opened.close()


def central(ground: Ground, *words: str) -> list[dict[str, object]]:
    told = ground.central.command(*words)
    print(f"$ central {' '.join(words)}")
    for row in told:
        print(json.dumps(row, ensure_ascii=False))
    return told


def test_backup_loss_restore_and_delivery_by_file_from_end_to_end(ground: Ground, tmp_path: Path) -> None:
    settings = enrolled(ground)
    stick = tmp_path / "stick"
    stick.mkdir()
    first = visits(settings, 2)
    code, said = desk(settings, "backup", str(stick / "desk.backup"))
    assert (code, "3 changes and 2 visits" in said) == (0, True)
    assert desk(settings, "backup", str(stick / "no.backup"), password="wrong")[0] == 1
    assert desk(settings, "check")[0] == 0

    lost = visits(settings, 1)
    assert desk(settings, "restore", str(stick / "desk.backup"))[0] == 1
    code, said = desk(settings, "rescue", str(stick / "rescue"))
    assert code == 0
    data = bytearray(settings.database.read_bytes())
    data[:4096] = bytes(4096)
    settings.database.write_bytes(data)
    (invited,) = ground.central.command("desk", "add", "--office", "GNC")
    code, said = desk(settings, "restore", str(stick / "desk.backup"), "--code", str(invited["code"]))
    assert (code, "GNC1 goes on as GNC2" in said) == (0, True)
    (spool,) = [path for path in (stick / "rescue").glob("*.spool") if path.name.startswith("GNC1-")]
    (told,) = central(ground, "import-changes", "--unsigned", str(spool))
    assert told["changes"] == 6

    assert ground.link is not None
    ground.link.cut()
    new = visits(settings, 2)
    assert not {*first, *lost} & set(new)
    parcel = stick / "changes"
    assert desk(settings, "export-changes", str(parcel))[0] == 0
    assert central(ground, "import-changes", str(parcel))[0]["known"] == 0
    code, said = desk(settings, "import-receipts", f"{parcel}.receipts")
    assert (code, "4 changes are at central, 0 were rejected" in said) == (0, True)
    assert desk(settings, "import-receipts", f"{parcel}.receipts")[0] == 0
    assert central(ground, "import-changes", str(parcel))[0]["known"] == 4
    parcel.write_bytes(parcel.read_bytes()[:-9])
    with pytest.raises(RuntimeError, match="not whole"):
        central(ground, "import-changes", str(parcel))
    ground.link.mend()
    desk(settings, "export-changes", str(stick / "again"))
    assert central(ground, "import-changes", str(stick / "again"))[0]["changes"] == 0


def test_a_backup_and_a_code_make_a_desk_in_an_empty_folder(ground: Ground, tmp_path: Path) -> None:
    settings = enrolled(ground)
    visits(settings, 1)
    assert desk(settings, "backup", str(tmp_path / "desk.backup"))[0] == 0
    (invited,) = ground.central.command("desk", "add", "--office", "GNC")
    other = replace(settings, folder=tmp_path / "other")
    code, said = desk(other, "restore", str(tmp_path / "desk.backup"), "--code", str(invited["code"]))
    assert (code, "GNC1 goes on as GNC2" in said) == (0, True)


def test_the_centre_is_backed_up_drilled_restored_and_directs_its_desks(
    ground: Ground, tmp_path: Path
) -> None:

    settings = enrolled(ground)
    backups = tmp_path / "backups"
    central(ground, "backup", str(backups / "1.backup"))
    numbers = visits(settings, 3)

    def sync() -> str:
        opened = sign_in(settings, read_staff(settings).people[0].id, DEMO_PASSWORD)
        try:
            return asyncio.run(synchronise(opened, settings)).reason
        finally:
            opened.close()

    assert sync() == ""
    (report,) = central(ground, "drill", str(backups))
    assert report["equal"] is True
    assert report["lacking"] == {"session.opened": 2, "visit.registered": 3}
    with pytest.raises(RuntimeError, match="--replace"):
        central(ground, "restore", str(backups / "1.backup"))
    central(ground, "restore", "--replace", str(backups / "1.backup"))
    assert sync() == ""
    assert central(ground, "backup", str(backups / "2.backup"))[0]["rows"]["record"]  # type: ignore[index]
    (report,) = central(ground, "drill", str(backups / "2.backup"))
    assert report["lacking"] == {}
    central(ground, "desk", "direct", "GNC1", "send_logs")
    assert sync() == ""
    (row,) = central(ground, "desk", "list")
    assert (row["unsent"], row["rejected"]) == (0, 0) or row["unsent"] == 1
    assert central(ground, "desk", "stuck") == []
    assert central(ground, "desk", "logs", "GNC1")[0]["desk"] == "GNC1"
    assert len(numbers) == 3


def test_chaos_without_a_terminal_ends_with_everything_at_central(tmp_path: Path) -> None:
    code, said = desk(
        Settings(tmp_path), "chaos", "--headless", "8", "--seed", "4", "--delay", "10", "--clock-jump", "3600"
    )
    assert code == 0
    told = json.loads(said.strip().splitlines()[-1])
    assert (told["saves"], told["lost_or_different"], told["numbers_doubled"]) == (8, [], 0)
