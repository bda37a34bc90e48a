"""Spoils the file of an open store, as a failing disk does."""

from desk.db.store import Store

_PAGE = 4096


def spoil(store: Store) -> None:
    """Write over every page but the first, and leave nothing in SQLite's memory to answer from."""
    store.checkpoint()
    store._raw.execute("PRAGMA shrink_memory")
    with store.path.open("r+b") as file:
        for page in range(1, store.path.stat().st_size // _PAGE):
            file.seek(page * _PAGE + 100)
            file.write(b"x" * 64)
