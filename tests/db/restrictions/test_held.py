"""The list that a desk holds: the old one answers until the new one is whole, whatever happens in between."""

import math
import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from threading import Thread

import pytest

from desk.db.restrictions.answer import Query
from desk.db.restrictions.arriving import Arriving
from desk.db.restrictions.errors import ListCorruptError, ListOutdatedError
from desk.db.restrictions.held import CURRENT, HeldList, ListAbsentError
from desk.db.restrictions.row import Document, Manifest, RestrictionRow
from desk.db.restrictions.store import connect, read_about
from desk.names.forms import forms
from tests.db.restrictions.conftest import NAMED, crowd, person
from tests.lists import BUILT, EPOCH, ROWS, built, copied

KEY = bytes(range(32))
TODAY = date(2026, 6, 1)
QASIMOV = Query(document="C01234567")
NEWCOMER = person(40, "Yenilikçi", "Aydın", "", "1999-09-09", documents=(Document("passport", "N00000009"),))
NEW = Query(document="N00000009")
LATER = BUILT + timedelta(hours=5)


@pytest.fixture
def held(tmp_path: Path) -> Iterator[HeldList]:
    found = copied(tmp_path / "list", BUILT)
    yield found
    found.close()


def ids(held: HeldList, query: Query) -> list[str]:
    return [candidate.row.id for candidate in held.ask(query, TODAY).candidates]


def test_old_list_answers_until_the_new_one_is_whole(held: HeldList) -> None:
    seen: list[list[str]] = []

    def look(percent: int) -> None:
        seen.append(ids(held, QASIMOV))

    rows = [NEWCOMER, *crowd(60)]
    held.replace(iter(rows), Manifest(8, LATER, len(rows)), EPOCH, "next", look)
    assert seen
    assert all(found == [NAMED["qasimov"].id] for found in seen)
    assert ids(held, QASIMOV) == []
    assert ids(held, NEW) == [NEWCOMER.id]
    assert sorted(file.name for file in held.folder.glob("*.db")) == ["next.db"]


def test_list_that_is_not_what_its_manifest_says_leaves_the_old_one(held: HeldList) -> None:
    with pytest.raises(ListCorruptError):
        held.replace(iter([NEWCOMER]), Manifest(8, LATER, 2), EPOCH, "next")
    assert ids(held, QASIMOV)
    again = HeldList(held.folder, KEY)
    again.open()
    assert again.state == held.state


def test_older_list_is_refused(held: HeldList) -> None:
    with pytest.raises(ListOutdatedError):
        held.replace(iter([NEWCOMER]), Manifest(9, BUILT - timedelta(seconds=1), 1), EPOCH, "next")
    assert ids(held, QASIMOV)


@pytest.mark.parametrize(
    "damage", [b"", b"nonsense", b'{"file": "gone.db"}', b'{"file": "../../x"}', b"[1]", b'{"file": 7}']
)
def test_unreadable_pointer_is_as_good_as_no_list(held: HeldList, damage: bytes) -> None:
    (held.folder / CURRENT).write_bytes(damage)
    again = HeldList(held.folder, KEY)
    again.open()
    assert again.state is None
    with pytest.raises(ListAbsentError):
        again.ask(QASIMOV, TODAY)


def test_list_under_another_key_is_damaged_and_prints_nothing(
    held: HeldList, capfd: pytest.CaptureFixture[str]
) -> None:
    again = HeldList(held.folder, bytes(32))
    again.open()
    assert (again.state, again.damaged) == (None, True)
    assert capfd.readouterr().err == ""


def test_page_of_the_feed_and_its_cursor_are_one_transaction(
    held: HeldList, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = held.state
    bad = RestrictionRow(id="x", surname="Khan", documents=(Document("passport", None),))  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        held.apply([NEWCOMER, bad], 8, LATER)
    assert held.state == before
    assert ids(held, NEW) == []
    held.apply([NEWCOMER], 8, LATER)
    assert ids(held, NEW) == [NEWCOMER.id]
    assert held.state is not None
    assert (held.state.version, held.state.as_of) == (8, LATER)
    again = HeldList(held.folder, KEY)
    again.open()
    assert again.state == held.state


def test_lookups_go_on_while_changes_are_written(held: HeldList) -> None:
    done = False

    def write() -> None:
        nonlocal done
        for n in range(20):
            held.apply([person(100 + n, "Yazılan", f"Ad{n}")], 8 + n, LATER)
        done = True

    writer = Thread(target=write)
    writer.start()
    asked = 0
    while not done:
        assert ids(held, QASIMOV) == [NAMED["qasimov"].id]
        asked += 1
    writer.join()
    assert asked > 0


def _build_until_killed(folder: Path, told: int) -> None:
    held = HeldList(folder, KEY)
    held.open()
    rows = [NEWCOMER, *crowd(400)]
    os.write(told, b"x")
    held.replace(iter(rows), Manifest(8, LATER, len(rows)), EPOCH, "next")
    os._exit(0)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="rounds are forked, which this system cannot")
def test_kill_while_a_list_is_built_leaves_the_old_one_or_the_new_one(tmp_path: Path) -> None:
    answers = set()
    for turn in range(25):
        folder = tmp_path / f"list{turn}"
        copied(folder, BUILT).close()
        reading, writing = os.pipe()
        child = multiprocessing.get_context("fork").Process(
            target=_build_until_killed, args=(folder, writing)
        )
        child.start()
        os.read(reading, 1)
        time.sleep(turn * 0.06)
        if child.is_alive() and child.pid:
            os.kill(child.pid, signal.SIGKILL)
        child.join()
        held = HeldList(folder, KEY)
        held.open()
        assert held.state is not None
        old, new = ids(held, QASIMOV), ids(held, NEW)
        assert (old, new) in (([NAMED["qasimov"].id], []), ([], [NEWCOMER.id]))
        answers.add(bool(new))
        rows = [NEWCOMER, *crowd(400)]
        held.replace(iter(rows), Manifest(8, LATER, len(rows)), EPOCH, "next")
        assert ids(held, NEW) == [NEWCOMER.id]
        held.close()
    assert False in answers


def test_pieces_of_a_file_are_unreadable_without_the_key_and_taken_up_again(tmp_path: Path) -> None:
    path = tmp_path / "arriving.db"
    first = Arriving(path, KEY, "d" * 64)
    first.add(b"PLAIN RECORDS " * 100)
    first.close()
    assert b"PLAIN RECORDS" not in path.read_bytes()
    assert Arriving(path, KEY, "d" * 64).have == 1400
    assert Arriving(path, KEY, "e" * 64).have == 0


def test_list_of_nobody_answers_nobody(tmp_path: Path) -> None:
    held = built(tmp_path / "empty", KEY, [], BUILT)
    assert ids(held, QASIMOV) == []
    held.apply([NEWCOMER], 8, LATER)
    assert ids(held, NEW) == [NEWCOMER.id]
    held.close()


def test_common_list_has_all_its_rows(held: HeldList) -> None:
    assert held.state is not None
    assert held.state.count == len(ROWS)


def thresholds(held: HeldList) -> dict[str, str]:
    assert held._path is not None
    connection = connect(held._path, KEY)
    about = read_about(connection)
    connection.close()
    return {name: value for name, value in about.items() if name.startswith(("possible_", "calibrated"))}


def test_thresholds_are_derived_anew_when_the_list_has_outgrown_them(held: HeldList) -> None:
    before = thresholds(held)
    held.apply([NEWCOMER], 8, LATER)
    assert thresholds(held) == before, "one row more is no other list"
    held.apply(crowd(40, start=5000), 9, LATER)
    after = thresholds(held)
    assert after["calibrated"] == str(len(ROWS) + 41)
    assert ids(held, NEW) == [NEWCOMER.id]
    held.apply(crowd(10, start=6000), 10, LATER)
    assert thresholds(held) == after


def test_words_of_changes_count_once_the_list_is_calibrated_anew(held: HeldList) -> None:
    held.apply(crowd(60, start=5000), 8, LATER)
    held.ask(NEW, TODAY)
    assert held._reader is not None
    vocabulary = held._reader.vocabulary
    (number,) = list(vocabulary.exact(forms("Quliyev").main.collapsed) or [])
    rows = [*ROWS, *crowd(60, start=5000)]
    assert vocabulary.names_with(number) == sum(row.surname == "Quliyev" for row in rows)
    assert vocabulary.log_rows == math.log(len(rows))
