"""Deletes the files beside the store in which what was erased still stands: kept papers, copies of the store.

What was erased is noted in the erasure's own transaction, so that a crash in between leaves nothing behind.
"""

from pathlib import Path

from desk.config import Settings
from desk.db import erasing
from desk.db.migrate import backups_of
from desk.db.store import Store


def forget_files(store: Store, settings: Settings) -> int:
    """Delete what is left of the records that were erased since the last time; how many kept papers went.

    A file that cannot be deleted now is tried again at the next contact. Raises StoreFailed.
    """
    with store.read() as connection:
        names = erasing.names_left(connection)
    if not names:
        return 0
    papers = [
        path
        for path in settings.papers.glob("*")
        if path.is_file() and any(f"-{name}-" in f"-{path.name}" for name in names)
    ]
    copies = [*backups_of(store.path), *settings.folder.glob(f"{store.path.name}*.aside-*")]
    kept = [path for path in (*papers, *copies) if not _delete(path)]
    store.checkpoint()
    if not kept:
        with store.write() as connection:
            erasing.forget_names(connection, names)
    return sum(path not in kept for path in papers)


def _delete(path: Path) -> bool:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True
