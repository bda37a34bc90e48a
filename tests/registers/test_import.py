"""Sheets: every wrong cell told by row and column, nothing doubled, and the same from CSV, XLSX and JSON."""

import io
import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from desk.commands import import_rows as command
from desk.usecases.desk import Desk
from desk.usecases.import_rows import import_rows
from desk.usecases.measures import find_measures, measures_of, open_measure, sums_of, withdraw_measure
from desk.usecases.people import DEMO_PASSWORD
from desk.usecases.sheets import SheetRefused, SheetRow, read_sheet
from desk.usecases.trainings import totals_of
from tests.desks import Made

HEAD = ["clause", "Kind of measure", "title", "year", "quantity", "languages"]
ROWS = [
    ["1.3", "mobile_service", "Səyyar xidmət", "2018", "23", ""],
    ["10.4", "leaflet", "Vərəqə", "2018", "4500", "az ru en ar"],
    ["8.6", "index result", "ASAN indeksi", "2018", "68,98", ""],
]


def _csv(folder: Path, rows: list[list[str]], head: list[str] = HEAD) -> Path:
    path = folder / "measures.csv"
    path.write_text("\n".join(";".join(row) for row in [head, *rows]), encoding="utf-8-sig")
    return path


def _xlsx(folder: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEAD)
    sheet.append(["1.3", "mobile_service", "Səyyar xidmət", 2018, 23.0, None])
    sheet.append([None] * 6)
    sheet.append([10.4, "leaflet", "Vərəqə", 2018, 4500, "az ru en ar"])
    sheet.append(["8.6", "index result", "ASAN indeksi", 2018, 68.98, None])
    path = folder / "measures.xlsx"
    book.save(path)
    return path


def _json(folder: Path) -> Path:
    path = folder / "measures.json"
    rows: list[dict[str, object]] = [dict(zip(HEAD, row, strict=True)) for row in ROWS]
    rows[1]["languages"] = ["az", "ru", "en", "ar"]
    path.write_text(json.dumps(rows), "utf-8")
    return path


def test_same_sheet_in_every_form_means_the_same_entries(desk: Desk, tmp_path: Path) -> None:
    told = [
        import_rows(desk, "measures", read_sheet(path))
        for path in (_csv(tmp_path, ROWS), _xlsx(tmp_path), _json(tmp_path))
    ]
    assert [(one.new, one.same, one.issues) for one in told] == [(3, 0, []), (0, 3, []), (0, 3, [])]
    assert len(measures_of(desk, 2018)) == 3


def test_dry_run_writes_nothing_and_tells_the_same(desk: Desk, tmp_path: Path) -> None:
    rows = read_sheet(_csv(tmp_path, ROWS))
    assert import_rows(desk, "measures", rows, dry_run=True) == import_rows(desk, "measures", rows)
    assert import_rows(desk, "measures", rows, dry_run=True).new == 0
    assert [one.entries for one in sums_of(desk, 2018)] == [1, 1, 1]


def test_wrong_cells_are_told_by_row_and_column_and_the_right_rows_are_entered(
    desk: Desk, tmp_path: Path
) -> None:
    wrong = [["13", "leaflet", "A", "2018", "1", ""], ["1.3", "party", "B", "2018", "many", "az"]]
    told = import_rows(desk, "measures", read_sheet(_csv(tmp_path, [ROWS[0], *wrong], [*HEAD[:5], "tongue"])))
    assert [(issue.row, issue.column, issue.text) for issue in told.issues] == [
        (1, "tongue", "There is no such column."),
        (3, "clause", "Write the clause as 8.6 or 4.1.1."),
        (4, "Kind of measure", "Choose one from the list."),
        (4, "quantity", "Write a number."),
    ]
    assert told.new == len(measures_of(desk, 2018)) == 1


def test_equal_rows_need_a_key_each(desk: Desk) -> None:
    said = dict(zip(HEAD, ROWS[0], strict=True))
    rows = [SheetRow(2, said), SheetRow(3, said), SheetRow(4, said | {"key": "b"})]
    told = import_rows(desk, "measures", rows)
    assert told.new == 2
    assert [issue.row for issue in told.issues] == [3]


def test_row_that_differs_from_the_entry_or_was_withdrawn_changes_nothing(desk: Desk) -> None:
    said = dict(zip(HEAD, ROWS[0], strict=True))
    import_rows(desk, "measures", [SheetRow(2, said)])
    other = import_rows(desk, "measures", [SheetRow(2, said | {"quantity": "24"})])
    assert (other.new, len(other.issues)) == (0, 1)
    (entry,) = find_measures(desk, 2018)
    withdraw_measure(desk, open_measure(desk, entry.id), "səhv")
    assert "withdrawn" in import_rows(desk, "measures", [SheetRow(2, said)]).issues[0].text
    assert measures_of(desk, 2018) == []


def test_trainings_bring_who_was_there_by_badge_or_name(desk: Desk) -> None:
    people = [{"name": f"Əliyev {n}", "unit": "Gəncə", "badge": f"B-{n}"} for n in range(3)]
    assert import_rows(desk, "employees", [SheetRow(n, row) for n, row in enumerate(people, 2)]).new == 3
    session = {"topic": "Etika", "starts_on": "28.02.2018", "clause": "8.6", "attended": "B-0; Əliyev 2"}
    rows = [SheetRow(2, session), SheetRow(3, session | {"topic": "Başqa", "attended": "Nobody"})]
    told = import_rows(desk, "trainings", rows)
    assert (told.new, told.marks) == (1, 2)
    assert [(issue.row, issue.column) for issue in told.issues] == [(3, "attended")]
    assert import_rows(desk, "trainings", rows[:1]).marks == 0
    to_come = import_rows(desk, "trainings", [SheetRow(2, session | {"starts_on": "31.12.2099"})])
    assert [(issue.row, issue.column) for issue in to_come.issues] == [(2, "attended")]
    assert [total.attended for total in totals_of(desk, 2018)] == [2]


def test_employee_with_another_unit_is_set_anew(desk: Desk) -> None:
    row = {"name": "Əliyev", "unit": "Gəncə", "badge": "B-1"}
    import_rows(desk, "employees", [SheetRow(2, row)])
    told = import_rows(desk, "employees", [SheetRow(2, row | {"unit": "Bakı"})])
    assert (told.new, told.changed, told.issues) == (0, 1, [])


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.doc", b"x", "sheet_kind"),
        ("a.csv", "clause;ş".encode("cp1254"), "sheet_encoding"),
        ("a.csv", b"clause;kind\n", "sheet_empty"),
        ("a.xlsx", b"PK not a sheet", "sheet_unreadable"),
        ("a.json", b'{"clause": "1.3"}', "sheet_unreadable"),
        ("a.json", b"[" * 100_000, "sheet_unreadable"),
    ],
)
def test_file_that_is_no_sheet_is_refused(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SheetRefused) as refused:
        read_sheet(path)
    assert refused.value.code == code


def test_command_tells_what_it_did(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _csv(tmp_path, [ROWS[0], ["13", "leaflet", "A", "2018", "1", ""]])
    for dry_run, told in ((True, "Dry run: nothing was written."), (False, "new: 1, there already: 0")):
        monkeypatch.setattr("sys.stdin", io.StringIO(DEMO_PASSWORD + "\n"))
        assert command.run(made.settings.folder, None, "measures", path, dry_run=dry_run) == 2
        said = capsys.readouterr().out
        assert told in said
        assert "row 3, clause: Write the clause as 8.6 or 4.1.1." in said
    opened = made.open()
    assert len(measures_of(opened, 2018)) == 1
    opened.close()
