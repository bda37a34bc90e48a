"""The store when its file does not read: told by its code, from reading as from writing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.db.store import Store, StoreFailed
from tests.spoiled import spoil
from tests.sync.stores import blank_store


@pytest.fixture
def damaged(tmp_path: Path) -> Iterator[Store]:
    store = blank_store(tmp_path / "desk.db")
    spoil(store)
    yield store
    store.close()


def test_a_page_that_does_not_read_is_told_and_nothing_is_written_after_it(damaged: Store) -> None:
    with pytest.raises(StoreFailed) as told, damaged.read() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM visit").fetchall()
    assert told.value.code in ("store_damaged", "disk_error")
    assert damaged.stopped == told.value.code
    with pytest.raises(StoreFailed), damaged.write():
        pass
