"""The change log under the synchronisation: blocked, released, sent again, and never read from end to end."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from desk.db import change_states, changes
from desk.db.changes import Author
from desk.db.log_tables import ChangeState, change
from desk.db.store import Connection, Store
from desk.records.base import new_id, utc_now
from desk.records.kinds import SignIn
from desk.records.wire import PUSH_BYTES, Change, Outcome, PushReply, Result
from desk.sync import ledger
from desk.sync.batch import Answered
from tests.sync.stores import blank_store

AUTHOR = Author(uuid4(), "clerk-1", 0)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = blank_store(tmp_path / "desk.db")
    yield opened
    opened.close()


def write(connection: Connection, stream: str, said: str = "x") -> UUID:
    record = SignIn(id=new_id(), clerk="c", clerk_name=said, office="GNC", desk="GNC1", at=utc_now())
    return changes.append(connection, AUTHOR, "session.opened", stream, record).change_id


def result(change_id: UUID, outcome: Outcome, n: int = 1) -> Result:
    return Result(change_id=change_id, outcome=outcome, feed_n=n, code="" if outcome == "applied" else "why")


def log(connection: Connection) -> list[tuple[str, ChangeState]]:
    rows = connection.execute(select(change.c.stream, change.c.state).order_by(change.c.n))
    return [(row.stream, ChangeState(row.state)) for row in rows]


steps = st.lists(
    st.tuples(st.sampled_from(["write", "apply", "reject", "resend", "lost"]), st.integers(0, 9)), max_size=40
)


@settings(max_examples=30, deadline=None)
@given(steps)
def test_blocked_is_exactly_what_stands_behind_a_rejected_change_of_its_stream(
    tmp_path_factory: pytest.TempPathFactory, told: list[tuple[str, int]]
) -> None:
    store = blank_store(tmp_path_factory.mktemp("desk") / "desk.db")
    for verb, pick in told:
        with store.write() as connection:
            due, held = changes.pending(connection, 100), changes.rejected_ids(connection, 100)
            if verb == "write":
                write(connection, f"s{pick % 3}")
            elif verb == "lost":
                change_states.send_again(connection)
            elif verb == "resend" and held:
                change_states.resend(connection, held[pick % len(held)])
            elif verb in ("apply", "reject") and due:
                outcome = Outcome.applied if verb == "apply" else Outcome.rejected
                change_states.settle(connection, [result(due[pick % len(due)].change_id, outcome)])
    with store.read() as connection:
        rejected: set[str] = set()
        for stream, state in log(connection):
            assert (state is ChangeState.blocked) == (stream in rejected and state in changes.OPEN) or (
                state is ChangeState.rejected
            )
            rejected |= {stream} if state is ChangeState.rejected else set()
        counted = changes.counts(connection)
        states = [state for _, state in log(connection)]
        assert counted == {state: states.count(state) for state in changes.OPEN}
    store.close()


def test_a_batch_keeps_the_limits_of_a_push_and_the_order_written(store: Store) -> None:
    with store.write() as connection:
        ids = [write(connection, f"s{i % 7}") for i in range(1200)]
    batch = ledger.next_batch(store)
    assert [sent.change_id for sent in batch.changes] == ids[:500]
    assert batch.head_n == 1200
    assert sum(len(sent.text) for sent in batch.changes) <= PUSH_BYTES


def test_what_is_sent_is_the_change_as_it_was_written(store: Store) -> None:
    every_character = "".join(chr(code) for code in (*range(1, 0xD800), *range(0xE000, 0x10000), 0x1F600))
    said = [every_character, '"\\u0000\\', "", "[]"]  # in JSON a NUL is always an escape
    with store.write() as connection:
        connection.exec_driver_sql("DROP TRIGGER change_is_history")
        written = list[Change]()
        for body in said:
            record = SignIn(id=new_id(), clerk="c", clerk_name="x", office="GNC", desk="GNC1", at=utc_now())
            before = written[-1].change_id if written else None
            one = changes.append(connection, AUTHOR, "session.opened", f"s:{body[:40]}", record, before)
            row = update(change).where(change.c.n == one.n)
            connection.execute(row.values(body=body, former_n=one.n + 7 if before else None))
            written.append(one.model_copy(update={"body": body, "n": one.n + 7 if before else one.n}))
        due = changes.pending(connection, 10)
    assert [Change.model_validate_json(one.text, strict=True) for one in due] == written
    assert [json.loads(one.text)["change_id"] for one in due] == [str(one.change_id) for one in written]


def test_large_changes_go_in_smaller_batches_and_a_huge_one_alone(store: Store) -> None:
    with store.write() as connection:
        for size in (400_000, 400_000, 400_000, 1_000_000):
            change_id = write(connection, "s")
            connection.exec_driver_sql("DROP TRIGGER IF EXISTS change_is_history")
            row = update(change).where(change.c.change_id == change_id)
            connection.execute(row.values(body='"' + "ə" * (size // 2)))
    sizes = []
    while batch := ledger.next_batch(store).changes:
        sizes.append(len(batch))
        ledger.take_results(store, [result(sent.change_id, Outcome.applied) for sent in batch])
    assert sizes == [2, 1, 1]


def test_an_answer_to_a_change_that_was_not_sent_is_no_answer(store: Store) -> None:
    with store.write() as connection:
        write(connection, "s")
    batch = ledger.next_batch(store)
    stranger = result(uuid4(), Outcome.applied)
    waits = result(batch.changes[0].change_id, Outcome.rejected).model_copy(update={"code": changes.WAITS})
    reply = PushReply(results=[stranger, waits], server_time=utc_now(), epoch=uuid4())
    answered = Answered(batch, reply)
    assert (answered.results, answered.left, answered.went_well) == ([], batch.changes, False)


READERS: dict[str, Callable[[Connection], Any]] = {
    "pending": lambda connection: changes.pending(connection, 10),
    "unsent": changes.unsent,
    "counts": changes.counts,
    "rejected": lambda connection: changes.rejected_ids(connection, 10),
    "arrange": lambda connection: change_states.arrange(connection, "s"),
    "resend": lambda connection: change_states.resend(connection, uuid4()),
    "known": lambda connection: changes.known(connection, [uuid4()]),
    "append": lambda connection: write(connection, "s"),
    "settle": lambda connection: change_states.settle(connection, [result(uuid4(), Outcome.rejected)]),
    "seen": lambda connection: change_states.seen_in_feed(connection, {uuid4(): 1}),
}


@pytest.mark.parametrize("name", READERS)
def test_years_of_changes_slow_nothing_down(store: Store, name: str) -> None:
    """Every statement reaches the log by an index: without one a save waits for all that was ever written."""
    said: list[str] = []
    with store.write() as connection:
        write(connection, "s")
        driver: Any = connection.connection.driver_connection
        driver.set_trace_callback(said.append)
        READERS[name](connection)
        driver.set_trace_callback(None)
        assert said
        for statement in [each for each in said if not each.startswith("--")]:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")
            walks = [row[3] for row in plan if row[3].startswith("SCAN change") and "USING" not in row[3]]
            # The newest row is found from the end of the table, whose key it is.
            assert not walks or "ORDER BY change.n DESC" in statement, (statement, walks)
