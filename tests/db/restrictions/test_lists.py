"""The list's file: built whole or not at all, changed row by row, encrypted, explained."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from desk.db.restrictions import codec, fetch, lists
from desk.db.restrictions.answer import Query, Relation
from desk.db.restrictions.build import Stage, build
from desk.db.restrictions.calibrate import LOWEST
from desk.db.restrictions.change import ListWriter
from desk.db.restrictions.errors import ListCorruptError
from desk.db.restrictions.lists import Known, RestrictionList
from desk.db.restrictions.row import Document, Manifest, RestrictionRow
from desk.db.restrictions.store import OPEN_END, connect
from desk.names.birth import parse_birth
from desk.names.similar import Likeness
from tests.db.restrictions.conftest import KEY, NAMED, TODAY, Ask, crowd, first, person

AS_OF = datetime(2026, 6, 1, tzinfo=UTC)


def digest(rows: list[RestrictionRow]) -> str:
    return sha256("".join(f"{row.to_json()}\n" for row in rows).encode()).hexdigest()


def made(path: Path, rows: list[RestrictionRow], version: int = 1) -> RestrictionList:
    build(path, KEY, rows, Manifest(version, AS_OF, len(rows), digest(rows)), variants=())
    return RestrictionList.open(path, KEY)


def test_every_field_of_a_row_comes_back(tmp_path: Path) -> None:
    full = person(
        1,
        "Qasımov",
        "Mübariz",
        "Nüsrət oğlu",
        "1970-10",
        citizenship="AZE",
        sex="M",
        fin="94FMDDD",
        legal_basis="16.1.4",
        rule_version="2018-07",
        documents=(Document("passport", "C1234567"), Document("id_card", "AA1234567")),
        other_names=("Касумов Мубариз",),
        until_event="fine_paid",
        valid_until=date(2030, 1, 2),
        lifted_at=datetime(2026, 9, 1, 12, tzinfo=UTC),
    )
    plain = person(2, "Əli", "Vəli")
    with_any_id = RestrictionRow(id="OFAC-7", surname="Khan", given_names="Ali", open_ended=True)
    held = made(tmp_path / "list.db", [full, plain, with_any_id])
    assert [held.row(1), held.row(2), held.row(3)] == [full, plain, with_any_id]


def test_rows_other_than_the_manifest_says_leave_the_old_list(tmp_path: Path) -> None:
    path = tmp_path / "list.db"
    made(path, crowd(30)).close()
    with pytest.raises(ListCorruptError):
        build(path, KEY, crowd(31), Manifest(2, AS_OF, 30), variants=())
    with pytest.raises(ListCorruptError):
        build(path, KEY, crowd(30), Manifest(2, AS_OF, 30, "0" * 64), variants=())
    assert RestrictionList.open(path, KEY).version == 1
    assert [file.name for file in tmp_path.iterdir() if "part" in file.name] == []


class CutShortError(Exception):
    """The power went."""


def test_build_cut_short_goes_on_and_ends_equal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.db.restrictions.build.CHUNK", 50)
    rows, path = [*NAMED.values(), *crowd(300)], tmp_path / "list.db"
    manifest = Manifest(2, AS_OF, len(rows), digest(rows))

    def cut() -> Iterator[RestrictionRow]:
        yield from rows[:260]
        raise CutShortError

    with pytest.raises(CutShortError):
        build(path, KEY, cut(), manifest, variants=())
    assert not path.exists()
    part = connect(path.with_name("list.db.part"), KEY)
    assert part.execute("SELECT count(*) FROM restriction").fetchone() == (250,)
    part.close()
    build(path, KEY, rows, manifest, variants=())
    resumed, whole = RestrictionList.open(path, KEY), made(tmp_path / "whole.db", rows, 2)
    for table in ("restriction", "token", "exact", "alias", "phrase", "about"):
        sql = f"SELECT * FROM {table} ORDER BY 1, 2"
        assert resumed.connection.execute(sql).fetchall() == whole.connection.execute(sql).fetchall()
    asked = Query(name="Gasimov Mubariz", birth_date="1970-10-22")
    assert resumed.find(asked, today=TODAY) == whole.find(asked, today=TODAY)


def test_build_tells_its_progress(tmp_path: Path) -> None:
    told: list[tuple[Stage, int, int]] = []
    build(
        tmp_path / "list.db",
        KEY,
        crowd(60),
        Manifest(1, AS_OF, 60),
        lambda *step: told.append(step),
        variants=(),
    )
    assert {step[0] for step in told} >= {Stage.INDEX, Stage.THRESHOLDS}


def test_file_is_unreadable_without_its_key(tmp_path: Path) -> None:
    path = tmp_path / "list.db"
    made(path, [NAMED["qasimov"]]).close()
    assert b"SQLite" not in path.read_bytes()
    assert "Qasımov".encode() not in path.read_bytes()
    with pytest.raises(ListCorruptError):
        RestrictionList.open(path, bytes(32))


@pytest.mark.parametrize("damage", [b"", b"not a list", bytes(20_000)], ids=["empty", "text", "zeros"])
def test_broken_file_is_refused(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "list.db"
    path.write_bytes(damage)
    with pytest.raises(ListCorruptError):
        RestrictionList.open(path, KEY)


def test_changes_reach_a_list_that_is_open(tmp_path: Path) -> None:
    path = tmp_path / "list.db"
    held = made(path, crowd(200))
    writer = ListWriter(path, KEY)
    asked = Query(name="Gasimov Mubariz", birth_date="1970-10-22")
    assert held.find(asked, today=TODAY).candidates == ()
    writer.apply([NAMED["qasimov"]], [], version=2, as_of="2026-06-02T00:00:00+00:00")
    found = held.find(asked, today=TODAY)
    assert (first(found), found.version, found.as_of) == ("qasimov", 2, "2026-06-02T00:00:00+00:00")
    renamed = person(1, "Okonkwo", "Chukwuemeka", "", "1991-11-05")
    writer.apply([renamed], [], version=3, as_of="2026-06-03T00:00:00+00:00")
    assert held.find(asked, today=TODAY).candidates == ()
    assert held.find(Query(document="C01234567"), today=TODAY).candidates == ()
    assert held.find(Query(name="Okonkwo Chukwuemeka", birth_date="1991-11-05"), today=TODAY).candidates
    writer.apply([], [renamed.id], version=4, as_of="2026-06-04T00:00:00+00:00")
    assert held.find(Query(name="Okonkwo Chukwuemeka", birth_date="1991-11-05"), today=TODAY).candidates == ()
    assert int(held.about["count"]) == 200
    held.connection.execute("INSERT INTO posting (posting) VALUES ('integrity-check')")


def test_failed_page_of_changes_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "list.db"
    held = made(path, crowd(50))
    writer = ListWriter(path, KEY)
    bad = RestrictionRow(id="x", surname="Khan", documents=(Document("passport", None),))  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        writer.apply([NAMED["qasimov"], bad], [], version=2, as_of="later")
    assert held.find(Query(document="C01234567"), today=TODAY).candidates == ()
    assert held.version == 1
    writer.apply([NAMED["qasimov"]], [], version=2, as_of="later")
    assert first(held.find(Query(document="C01234567"), today=TODAY)) == "qasimov"


def test_no_statement_of_a_lookup_scans_a_table(held: RestrictionList) -> None:
    statements = {
        lists._EXACT: (1,),
        lists._IN_FORCE: (1, 1, 1),
        lists._ROW: (1,),
        fetch._SELECT: ("(t1) AND (t2)", 0, OPEN_END),
        "SELECT k.tid FROM variant v JOIN kin k ON k.class = v.class WHERE v.form = ?": ("ali",),
    }
    for sql, values in statements.items():
        plan = [row[3] for row in held.connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
        scans = [step for step in plan if step.startswith("SCAN") and "VIRTUAL TABLE INDEX 0:M" not in step]
        assert scans == [], plan


def test_thresholds_stand_with_the_list(held: RestrictionList) -> None:
    assert {f"possible_{known.value}" for known in Known} <= held.about.keys()
    assert all(points >= LOWEST for points in held.thresholds.values())


@pytest.mark.parametrize(
    ("who", "counts"), [("huseynov", True), ("lastday", True), ("ended", False), ("future", False)]
)
def test_thresholds_are_derived_over_the_rows_in_force_on_the_lists_day(
    held: RestrictionList, who: str, counts: bool
) -> None:
    row = NAMED[who]
    birth = row.birth_date or ""
    query = Query(name=f"{row.surname} {row.given_names}", birth_date=birth)
    assert (held.best_points(query, parse_birth(birth)) > lists.STRONG_ABOVE) is counts


def test_parts_say_how_each_field_relates(ask: Ask) -> None:
    parts = (
        ask("Гасымов Мубариз Али оглы", birth_date="1970-10-22", citizenship="RUS", document="X999")
        .candidates[0]
        .parts
    )
    assert (parts.surname, parts.given, parts.birth_date) == (
        Relation.EQUAL_OTHER_SPELLING,
        Relation.EQUAL_OTHER_SPELLING,
        Relation.EQUAL,
    )
    assert (parts.patronymic, parts.citizenship, parts.document) == (Relation.DIFFERENT,) * 3


def test_parts_tell_equal_from_another_spelling_and_close(ask: Ask) -> None:
    parts = ask("Qasımov Mübarix", birth_date="1970-10-27").candidates[0].parts
    assert (parts.surname, parts.given, parts.birth_date) == (Relation.EQUAL, Relation.CLOSE, Relation.CLOSE)
    assert parts.birth.value == "slip"
    assert {(word.asked, word.listed): word.likeness for word in parts.words}[
        "qasımov", "qasımov"
    ] is Likeness.SAME_SOUND


def test_twin_is_shown_with_the_given_name_marked_different(ask: Ask) -> None:
    found = ask("Qasımov Elşən Nüsrət oğlu", birth_date="1970-10-22", citizenship="AZE")
    assert first(found) == "qasimov"
    assert found.candidates[0].parts.given is Relation.DIFFERENT


def test_hash_collision_does_not_find_another_document(
    held: RestrictionList, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = codec.hash32("doc", "C01234567")
    monkeypatch.setattr(codec, "hash32", lambda kind, text: wanted)
    assert held.find(Query(document="ZZ00000"), today=TODAY).candidates == ()
