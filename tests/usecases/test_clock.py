"""What central's word makes known of the time decides numbers, records and the limits of forms."""

from datetime import datetime, timedelta

import pytest
import time_machine
from pydantic import ValidationError

from desk.db import changes, facts
from desk.db.changes import written_at
from desk.lang import BAKU, today
from desk.records.base import utc_now
from desk.usecases.day_sheet import day_sheet
from desk.usecases.desk import Desk
from desk.usecases.print_paper import note_paper
from desk.usecases.register_visit import register_visit
from tests.desks import Made, form

BATTERY = datetime(2015, 1, 1, 9, 0, tzinfo=BAKU)
"""Where a computer's clock begins again when its battery is dead."""
TRUE = datetime(2026, 11, 23, 10, 0, tzinfo=BAKU)
SECOND = timedelta(seconds=1)


def hear(desk: Desk, moment: datetime) -> None:
    """Take central's word, and leave what a contact leaves."""
    desk.clock.offset = (moment - utc_now()) // timedelta(milliseconds=1)
    with desk.store.write() as connection:
        facts.put(connection, clock_offset=str(desk.clock.offset), last_contact=moment.isoformat())


@pytest.mark.parametrize("wrong", [BATTERY, TRUE + timedelta(days=4000)], ids=["behind", "ahead"])
def test_centrals_word_decides_number_record_and_limits_under_a_wrong_clock(
    made: Made, wrong: datetime
) -> None:
    with time_machine.travel(wrong, tick=True):
        desk = made.open()
        hear(desk, TRUE)
        receipt = register_visit(desk, form(birth_date="01.05.2020"))
        assert receipt.number.startswith("Q-26-")
        assert abs(receipt.registered_at - TRUE) < 60 * SECOND
        assert today() == TRUE.date()
        with pytest.raises(ValidationError, match="date_future"):
            form(birth_date="01.05.2027")
        note_paper(desk, "receipt", receipt.number, "az", b"pdf")
        sheet = day_sheet(desk, today())
        assert (sheet.totals.visits, sheet.totals.papers) == (1, {"receipt": 1})
        with desk.store.read() as connection:
            written = changes.one(connection, receipt.change_n)
        assert abs(datetime.fromisoformat(written.at) - wrong) < 60 * SECOND, "the log keeps the raw clock"
        assert abs(written_at(written) - TRUE) < 60 * SECOND
        desk.close()
        assert today() == wrong.date()


def test_without_any_contact_the_computers_clock_is_all_there_is(made: Made) -> None:
    with time_machine.travel(BATTERY, tick=True):
        desk = made.open()
        assert register_visit(desk, form()).number.startswith("Q-15-")
        with pytest.raises(ValidationError, match="date_future"):
            form(birth_date="01.05.2020")
        desk.close()


def test_no_clock_however_far_back_makes_a_birth_before_the_program_lie_in_the_future() -> None:
    with time_machine.travel(datetime(2000, 1, 1, tzinfo=BAKU)):
        assert form(birth_date="31.12.2015").birth_date.year == 2015
        with pytest.raises(ValidationError, match="date_future"):
            form(birth_date="01.01.2016")


@pytest.mark.parametrize(
    ("then", "now", "known"),
    [
        (TRUE, BATTERY, TRUE),
        (BATTERY, BATTERY - timedelta(hours=8), TRUE),
        (BATTERY, BATTERY + timedelta(hours=8), TRUE + timedelta(hours=8)),
        (BATTERY, TRUE + timedelta(hours=8), TRUE + timedelta(hours=8)),
        (TRUE + timedelta(days=4000), TRUE + timedelta(hours=8), TRUE + timedelta(hours=8)),
        (TRUE - timedelta(hours=4), TRUE + timedelta(hours=8), TRUE + timedelta(hours=12)),
    ],
    ids=["dies", "dies again", "stays behind", "was behind", "was ahead", "stays four hours behind"],
)
def test_a_new_start_takes_the_last_contact_for_no_more_than_it_proves(
    made: Made, then: datetime, now: datetime, known: datetime
) -> None:
    with time_machine.travel(then, tick=True):
        desk = made.open()
        hear(desk, TRUE)
        desk.close()
    with time_machine.travel(now, tick=True):
        desk = made.open()
        assert abs(desk.clock.now() - known) < 60 * SECOND
        assert today() == known.date()
        desk.close()
