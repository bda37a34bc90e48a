"""A desk is wiped at headquarters' word, and only once nothing would be lost by it.

What central has not acknowledged is first written beside the desk, sealed and signed; then the keys go, then
the data.
"""

from pathlib import Path
from shutil import rmtree

from desk.crypto.files import sync_folder
from desk.db import changes
from desk.db.store import StoreFailed
from desk.usecases.delivery import export_changes
from desk.usecases.set_up import OpenDesk

UNDELIVERED = "undelivered.changes"
LIST = "list"
_KEYS = ("slots.json", "tries.json", "people.json", "time.json", "refused.json")


def wipe(desk: OpenDesk) -> None:
    """Erase the desk of this file's folder. Raises StoreFailed `wiped` at the end, so that all work stops.

    Sealed copies of a former life stay, for central may lack them; so does `undelivered.changes`.
    """
    store, folder = desk.store, desk.store.path.parent
    store.stopped = "wiped"
    with store.read() as connection:
        left = sum(changes.counts(connection).values())
    if left:
        _export_all(desk, folder / UNDELIVERED)
    store.close()
    for name in _KEYS:
        for path in folder.glob(f"{name}*"):  # what a crash left beside it is a key too
            path.unlink()
    for path in folder.glob(f"{store.path.stem}.*"):
        path.unlink()
    own = folder / "spool" / f"{desk.identity.desk}-{desk.identity.incarnation}.spool"
    own.unlink(missing_ok=True)
    rmtree(folder / LIST, ignore_errors=True)  # its key is gone in any case
    sync_folder(folder)
    raise StoreFailed("wiped")


def _export_all(desk: OpenDesk, target: Path) -> None:
    """One file whatever its size: there is no next one."""
    target.unlink(missing_ok=True)
    made = export_changes(desk, target, largest=1 << 40)
    if made.left:
        raise StoreFailed("disk_error")
