"""Registers as sheets, a case as a bundle: no formula, nothing leaves unlogged, no alteration passes."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from desk.commands import register as commands
from desk.commands.session import told
from desk.crypto.signing import DeskKey
from desk.db import changes
from desk.db.store import StoreFailed
from desk.records.audit import ExportMade
from desk.records.export import ExportForm
from desk.usecases.case_bundle import case_bundle
from desk.usecases.desk import Desk
from desk.usecases.export_register import APPEAL_HEAD, export_register, rows_of
from desk.usecases.people import DEMO_PASSWORD
from desk.usecases.register_case import register_appeal, register_complaint
from desk.usecases.register_visit import register_visit
from desk.usecases.take_step import take_step
from desk.usecases.verify_bundle import BundleFaulty, verify_bundle
from tests.cases.cards import ANSWERED, ASSIGNED, FORWARDED, card, complaint
from tests.cases.test_terms import at
from tests.desks import Made, form
from tests.sync.house import House

FORMULAS = ["=1+1", "+994", "-5", "@SUM(A1)", "=cmd|'/C calc'!A0"]
pytestmark = pytest.mark.usefixtures("time_passes")


def asked(kind: str, year: int = 2026) -> ExportForm:
    return ExportForm.model_validate({"year": year, "sheet": kind, "purpose": "Yoxlama"})


def exports(desk: Desk) -> list[ExportMade]:
    with desk.store.read() as connection:
        found = [one for one in changes.unsent(connection) if one.kind == "export.made"]
    return [ExportMade.model_validate_json(one.body) for one in found]


def as_read(path: Path) -> list[list[str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_a_sheet_is_a_formula(desk: Desk, tmp_path: Path, text: str) -> None:
    register_appeal(desk, card(applicant=text, summary=text))
    export_register(desk, "appeal", asked("csv"), tmp_path / "a.csv")
    export_register(desk, "appeal", asked("xlsx"), tmp_path / "a.xlsx")
    row = as_read(tmp_path / "a.csv")[1]
    assert (row[6], row[8]) == (f"'{text}", f"'{text}")
    sheet = load_workbook(tmp_path / "a.xlsx").active
    cells = [cell for line in sheet.iter_rows() for cell in line]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}
    assert all(cell.value is None for cell in cells if cell.data_type == "n")
    assert [cell.value for cell in cells].count(text) == 2


def test_sheet_has_the_years_cases_and_says_what_became_of_them(desk: Desk, tmp_path: Path) -> None:
    with at(date(2025, 12, 30)):
        register_appeal(desk, card())
    with at(date(2026, 3, 18)):
        first = register_appeal(desk, card(applicants=3))
        second = register_appeal(desk, card(applicant="", address=""), ("appeal_anonymous",))
    with at(date(2026, 4, 2)):
        take_step(desk, first.case_id, "forwarded", FORWARDED)
    done = export_register(desk, "appeal", asked("csv"), tmp_path / "a.csv")
    head, *rows = as_read(tmp_path / "a.csv")
    assert (len(head), done.rows) == (len(APPEAL_HEAD), 2)
    found = dict(zip(head, rows[0], strict=True))
    assert (found["Number"], found["How many sign it"], found["State"]) == (first.number, "3", "forwarded")
    assert (found["Forwarded to"], found["Done on"], found["After its term"]) == (
        "Ədliyyə Nazirliyi",
        "02.04.2026",
        "late",
    )
    assert dict(zip(head, rows[1], strict=True))["Applicant"] == "anonymous"
    assert rows[1][0] == second.number


def test_councils_sheet_names_unit_demand_and_decline(desk: Desk) -> None:
    with at(date(2018, 4, 10)):
        register_complaint(desk, complaint())
    (row,) = rows_of(desk, "council", 2018)
    assert {"Nümunə MMC", "1401555071", "Gəncə regional idarəsi", "Qərarın ləğvi"} <= set(row)


def test_export_is_in_the_log_with_its_purpose_before_the_file_is_there(desk: Desk, tmp_path: Path) -> None:
    register_appeal(desk, card())
    target = tmp_path / "a.xlsx"
    export_register(desk, "appeal", asked("xlsx"), target)
    (told_of,) = exports(desk)
    assert (told_of.what, told_of.rows, told_of.purpose) == ("appeal 2026", 1, "Yoxlama")
    assert target.stat().st_mode & 0o777 == 0o600


def test_nothing_is_written_that_the_log_does_not_know(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.store, "stopped", "disk_error")
    with pytest.raises(StoreFailed):
        export_register(desk, "appeal", asked("csv"), tmp_path / "a.csv")
    assert not (tmp_path / "a.csv").exists()


def test_file_that_is_there_is_not_written_over(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("mine")
    with pytest.raises(FileExistsError):
        export_register(desk, "appeal", asked("csv"), tmp_path / "a.csv")
    assert exports(desk) == []


@pytest.fixture
def number(desk: Desk) -> str:
    """A case with other people's visits between its events in the log."""
    receipt = register_appeal(desk, card())
    register_visit(desk, form())
    take_step(desk, receipt.case_id, "assigned", ASSIGNED)
    register_visit(desk, form())
    take_step(desk, receipt.case_id, "answered", ANSWERED)
    return receipt.number


def test_bundle_proves_the_events_of_its_case_and_shows_no_other_matter(desk: Desk, number: str) -> None:
    made = case_bundle(desk, number, "Məhkəmə").packed
    found = verify_bundle(made, desk.key.public)
    assert (found.number, found.chained, found.from_others, found.links) == (number, 3, 0, 5)
    with ZipFile(io.BytesIO(made)) as archive:
        assert archive.read("card.pdf").startswith(b"%PDF")
        assert "C01234567" not in archive.read("events.json").decode()
    assert exports(desk)[0].what == number


def altered(made: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    with ZipFile(io.BytesIO(made)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def resigned(desk: Desk, made: bytes, change: Callable[[dict[str, object]], None]) -> bytes:
    """The proof altered, and the manifest made and signed anew by whoever holds the desk's key."""
    from desk.usecases import case_bundle as maker

    with ZipFile(io.BytesIO(made)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    proof = json.loads(files["events.json"])
    change(proof)
    files["events.json"] = json.dumps(proof).encode()
    old = json.loads(files.pop("manifest.json"))
    manifest = maker._manifest(desk, old["number"], old["case_id"], files)
    return maker._packed(files | {"manifest.json": manifest.model_dump_json().encode()})


def test_alteration_of_a_file_breaks_the_bundle(desk: Desk, number: str) -> None:
    made = case_bundle(desk, number, "Məhkəmə").packed
    for code, change in {
        "file": lambda files: files.update({"card.pdf": b"%PDF other"}),
        "unreadable": lambda files: files.pop("events.json"),
    }.items():
        with pytest.raises(BundleFaulty) as faulty:
            verify_bundle(altered(made, change))
        assert faulty.value.code == code
    with pytest.raises(BundleFaulty) as added:
        verify_bundle(altered(made, lambda files: files.update({"more.txt": b"x"})))
    assert added.value.text == "A file of the bundle was altered, is missing or was added: more.txt"


def test_bundle_with_a_byte_altered_in_its_packing_is_refused_in_words(desk: Desk, number: str) -> None:
    made = case_bundle(desk, number, "Məhkəmə").packed
    for place in range(30, 110):  # the first file's codes: not every wrong one comes as far as its checksum
        with pytest.raises(BundleFaulty, match="unreadable"):
            verify_bundle(made[:place] + bytes([made[place] ^ 1]) + made[place + 1 :])


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("body", lambda proof: proof["events"][1].update(body=proof["events"][1]["body"] + " ")),
        ("link_missing", lambda proof: proof["links"].pop(2)),
        ("chain", lambda proof: proof["links"].pop(1)),
        ("chain", lambda proof: proof["links"][1].update(actor="someone")),
        ("head", lambda proof: proof["heads"].clear()),
        ("head", lambda proof: proof["heads"][0].update(signature="AAAA")),
    ],
)
def test_log_that_was_altered_is_found_even_when_the_manifest_is_signed_anew(
    desk: Desk, number: str, code: str, change: Callable[[dict[str, object]], None]
) -> None:
    made = case_bundle(desk, number, "Məhkəmə").packed
    with pytest.raises(BundleFaulty) as faulty:
        verify_bundle(resigned(desk, made, change))
    assert faulty.value.code == code


def test_bundle_of_another_key_is_not_this_desks(desk: Desk, number: str) -> None:
    made = case_bundle(desk, number, "Məhkəmə").packed
    with pytest.raises(BundleFaulty) as faulty:
        verify_bundle(made, DeskKey.generate().public)
    assert faulty.value.code == "other_key"
    for broken in (b"", b"PK", made[:-30]):
        with pytest.raises(BundleFaulty):
            verify_bundle(broken)


def test_events_of_other_offices_are_told_apart(enrolled: Callable[..., House]) -> None:
    ganja, baku = enrolled("GNC"), enrolled("BAK")
    receipt = register_appeal(ganja.desk, card())
    ganja.sync()
    baku.sync()
    take_step(baku.desk, receipt.case_id, "assigned", ASSIGNED)
    found = verify_bundle(case_bundle(baku.desk, receipt.number, "Məhkəmə").packed)
    assert (found.chained, found.from_others) == (1, 1)


def test_commands_write_and_check(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = made.open()
    number = register_appeal(desk, card()).number
    desk.close()
    folder = made.settings.folder

    def run(command: Callable[[], int]) -> int:
        monkeypatch.setattr("sys.stdin", io.StringIO(DEMO_PASSWORD + "\n"))
        return told(command)

    sheet, case = tmp_path / "a.csv", tmp_path / "case.zip"
    year = date.today().year  # noqa: DTZ011 - the same clock that the desk reads
    assert run(lambda: commands.export(folder, None, "appeals", year, "Yoxlama", sheet)) == 0
    assert run(lambda: commands.export(folder, None, "appeals", year, "", tmp_path / "b.csv")) == 2
    assert run(lambda: commands.export(folder, None, "appeals", year, "x", tmp_path / "b.doc")) == 2
    assert run(lambda: commands.bundle(folder, None, number, "Məhkəmə", case)) == 0
    assert run(lambda: commands.bundle(folder, None, "A-26-GNC2-000099-X", "x", tmp_path / "c.zip")) == 2
    assert run(lambda: commands.verify(folder, case, "")) == 0
    assert "1 case written to a.csv" in (said := capsys.readouterr().out)
    assert f"{number}: whole. Signed by desk GNC2" in said
    case.write_bytes(case.read_bytes()[:-40])
    assert run(lambda: commands.verify(folder, case, "")) == 1
