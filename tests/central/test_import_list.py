"""`central import restrictions`: all rows or none, each fault named, the same file twice changes nothing."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from central.__main__ import main
from central.desks import Db
from central.import_list import RowUnread, record_of

HEAD = (
    "reference;kind;ground_code;issuing_body;surname;given_names;birth_date;citizenship;documents;valid_from"
)
CSV = f"""{HEAD}
A-1;entry;16.1.4;DMX;Qasımov;Mübariz;22.10.1970;Azerbaijan;C01234567|AA123;01.02.2024
A-2;exit;16.1.8;Məhkəmə;Иванов;Иван;1969;RU;;2024-03-04
"""
JSONL = [
    {"kind": "entry", "ground_code": "16.1.4", "surname": "Khan", "valid_from": "2024-01-01",
     "birth_date": "1985-08"},
    {"kind": "entry", "ground_code": "16.1.4", "surname": "محمد", "valid_from": "2024-01-01",
     "documents": [{"kind": "passport", "number": "X1"}]},
]  # fmt: skip
Run = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture
def run(db: Db, central_dsn: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Import a file's text; exit code and the JSON lines told."""
    db.execute("delete from setting")

    def imported(text: str, name: str = "list.csv", *words: str) -> tuple[int, list[dict[str, Any]]]:
        file = tmp_path / name
        file.write_text(text, "utf-8")
        place = ["--data", str(tmp_path), "--dsn", central_dsn]
        code = main(["import", "restrictions", *place, str(file), *words])
        return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return imported


def stored(db: Db) -> list[dict[str, Any]]:
    rows = db.execute("select body from record where entity = 'restriction' order by body").fetchall()
    return [json.loads(body) for (body,) in rows]


def told(rows: int, new: int, changed: int, *, written: bool) -> tuple[int, list[dict[str, Any]]]:
    return 0, [{"rows": rows, "new": new, "changed": changed, "written": written, "faults": 0}]


def test_file_is_imported_once_however_often_it_is_given(db: Db, run: Run) -> None:
    assert run(CSV) == told(2, 2, 0, written=True)
    assert run(CSV) == told(2, 0, 0, written=True)
    first = next(row for row in stored(db) if row["surname"] == "Qasımov")
    assert (first["birth_date"], first["citizenship"]) == ("1970-10-22", "AZE")
    assert [one["number"] for one in first["documents"]] == ["C01234567", "AA123"]
    assert len(stored(db)) == 2
    assert db.execute("select count(*) from feed").fetchone() == (2,)


def test_row_with_a_reference_is_altered_in_its_place(db: Db, run: Run) -> None:
    run(CSV)
    assert run(CSV.replace("Mübariz", "Mübariz Nüsrət")) == told(2, 0, 1, written=True)
    assert sorted(row["given_names"] for row in stored(db)) == ["Mübariz Nüsrət", "Иван"]


def test_dry_run_tells_and_writes_nothing(db: Db, run: Run) -> None:
    assert run(CSV, "list.csv", "--dry-run") == told(2, 2, 0, written=False)
    assert stored(db) == []


def test_rows_of_json_lines_are_imported_and_not_doubled(db: Db, run: Run) -> None:
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in JSONL)
    assert run(text, "list.jsonl") == told(2, 2, 0, written=True)
    assert run(text, "list.jsonl") == told(2, 0, 0, written=True)


def test_one_faulty_row_keeps_the_whole_file_out_and_is_named(db: Db, run: Run) -> None:
    code, lines = run(CSV + "A-3;entry;16.1.4;DMX;;X;31.02.1990;Atlantis;;2024-03-04\n")
    assert code == 1
    assert lines[0]["line"] == 4
    assert lines[-1]["faults"] == 1
    assert stored(db) == []


def test_imported_list_is_signed_anew(db: Db, run: Run) -> None:
    run(CSV)
    assert db.execute("select count from list_file").fetchall() == [(2,)]


GOOD = {"kind": "entry", "ground_code": "16.1.4", "surname": "Khan", "valid_from": "2024-01-01"}
FAULTS: dict[str, tuple[object, str]] = {
    "no object": (None, "line"),
    "no surname": (GOOD | {"surname": ""}, "surname"),
    "unknown kind": (GOOD | {"kind": "stay"}, "kind"),
    "unknown column": (GOOD | {"eyes": "brown"}, "eyes"),
    "impossible date": (GOOD | {"birth_date": "31.02.1990"}, "birth_date"),
    "date in words": (GOOD | {"valid_from": "yesterday"}, "valid_from"),
    "beginning by year alone": (GOOD | {"valid_from": "2024"}, "valid_from"),
    "ends before it begins": (GOOD | {"valid_until": "2023-12-31"}, "valid_until"),
    "no such country": (GOOD | {"citizenship": "Atlantis"}, "citizenship"),
    "control character": (GOOD | {"surname": "Kh\x1ban"}, "surname"),
}


@pytest.mark.parametrize(("said", "name"), FAULTS.values(), ids=FAULTS.keys())
def test_row_that_is_no_restriction_is_refused_with_its_field(said: object, name: str) -> None:
    with pytest.raises(RowUnread) as caught:
        record_of(said)
    assert list(caught.value.faults) == [name]


def test_same_record_twice_in_a_file_is_a_fault(run: Run) -> None:
    code, lines = run(CSV + CSV.splitlines()[1] + "\n")
    assert (code, lines[0]["line"]) == (1, 4)


def test_identifier_that_is_none_is_told_in_a_plain_sentence(run: Run) -> None:
    code, lines = run(json.dumps(GOOD | {"id": "A-1"}), "list.jsonl")
    assert code == 1
    assert lines[0]["faults"]["id"].startswith("Write the identifier with 32 hexadecimal digits")


@pytest.mark.parametrize("text", ["", HEAD + "\n"], ids=["empty", "head line alone"])
def test_list_without_rows_is_refused(db: Db, run: Run, text: str) -> None:
    assert run(text) == (1, [])
    assert db.execute("select count(*) from list_file").fetchone() == (0,)


def test_file_of_another_kind_is_refused(run: Run) -> None:
    assert run("x", "list.xlsx") == (1, [])
