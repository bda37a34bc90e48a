"""Organisers' desks that write without a line: registers merge without loss, others get none of it."""

from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest

from central.references import set_references
from desk.config import Settings
from desk.records.attendance import Mark, Means
from desk.records.reference import Clerk, Role
from desk.usecases.attach import take_out
from desk.usecases.attendance import attendance_of, mark
from desk.usecases.desk import Desk
from desk.usecases.employees import Employee, set_employee
from desk.usecases.measures import (
    correct_measure,
    enter_measure,
    files_of,
    measures_of,
    open_measure,
    read_evidence,
    sums_of,
)
from desk.usecases.trainings import enter_training, open_training, totals_of
from tests.central.world import World
from tests.registers.cards import employee, measure, training
from tests.sync.house import House

Enrol = Callable[..., House]
DAY = date(2018, 2, 28)


@pytest.fixture(autouse=True)
def _organisers(world: World) -> None:
    """Two offices with an organiser each."""
    clerks = [
        Clerk(id=f"org-{code}", name="Nümunə", office=code, roles=[Role.organiser]) for code in ("GNC", "BAK")
    ]
    set_references(world.db, [("clerk.set", clerk) for clerk in clerks])


def _all(*houses: House) -> None:
    for _round in range(2):
        assert all(house.sync().pending == 0 for house in houses)


def _registers(desk: Desk) -> object:
    return measures_of(desk, 2018), sums_of(desk, 2018), [totals_of(desk, 2018, by) for by in ("", "unit")]


def test_corrections_of_two_offices_are_both_kept_and_the_entry_is_contested(enrolled: Enrol) -> None:
    ganja, baku = enrolled("GNC"), enrolled("BAK")
    entry = enter_measure(ganja.desk, measure()).entry
    _all(ganja, baku)
    for house, quantity in ((ganja, 24), (baku, 25)):
        correct_measure(house.desk, open_measure(house.desk, entry), measure(quantity=quantity), "sayılıb")
    _all(ganja, baku)
    assert _registers(ganja.desk) == _registers(baku.desk)
    opened = open_measure(baku.desk, entry)
    assert (opened.contested, len(opened.heads), len(opened.history)) == (True, 2, 3)
    correct_measure(ganja.desk, open_measure(ganja.desk, entry), measure(quantity=25), "razılaşdırıldı")
    _all(ganja, baku)
    assert not open_measure(baku.desk, entry).contested


def test_marks_of_two_doors_add_up_to_one_attendance(enrolled: Enrol) -> None:
    ganja, baku = enrolled("GNC"), enrolled("BAK")
    form = training(starts_at="10:00", ends_at="13:00")
    session = enter_training(ganja.desk, form).entry
    card = employee(1)
    who = Employee(set_employee(ganja.desk, card), card.name, card.unit, card.badge)
    _all(ganja, baku)
    mark(ganja.desk, session, form, who, Mark.came, Means.scanned, at=time(9, 50), on=DAY)
    mark(baku.desk, session, form, who, Mark.came, Means.scanned, at=time(9, 55), on=DAY)
    mark(baku.desk, session, form, who, Mark.left, Means.scanned, at=time(13, 5), on=DAY)
    _all(ganja, baku)
    assert _registers(ganja.desk) == _registers(baku.desk)
    (row,) = attendance_of(baku.desk, session, open_training(baku.desk, session).form)
    assert (row.came_at, row.left_at, row.contested) == (time(9, 50), time(13, 5), False)


def test_same_entry_made_at_two_desks_counts_once(enrolled: Enrol) -> None:
    ganja, baku = enrolled("GNC"), enrolled("BAK")
    ids = {set_employee(house.desk, employee(1)) for house in (ganja, baku)}
    entry = enter_measure(ganja.desk, measure()).entry
    enter_measure(baku.desk, measure(), entry=entry)
    _all(ganja, baku)
    assert len(ids) == 1
    assert [one.entries for one in sums_of(ganja.desk, 2018)] == [1]
    assert not open_measure(ganja.desk, entry).contested
    assert ganja.sync().rejected == baku.sync().rejected == 0


def test_office_without_an_organiser_does_not_read_the_registers(enrolled: Enrol, world: World) -> None:
    set_references(
        world.db,
        [("clerk.set", Clerk(id="clerk-SEK", name="Nümunə", office="SEK", roles=[Role.clerk]))],
    )
    ganja, sheki = enrolled("GNC"), enrolled("SEK")
    enter_measure(ganja.desk, measure())
    _all(ganja, sheki)
    assert measures_of(sheki.desk, 2018) == []
    set_references(
        world.db,
        [("clerk.set", Clerk(id="org-SEK", name="Nümunə", office="SEK", roles=[Role.organiser]))],
    )
    _all(sheki)
    assert len(measures_of(sheki.desk, 2018)) == 1
    scopes = world.db.execute("select scope from record where entity = 'measure'").fetchall()
    assert scopes == [("registers",)]


def test_new_desk_gets_the_registers_as_they_stand(enrolled: Enrol) -> None:
    ganja = enrolled("GNC")
    entry = enter_measure(ganja.desk, measure()).entry
    correct_measure(ganja.desk, open_measure(ganja.desk, entry), measure(quantity=24), "sayılıb")
    _all(ganja)
    late = enrolled("BAK")
    _all(late)
    assert _registers(late.desk) == _registers(ganja.desk)
    assert len(open_measure(late.desk, entry).history) == 2


def test_evidence_of_a_measure_is_listed_at_another_desk_and_taken_out_there(
    enrolled: Enrol, tmp_path: Path
) -> None:
    scan = tmp_path / "akt.pdf"
    scan.write_bytes(b"%PDF-1.7 akt")
    ganja, baku = enrolled("GNC"), enrolled("BAK")
    entry = enter_measure(ganja.desk, measure(), [read_evidence(str(scan))]).entry
    scan.unlink()
    _all(ganja, baku)
    (line,) = files_of(baku.desk, open_measure(baku.desk, entry).form.evidence)
    assert (line.name, line.size) == ("akt.pdf", 12)
    settings = Settings(baku.opened.store.path.parent, language="en")
    assert take_out(baku.desk, settings, "measure", line).path is None
    _all(baku)
    path = take_out(baku.desk, settings, "measure", line).path
    assert path is not None
    assert path.read_bytes() == b"%PDF-1.7 akt"
