"""Files with bookings and applications: taken in whole or not at all, told to their office only."""

from pathlib import Path

import pytest

from central.imports import import_file
from tests.central.world import World

HEAD = "id,number,office,day,at,purpose,name,document_number,cancelled\n"
ROW = "GNC-1,GNC-1,GNC,2026-11-20,2026-11-20T10:00:00+04:00,stay,Yılmaz Ayşe,U1,\n"
APPLICATION = (
    '{"id": "A1", "office": "BAK", "procedure": "stay", "surname": "X", "birth_date": "1990-01-31",'
    ' "citizenship": "TUR", "document_number": "U12345678", "state": "received"}\n'
)


def bodies(world: World, entity: str) -> list[tuple[str, str]]:
    rows = world.db.execute("select scope, body from record where entity = %s order by id", (entity,))
    return [(scope, body) for scope, body in rows]


def test_bookings_of_a_sheet_reach_their_office_and_a_second_time_changes_nothing(
    world: World, tmp_path: Path
) -> None:
    file = tmp_path / "bookings.csv"
    file.write_text("\ufeff" + HEAD + ROW, "utf-8")
    assert import_file(world.db, "bookings", file)["changed"] == 1
    assert import_file(world.db, "bookings", file)["changed"] == 0
    ((scope, body),) = bodies(world, "booking")
    assert scope == "office:GNC"
    assert '"name":"Yılmaz Ayşe"' in body
    file.write_text(HEAD + ROW.rstrip("\n") + "yes\n", "utf-8")
    import_file(world.db, "bookings", file)
    assert '"cancelled":true' in bodies(world, "booking")[0][1]


def test_dry_run_tells_what_would_change_and_writes_nothing(world: World, tmp_path: Path) -> None:
    file = tmp_path / "applications.jsonl"
    file.write_text(APPLICATION, "utf-8")
    head = world.count("select n from feed_head")
    told = import_file(world.db, "applications", file, dry_run=True)
    assert (told["records"], told["changed"], told["written"]) == (1, 1, False)
    assert bodies(world, "application") == []
    assert world.count("select n from feed_head") == head


def test_file_with_a_wrong_line_is_refused_whole_with_every_such_line(world: World, tmp_path: Path) -> None:
    file = tmp_path / "applications.jsonl"
    wrong = APPLICATION.replace('"received"', '"sleeping"')
    file.write_text(f"{APPLICATION}{wrong}\nno json\n{APPLICATION.replace('U12345678', '?')}", "utf-8")
    with pytest.raises(ValueError) as refused:
        import_file(world.db, "applications", file)
    lines = str(refused.value).splitlines()
    assert lines[0].startswith("applications.jsonl, line 2, state: Write one of 'received', ")
    assert lines[1] == "applications.jsonl, line 4: This is not a record: write one JSON object a line."
    assert (
        lines[2]
        == "applications.jsonl, line 5, document_number: A document number has 3 to 20 letters and digits."
    )
    assert bodies(world, "application") == []


def test_file_that_is_not_utf8_is_named_with_its_line(world: World, tmp_path: Path) -> None:
    file = tmp_path / "bookings.csv"
    file.write_bytes(HEAD.encode() + ROW.encode("cp1254"))
    with pytest.raises(ValueError, match=r"^bookings\.csv, line 2: This is not UTF-8 text"):
        import_file(world.db, "bookings", file)
