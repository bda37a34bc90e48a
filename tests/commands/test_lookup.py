"""`desk lookup`: at an enrolled desk a recorded act; over a plain file a measurement that leaves nothing."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from desk.commands import lookup, lookup_batch
from desk.commands.session import told as told_by
from desk.config import Settings, save
from desk.db.log_tables import change
from desk.records.lookup import LookupMade
from desk.usecases.list_trial import trial_list
from desk.usecases.people import DEMO_PASSWORD
from tests.desks import Made
from tests.lists import give

LIST = [
    {"id": "a1", "name": "Qasımov Mübariz Nüsrət oğlu", "surname": "Qasımov", "given": "Mübariz",
     "patronymic": "Nüsrət oğlu", "dob": "1970-10-22", "nationality": "AZ", "sex": "M", "doc": "C01234567"},
    {"id": "a2", "name": "Cəfərov Çingiz", "dob": "1981", "nationality": "Azerbaijan", "doc": None},
    {"id": "a3", "name": "محمد الحسيني", "dob": "1979-05-14", "surname": None},
    {"id": None, "name": "nobody"},
    {"id": "a4", "name": "Ivan Petrenko", "dob": "07.07.1977", "nationality": "UKR"},
]  # fmt: skip


def listed(folder: Path) -> Path:
    file = folder / "list.jsonl"
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in LIST)
    file.write_text(text + "\n{broken\n", encoding="utf-8")
    return file


def asked_of(file: Path, lines: list[Any], temporary: Path) -> subprocess.CompletedProcess[str]:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    save(Settings(temporary.parent, language="en"))
    return subprocess.run(
        [sys.executable, "-m", "desk", "lookup", "--list", str(file), "--batch"],
        input=text + "\n", capture_output=True, text=True, timeout=60, check=False,
        env=os.environ | {"TMPDIR": str(temporary), "DESK_FOLDER": str(temporary.parent)},
    )  # fmt: skip


def test_each_question_gets_one_line_and_nothing_is_left_behind(tmp_path: Path) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    questions: list[Any] = [
        {"qid": 1, "query": "GASIMOV<<MUBARIZ", "query_dob": "1970-10-22", "query_nationality": "AZE"},
        {"qid": 2, "query": "Jafarov Chingiz", "query_dob": "1981-03-07"},
        {"qid": 3, "query": "Muhammad Al-Husseini", "query_dob": "1979", "query_doc": None},
        {"qid": 4, "query": "Johansson Lars", "query_dob": "1980-01-15"},
        {"qid": 5, "query": "Somebody Else", "query_doc": "c 0123-4567"},
    ]
    ran = asked_of(listed(tmp_path), questions, temporary)
    told = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [one["qid"] for one in told] == [1, 2, 3, 4, 5]
    assert [[c["id"] for c in one["candidates"]][:1] for one in told] == [["a1"], ["a2"], ["a3"], [], ["a1"]]
    assert told[0]["answer"] == "found"
    assert told[0]["candidates"][0]["matched"]["birth_date"] == "equal"
    assert told[3]["answer"] == "none"
    assert "Line 4 is left out: it has no id" in ran.stderr
    assert "Line 6 is left out: it is not JSON" in ran.stderr
    assert "2 lines are left out" in ran.stderr
    assert "Index: 1 of 1" in ran.stderr
    assert ran.returncode == 0
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("nonsense", "not_json"), ("[1]", "not_an_object"), ('{"qid": 1, "query": ["x"]}', "bad_query"),
        ('{"qid": 1, "query": ""}', "empty"), ('{"qid": 1}', "empty"),
        ('{"qid": 1, "query": "A"}', "too_short"),
        (json.dumps({"qid": 1, "query": "x" * 100_000}), "too_long"), ("[" * 100_000, "not_json"),
        (json.dumps({"qid": 1, "query": "x" * 2_000_000}), "not_json"),
    ],
)  # fmt: skip
def test_bad_line_is_answered_by_an_error_and_the_next_one_is_answered(
    tmp_path: Path, line: str, code: str, batch: "Batch"
) -> None:
    told = batch([line, {"qid": "next", "query": "Petrenko Ivan", "query_dob": "1977-07-07"}])
    assert (told[0]["error"], told[0]["candidates"]) == (code, [])
    assert [c["id"] for c in told[1]["candidates"]] == ["a4"]


Batch = Any


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Batch]:
    """Ask in this process, of one list."""
    file = listed(tmp_path_factory.mktemp("batch"))
    with trial_list(file, lambda number, code: None, lambda stage, done, total: None) as held:

        def asked(lines: list[Any]) -> list[dict[str, Any]]:
            text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
            out = io.BytesIO()
            lookup_batch._answer(held, io.BytesIO(text.encode()), out)
            return [json.loads(line) for line in out.getvalue().splitlines()]

        yield asked


NO_RECORD = "The file holds no record: each line is a JSON object with id and name."


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, ["there is no such file or folder"]),
        (b"", [NO_RECORD]),
        (b"id,name\n1,Ali\n", ["Line 2 is left out: it is not JSON", NO_RECORD]),
        (b"\xff\xfe\x00", ["Line 1 is left out: it is not JSON", NO_RECORD]),
        (b'[1]\n{"id": 1, "naam": "x"}', ["it is no JSON object", "Line 2 is left out: it has no name"]),
        (b'{"id": {}, "name": "x"}', ["Line 1 is left out: id is no text"]),
    ],
    ids=["missing", "empty", "csv", "binary", "unknown fields", "wrong kind"],
)
def test_file_that_is_no_list_is_told_and_answers_nothing(
    content: bytes | None,
    words: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(signal, "signal", lambda *_given: None)
    file = tmp_path / "list.jsonl"
    if content is not None:
        file.write_bytes(content)
    assert told_by(lambda: lookup_batch.batch(file)) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert [one for one in words if one not in said.err] == []


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_measurement_leaves_no_list_behind(tmp_path: Path, how: signal.Signals) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    running = subprocess.Popen(
        [sys.executable, "-m", "desk", "lookup", "--list", str(listed(tmp_path)), "--batch"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=os.environ | {"TMPDIR": str(temporary)},
        # A test run in the background has been told to ignore it, and who it starts would too.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    assert running.stdin is not None
    assert running.stdout is not None
    running.stdin.write(b'{"qid": 1, "query": "Petrenko Ivan", "query_dob": "1977-07-07"}\n')
    running.stdin.flush()
    assert json.loads(running.stdout.readline())["qid"] == 1, (
        "each answer is flushed before the next question"
    )
    assert list(temporary.iterdir()) != []
    running.send_signal(how)
    assert running.wait(20) == 130
    assert list(temporary.iterdir()) == []
    running.stdin.close()
    running.stdout.close()


def asking(**more: Any) -> lookup.Asked:
    values = dict.fromkeys(("name", "purpose", "dob", "citizenship", "document", "mrz"), "") | {"json": False}
    return lookup.Asked(**(values | {"name": "Gasimov Mubariz", "purpose": "reception"} | more))


@pytest.fixture
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(DEMO_PASSWORD + "\n"))


@pytest.mark.usefixtures("_password")
def test_lookup_of_an_enrolled_desk_is_recorded_and_told_as_json(
    made: Made, capsys: pytest.CaptureFixture[str]
) -> None:
    give(made, datetime.now(UTC))
    asked = asking(dob="22.10.1970", citizenship="Azerbaijan", json=True)
    assert lookup.run(made.settings.folder, None, asked) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["answer"] == "found"
    desk = made.open()
    with desk.store.read() as connection:
        bodies = connection.execute(select(change.c.body).where(change.c.kind == "lookup.made")).scalars()
        (noted,) = [LookupMade.model_validate_json(body) for body in bodies]
    desk.close()
    assert (str(noted.id), noted.purpose, noted.citizenship) == (told["lookup"], "reception", "AZE")
    assert noted.candidates == [one["id"] for one in told["candidates"]]


@pytest.mark.usefixtures("_password")
def test_answer_in_words_names_the_list_and_the_next_step(
    made: Made, capsys: pytest.CaptureFixture[str]
) -> None:
    give(made, datetime.now(UTC))
    assert lookup.run(made.settings.folder, None, asking(dob="1970")) == 0
    told = capsys.readouterr().out
    assert "RECORD" in told
    assert "List no. 7 as of" in told
    assert "Next: " in told


@pytest.mark.usefixtures("_password")
def test_scanned_zone_is_looked_up(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    zone = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
    give(made, datetime.now(UTC))
    assert lookup.run(made.settings.folder, None, asking(name="", mrz=zone)) == 0
    assert "NO RECORD IN THE LIST" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"purpose": ""}, "--purpose reception"), ({"purpose": "curiosity"}, "--purpose reception"),
        ({"dob": "31.02.1990"}, "There is no such date"), ({"citizenship": "Atlantis"}, "no such country"),
        ({"mrz": "P<<<"}, "machine-readable zone"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_told_before_a_password_is_asked_for(
    made: Made, capsys: pytest.CaptureFixture[str], more: dict[str, str], said: str
) -> None:
    assert lookup.run(made.settings.folder, None, asking(**more)) == 2
    assert said in capsys.readouterr().out
