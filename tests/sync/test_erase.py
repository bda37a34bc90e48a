"""Erased means gone: from the store and its log, other desks, kept papers and central; the chain holds."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
import time_machine
from pydantic import ValidationError
from sqlalchemy import select, text

from central.erase import erased_since
from desk.config import Settings
from desk.db import changes, drafts, handed
from desk.db.log_tables import change
from desk.db.store import RoleNeeded, StoreFailed
from desk.lang import today
from desk.records.base import utc_now
from desk.records.lookup import LookupForm
from desk.records.reference import Role
from desk.records.wire import Edit
from desk.usecases import retention
from desk.usecases.attach import attach_file
from desk.usecases.desk import Desk
from desk.usecases.drafts import draft_of, keep_draft
from desk.usecases.erase import erase
from desk.usecases.export import export_visits
from desk.usecases.log_check import check_log
from desk.usecases.lookup import look_up
from desk.usecases.quarantine import hand_over
from desk.usecases.retention import purge
from tests.central.world import World
from tests.decrypted import found_in
from tests.sync.house import DATA_KEY, House

CANARY, NUMBER = "Kanareyev", "Z98765432"


def settings_of(house: House) -> Settings:
    return Settings(house.opened.store.path.parent, language="en")


def supervisor(house: House) -> Desk:
    clerk = house.desk.clerk.model_copy(update={"roles": [Role.clerk, Role.supervisor]})
    return house.desk.signed_in(clerk)


def told(house: House) -> Any:
    return house.register(surname=CANARY, document_number=NUMBER)


def test_a_persons_data_is_gone_from_every_file_and_from_central(world: World, house: House) -> None:
    settings, desk = settings_of(house), supervisor(house)
    other = house.register(surname="Başqa", document_number="B1111111")
    receipt = told(house)
    look_up(desk, settings, LookupForm(purpose="identity", surname=CANARY, document_number=NUMBER))
    house.sync()
    settings.papers.mkdir()
    (settings.papers / f"{receipt.number}-az.pdf").write_text(CANARY)
    keep_draft(desk, "intake", {"surname": CANARY})
    assert set(found_in(settings.folder, DATA_KEY, CANARY, NUMBER)) >= {f"{receipt.number}-az.pdf"}
    done = erase(desk, settings, receipt.number, "Ərizə əsasında", whole_person=True)
    assert (done.records, done.papers) == (2, 1)
    assert found_in(settings.folder, DATA_KEY, CANARY, NUMBER) == {}
    assert draft_of(desk, "intake") is None
    assert check_log(house.opened.store) is None
    house.sync()
    for table in ("record", "feed", "dead_letter"):
        assert world.count(f"select count(*) from {table} where body like '%%{CANARY}%%'") == 0
    assert world.count("select count(*) from change_receipt where salt = ''") == 2
    assert world.count("select count(*) from record where number = %s", receipt.number) == 1
    assert [row["entity"] for row in erased_since(world.db, datetime(2000, 1, 1, tzinfo=UTC))] == [
        "visit",
        "lookup",
    ]
    assert world.alarms() == []
    assert list(house.visits()) == [other.number]


def test_copies_from_before_an_update_and_files_set_aside_go_too(house: House) -> None:
    receipt = told(house)
    house.sync()
    database, settings = house.opened.store.path, settings_of(house)
    house.opened.store.back_up(database.with_suffix(".before-0016"), DATA_KEY)
    copyfile(database, database.with_name("desk.db.aside-20260101-000000"))
    copyfile(f"{database}-wal", database.with_name("desk.db-wal.aside-20260101-000000"))
    assert {name.split(".")[1] for name in found_in(settings.folder, DATA_KEY, CANARY)} >= {
        "before-0016",
        "db-wal",
    }
    erase(supervisor(house), settings, receipt.number, "x")
    assert found_in(settings.folder, DATA_KEY, CANARY) == {}


def test_files_attached_to_the_visit_go_too_here_and_at_central(
    world: World, house: House, tmp_path: Path
) -> None:
    receipt = told(house)
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7 " + CANARY.encode())
    attach_file(house.desk, receipt.number, str(scan))
    house.sync()
    house.sync()
    assert world.count("select count(*) from blob") == 1
    done = erase(supervisor(house), settings_of(house), receipt.number, "x")
    assert done.records == 2
    house.sync()
    assert found_in(settings_of(house).folder, DATA_KEY, CANARY) == {}
    assert world.count("select count(*) from blob") == 0
    assert world.count("select count(*) from feed where body like '%%scan.pdf%%'") == 0


def test_the_bytes_were_there_before(house: House) -> None:
    told(house)
    house.opened.store.checkpoint()
    assert found_in(settings_of(house).folder, DATA_KEY, CANARY) != {}


def test_another_desk_of_the_office_forgets_it_at_its_next_contact(
    world: World, house: House, enrolled: Callable[..., House]
) -> None:
    second = enrolled()
    receipt = told(house)
    house.sync()
    second.sync()
    assert list(second.visits()) == [receipt.number]
    erase(supervisor(house), settings_of(house), receipt.number, "x")
    house.sync()
    second.sync()
    assert second.visits() == {}
    second.opened.store.checkpoint()
    assert found_in(second.opened.store.path.parent, DATA_KEY, CANARY) == {}
    third = enrolled()
    third.sync()
    assert third.visits() == {}


def test_another_desk_forgets_its_papers_drafts_and_copies(
    house: House, enrolled: Callable[..., House]
) -> None:
    second = enrolled()
    receipt, other = told(house), house.register(surname="Başqa", document_number="B1111111")
    house.sync()
    second.sync()
    store, settings = second.opened.store, settings_of(second)
    papers = {f"{receipt.number}-az.pdf", f"{other.number}-az.pdf", "report-2026-az.pdf"}
    settings.papers.mkdir()
    for name in papers:
        (settings.papers / name).write_text(CANARY if receipt.number in name else "Başqa")
    for screen, surname in (("intake", CANARY), ("lookup", "Başqa")):
        keep_draft(second.desk, screen, {"surname": surname})
    store.back_up(store.path.with_suffix(".before-0016"), DATA_KEY)
    erase(supervisor(house), settings_of(house), receipt.number, "x")
    house.sync()
    second.sync()
    assert {path.name for path in settings.papers.iterdir()} == papers - {f"{receipt.number}-az.pdf"}
    assert (draft_of(second.desk, "intake"), draft_of(second.desk, "lookup") is None) == (None, False)
    assert found_in(settings.folder, DATA_KEY, CANARY, NUMBER) == {}


def test_what_was_handed_over_of_it_is_gone_from_the_desk_of_who_erases_and_from_central(
    world: World, house: House, enrolled: Callable[..., House]
) -> None:
    second = enrolled()
    receipt = told(house)
    wrong = {"old": "1990-01-31", "new": "2999-01-01"}
    edit = Edit(
        id=receipt.visit.id, fields={"surname": {"old": CANARY, "new": CANARY + "a"}, "birth_date": wrong}
    )
    with house.opened.store.write() as connection:
        bad = changes.append(connection, house.desk.author, "visit.edited", f"visit:{receipt.visit.id}", edit)
    house.sync()
    hand_over(house.desk, bad.n)
    house.sync()
    second.sync()
    with second.opened.store.read() as connection:
        assert len(handed.open_ones(connection)) == 1
    erase(supervisor(second), settings_of(second), receipt.number, "x")
    second.sync()
    assert found_in(settings_of(second).folder, DATA_KEY, CANARY) == {}
    for table in ("record", "feed", "dead_letter"):
        assert world.count(f"select count(*) from {table} where body like '%%{CANARY}%%'") == 0


def test_a_paper_that_a_crash_left_goes_with_the_next_contact(
    house: House, enrolled: Callable[..., House], monkeypatch: pytest.MonkeyPatch
) -> None:
    second = enrolled()
    receipt = told(house)
    house.sync()
    second.sync()
    settings = settings_of(second)
    settings.papers.mkdir()
    (settings.papers / f"{receipt.number}-az.pdf").write_text(CANARY)
    erase(supervisor(house), settings_of(house), receipt.number, "x")
    house.sync()
    with monkeypatch.context() as broken:
        broken.setattr("desk.usecases.erased_files._delete", lambda path: False)
        assert second.sync().online
    assert (second.visits(), len(list(settings.papers.iterdir()))) == ({}, 1)
    second.sync()
    assert list(settings.papers.iterdir()) == []


def test_printed_answers_of_lookups_and_rejected_changes_go_too(house: House) -> None:
    settings, desk = settings_of(house), supervisor(house)
    receipt = told(house)
    answer = look_up(desk, settings, LookupForm(purpose="identity", surname=CANARY, document_number=NUMBER))
    house.sync()
    written = [row.change_id for row in house.log() if row.kind == "visit.registered"]
    settings.papers.mkdir()
    for name in (f"lookup-answer-{answer.made.id}-az.pdf", f"rejected-{written[0]}-az.pdf"):
        (settings.papers / name).write_text(CANARY)
    assert erase(desk, settings, receipt.number, "x", whole_person=True).papers == 2
    assert list(settings.papers.iterdir()) == []


def test_what_central_has_not_is_not_erased_and_a_clerk_may_not(house: House) -> None:
    receipt = told(house)
    with pytest.raises(StoreFailed, match="erase_unsent"):
        erase(supervisor(house), settings_of(house), receipt.number, "x")
    house.sync()
    with pytest.raises(RoleNeeded):
        erase(house.desk, settings_of(house), receipt.number, "x")
    with pytest.raises(ValidationError):
        erase(supervisor(house), settings_of(house), receipt.number, " ")
    assert receipt.number in house.visits()


def age(house: House, days: int) -> None:
    """Let all that was written have been written so many days ago."""
    with house.opened.store.write() as connection:
        connection.execute(text("drop trigger change_is_history"))
        for table, column in (("change", "at"), ("visit", "registered_at")):
            moved = f"strftime('%Y-%m-%dT%H:%M:%f+00:00', {column}, '-{days} days')"
            connection.execute(text(f"update {table} set {column} = {moved}"))


def test_the_desk_forgets_what_is_old_and_delivered_and_nothing_unsent(house: House) -> None:
    told(house)
    house.sync()
    kept = house.register(surname="Qalan").number
    age(house, 100)
    done = purge(house.opened.store, 90)
    assert (done.visits, done.texts) == (1, 1)
    assert list(house.visits()) == [kept]
    assert found_in(settings_of(house).folder, DATA_KEY, CANARY) == {}
    house.sync()
    assert house.states()[-1].value == "acknowledged"


def test_a_half_typed_form_is_forgotten_when_it_is_old(house: House) -> None:
    house.sync()
    for screen, days in (("old", 91), ("recent", 89)):
        with house.opened.store.write() as connection:
            drafts.put(connection, screen, "clerk", {"surname": screen}, utc_now() - timedelta(days=days))
    assert purge(house.opened.store, 90).drafts == 1
    with house.opened.store.read() as connection:
        assert drafts.get(connection, "old", "clerk") is None
        assert drafts.get(connection, "recent", "clerk")


def test_no_setting_forgets_within_35_days(house: House) -> None:
    told(house)
    house.sync()
    age(house, 30)
    assert purge(house.opened.store, 1) == retention.Purged(0, 0, 0)


def test_a_clock_that_jumps_ahead_after_a_contact_forgets_nothing_that_is_fresh(house: House) -> None:
    told(house)
    keep_draft(house.desk, "intake", {"surname": CANARY})
    house.sync()
    with time_machine.travel(utc_now() + timedelta(days=400), tick=True):
        assert purge(house.opened.store, 90) == retention.Purged(0, 0, 0)


def test_what_was_written_under_a_clock_known_to_be_behind_is_not_old(house: House) -> None:
    behind = timedelta(days=4000)
    with time_machine.travel(utc_now() - behind, tick=True):
        house.clock.offset = round(behind.total_seconds() * 1000)
        told(house)
        keep_draft(house.desk, "intake", {"surname": CANARY})
    house.sync()
    assert purge(house.opened.store, 90) == retention.Purged(0, 0, 0)


def test_the_purge_runs_once_a_day_and_zero_days_keep_everything(house: House) -> None:
    settings = settings_of(house)
    assert retention.purge_daily(house.desk, Settings(settings.folder, keep_days=0)) is None
    assert retention.purge_daily(house.desk, settings) is not None
    assert retention.purge_daily(house.desk, settings) is None


def test_an_export_is_masked_inert_and_in_the_log_before_it_is_a_file(house: House, tmp_path: Path) -> None:
    desk, target = supervisor(house), tmp_path / "out.csv"
    house.register(surname=CANARY, document_number=NUMBER, given_name="=cmd()")
    made = export_visits(desk, today(), today(), "Aylıq hesabat", target)
    content = target.read_text("utf-8-sig")
    assert made.rows == 1
    assert CANARY not in content
    assert "***432" in content
    assert "Aylıq hesabat" in content
    export_visits(desk, today(), today(), "Yoxlama", target, masked=False)
    assert CANARY in target.read_text("utf-8-sig")
    assert '"\'=cmd()"' in target.read_text("utf-8-sig")
    assert target.stat().st_mode & 0o077 == 0
    with desk.store.read() as connection:
        bodies = (
            connection.execute(select(change.c.body).where(change.c.kind == "export.made")).scalars().all()
        )
    assert ['"masked":true' in body for body in bodies] == [True, False]
    clerk = house.desk.signed_in(house.desk.clerk.model_copy(update={"roles": [Role.clerk]}))
    with pytest.raises(RoleNeeded):
        export_visits(clerk, date(2026, 1, 1), today() - timedelta(days=1), "x", tmp_path / "no.csv")
    assert not (tmp_path / "no.csv").exists()
