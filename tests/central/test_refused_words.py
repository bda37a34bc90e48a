"""What an administrator mistypes is told by its option or its line, and nothing is written."""

import json
from pathlib import Path
from typing import Any

import pytest

from central.__main__ import main
from central.desks import Db
from desk.crypto.sealing import RecoveryPrivateKey
from desk.crypto.slots import Slots
from tests.central.world import World, add_offices

Place = tuple[str, ...]


@pytest.fixture
def place(db: Db, central_dsn: str, tmp_path: Path) -> Place:
    """A central with the offices BAK and GNC; the template's keys are another folder's."""
    db.execute("delete from setting")
    add_offices(db, "BAK", "GNC")
    return ("--data", str(tmp_path), "--dsn", central_dsn)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("erased --since 2026", "--since: Write the moment as"),
        ("serve --port 80000", "--port: Write a number from 0 to 65535."),
        ("serve --rate 0", "--rate: Write a number above 0."),
        ("desk stuck --hours -1", "--hours: Write a number of hours, 0 or more"),
        ("desk stuck --hours nan", "--hours: Write a number of hours, 0 or more"),
        ("desk revoke --code GNC", "--code: Write the code of a desk, as GNC1."),
        ("desk add --office gnc", "--office: An office code has 2 to 4 capital letters"),
        ("appeals --year 26", "--year: Write the year with four digits"),
        ("reference set nowhere.jsonl", "file: There is no such file: nowhere.jsonl."),
        ("reference set .", "file: This is a folder: name a file (.)."),
        ("sample --seed -1", "--seed: Write a whole number, 0 or more."),
    ],
)
def test_option_that_cannot_be_read_is_named_with_what_is_expected(
    command: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main([*command.split(), "--data", "d"])
    assert told in capsys.readouterr().err


def test_moment_without_a_zone_is_of_baku(place: Place, db: Db, capsys: pytest.CaptureFixture[str]) -> None:
    db.execute(
        "insert into erasure (id, entity, record_id, reason, clerk, at) values"
        " (gen_random_uuid(), 'visit', 'v', 'r', 'c', '2026-11-21T20:30:00Z')"
    )
    found = {}
    for since in ("22.11.2026", "2026-11-22T00:31", "2026-11-22T00:31+05:00"):
        assert main(["erased", *place, "--since", since]) == 0
        found[since] = bool(capsys.readouterr().out)
    assert found == {"22.11.2026": True, "2026-11-22T00:31": False, "2026-11-22T00:31+05:00": True}


OFFICE: dict[str, Any] = {"code": "GNC", "names": {"az": "Gəncə"}, "valid_from": "2020-01-01"}
CLERK: dict[str, Any] = {"id": "c1", "name": "N", "office": "GNC", "roles": ["clerk"]}
PLAN: dict[str, Any] = {
    "code": "p", "names": {"az": "P"}, "valid_from": "2026-01-01", "valid_until": "2026-12-31",
    "due_month": 2, "due_day": 1, "due_verified": False, "clauses": [],
}  # fmt: skip
BOOKING: dict[str, Any] = {
    "id": "B1", "number": "B1", "office": "GNC", "day": "2026-11-20", "at": "2026-11-20T10:00:00+04:00",
    "purpose": "other", "name": "N",
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "body", "told"),
    [
        ("office.set", OFFICE | {"code": "Gəncə"}, "body.code: An office code has 2 to 4 capital letters"),
        ("office.set", OFFICE | {"valid_until": "2019-12-31"}, "body.valid_until: It ends before it begins"),
        ("clerk.set", CLERK | {"office": "XYZ"}, "body.office: There is no office XYZ."),
        ("clerk.set", CLERK | {"roles": ["clerk", "clerk"]}, "body.roles: Named twice: clerk."),
        ("clerk.set", CLERK | {"roles": []}, "body.roles: Name at least one role."),
        ("plan.set", PLAN | {"due_day": 30}, "body.due_day: Month 2 has no day 30."),
        ("booking.set", BOOKING | {"day": "2026-11-21"}, "body.day: This is not the day of “at” in Baku"),
    ],
)
def test_reference_file_with_a_record_that_cannot_be_is_refused_whole(
    kind: str,
    body: object,
    told: str,
    place: Place,
    db: Db,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "r.jsonl"
    rows: list[dict[str, object]] = [
        {"kind": "clerk.set", "body": CLERK | {"id": f"c{n}"}} for n in range(2001)
    ]
    rows.append({"kind": kind, "body": body})
    file.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    assert main(["reference", "set", *place, str(file)]) == 1
    assert f"r.jsonl, line 2002, {told}" in capsys.readouterr().err
    assert db.execute("select count(*) from record where entity = 'clerk'").fetchone() == (0,)


def test_office_of_the_same_reference_file_is_known(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "r.jsonl"
    rows = [
        {"kind": "office.set", "body": OFFICE | {"code": "SMQ"}},
        {"kind": "clerk.set", "body": CLERK | {"office": "SMQ"}},
    ]
    file.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    assert main(["reference", "set", *place, str(file)]) == 0


def test_booking_of_an_office_that_there_is_not_is_refused_with_its_line(
    place: Place, db: Db, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "b.jsonl"
    rows = [BOOKING, BOOKING | {"id": "B2", "office": "XYZ"}, BOOKING | {"id": "B3", "office": "Baku"}]
    file.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    assert main(["import", "bookings", *place, str(file)]) == 1
    told = capsys.readouterr().err
    assert "b.jsonl, line 2, office: There is no office XYZ. The offices are: BAK, GNC." in told
    assert "b.jsonl, line 3, office: An office code has 2 to 4 capital letters" in told
    assert db.execute("select count(*) from record where entity = 'booking'").fetchone() == (0,)


def test_sample_goes_into_a_central_in_use_only_when_told_to(
    place: Place, db: Db, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sample", *place, "--restrictions", "0"]) == 1
    assert "in use" in capsys.readouterr().err
    assert db.execute("select count(*) from record where entity = 'clerk'").fetchone() == (0,)
    assert main(["sample", *place, "--restrictions", "0", "--add"]) == 0


def test_backup_replaces_a_backup_and_nothing_else(
    place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy, letter = tmp_path / "central.backup", tmp_path / "letter.txt"
    letter.write_text("Hörmətli", "utf-8")
    assert [main(["backup", *place, str(copy)]) for _twice in range(2)] == [0, 0]
    assert main(["backup", *place, str(letter)]) == 1
    assert "letter.txt is something else" in capsys.readouterr().err
    assert letter.read_text("utf-8") == "Hörmətli"


def test_slots_that_could_not_be_written_raise_no_alarm(
    world: World, place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = RecoveryPrivateKey.generate()
    (tmp_path / "key.pem").write_bytes(key.to_pem(None))
    Slots.create(tmp_path / "slots.json", world.desk("GNC").me.desk, key.public)
    words = [
        str(tmp_path / "slots.json"),
        "--person",
        "clerk-GNC",
        "--recovery-key",
        str(tmp_path / "key.pem"),
    ]
    assert main(["let-in", *place, *words, "--to", str(tmp_path / "none" / "back.json")]) == 1
    assert "none" in capsys.readouterr().err
    assert world.alarms() == []
    assert main(["let-in", *place, *words, "--to", str(tmp_path / "back.json")]) == 0
    assert world.alarms() == ["slots_opened"]
