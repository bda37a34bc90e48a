"""What versions add up to depends on the versions only, never on the order in which they arrived."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete

from desk.db import entries, measure_lists
from desk.db.register_tables import entry_version
from desk.db.register_tables import measure as measure_rows
from desk.records.attendance import AttendanceFact, Mark, attendance_id, fold_marks
from desk.records.entry import EntryAct, fold
from desk.records.measure import MeasureFact
from desk.usecases.desk import Desk
from desk.usecases.measures import measure_of
from tests.registers.cards import measure

ENTRY, SESSION, WHO, DAY = UUID(int=1), UUID(int=2), UUID(int=3), date(2018, 2, 28)
START = datetime(2018, 3, 1, tzinfo=UTC)
History = list[tuple[int, int, list[int]]]
"""Of each version: what it says, a minute that may lie, and which of the ones before it had been seen."""


@st.composite
def histories(draw: st.DrawFn) -> tuple[History, list[int]]:
    n = draw(st.integers(1, 6))
    told = [
        (
            draw(st.integers(0, 3)),
            draw(st.integers(0, 5)),
            draw(st.lists(st.integers(0, k - 1), unique=True)) if k else [],
        )
        for k in range(n)
    ]
    return told, draw(st.permutations(range(n)))


def _writer(k: int, minute: int, seen: Sequence[int]) -> dict[str, object]:
    return {
        "id": UUID(int=100 + k),
        "after": [UUID(int=100 + one) for one in seen],
        "at": START + timedelta(minutes=minute),
        **{"office": "GNC", "desk": "GNC2", "clerk": "a", "clerk_name": "A"},
    }


def _measures(told: History) -> list[MeasureFact]:
    return [
        MeasureFact.model_validate(
            _writer(k, minute, seen)
            | {"entry": ENTRY, "act": EntryAct.withdrawn, "reason": "x"}
            | ({} if said == 0 else {"act": EntryAct.corrected, "form": measure_of(measure(quantity=said))})
        )
        for k, (said, minute, seen) in enumerate(told)
    ]


@given(histories())
def test_measure_is_the_same_whatever_arrives_first(drawn: tuple[History, list[int]]) -> None:
    told, order = drawn
    facts = _measures(told)
    assert fold([facts[k] for k in order]) == fold(facts)


@given(histories())
def test_last_writer_who_saw_everything_decides_and_nothing_is_contested(
    drawn: tuple[History, list[int]],
) -> None:
    told, order = drawn
    facts = _measures([*told[:-1], (told[-1][0], 0, list(range(len(told) - 1)))])
    folded = fold([facts[k] for k in order])
    assert folded.newest == facts[-1]
    assert not folded.contested


@given(histories())
def test_attendance_is_the_same_whatever_arrives_first(drawn: tuple[History, list[int]]) -> None:
    told, order = drawn
    acts = (Mark.came, Mark.left, Mark.corrected, Mark.corrected)
    facts = [
        AttendanceFact.model_validate(
            _writer(k, minute, seen)
            | {"entry": attendance_id(SESSION, WHO, DAY), "training": SESSION, "employee": WHO, "on": DAY}
            | {"act": acts[said], "present": said != 3, "came_at": time(9, k), "left_at": time(13, k)}
            | {"reason": "x"}
        )
        for k, (said, minute, seen) in enumerate(told)
    ]
    assert fold_marks([facts[k] for k in order]) == fold_marks(facts)


def test_rows_follow_the_versions_however_pages_cut_them(desk: Desk) -> None:
    told: History = [(1, 0, []), (2, 1, [0]), (3, 1, [0]), (0, 2, [1])]
    facts, rows = _measures(told), []
    for order in ([0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2]):
        with desk.store.write() as connection:
            connection.execute(delete(entry_version))
            connection.execute(delete(measure_rows))
            for n, k in enumerate(order, 1):
                entries.merge(connection, "measure.corrected", facts[k], n)
                entries.refresh(connection, n - 1, n)
            row = measure_lists.one(connection, ENTRY)
            assert row is not None
            rows.append(tuple(row))
    assert rows[0] == rows[1] == rows[2]
    assert rows[0][[*measure_rows.c.keys()].index("contested")]
