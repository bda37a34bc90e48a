"""One page of a scope's present state into the store, together with the key to go on from when it is cut."""

from uuid import UUID

from desk.db import case_files, cursors, entries
from desk.db.cursors import Cursor, SnapshotPlace
from desk.db.store import Store
from desk.records.wire import Snapshot
from desk.sync import merge
from desk.sync.outcomes import Nonsense


def places_of(store: Store, scope: str, epoch: UUID) -> tuple[Cursor, SnapshotPlace | None]:
    """Where the desk stands in a scope's feed, and where the scope's snapshot was cut if one is under way."""
    with store.read() as connection:
        return cursors.at(connection, scope, epoch), cursors.under_way(connection, scope, epoch)


def apply_page(
    store: Store, scope: str, page: Snapshot, before: SnapshotPlace | None
) -> SnapshotPlace | None:
    """Apply a page of a scope's present state together with its key; where to go on, None after the last.

    The last page puts the cursor at the pin. Raises Nonsense when the page is of another snapshot or leads
    nowhere, and StoreFailed; nothing is then applied.
    """
    if before is not None and (page.pin != before.pin or page.next_key == before.after_key):
        raise Nonsense("nonsense", "snapshot")
    if page.next_key and not page.events:
        raise Nonsense("nonsense", "snapshot")
    place = SnapshotPlace(scope, page.epoch, page.pin, page.next_key)
    with store.write() as connection:
        merge.acknowledge(connection, page.events)
        merge.apply_events(connection, page.events)
        case_files.refresh_at(connection, [event.n for event in page.events])
        entries.refresh_at(connection, [event.n for event in page.events])
        if page.next_key:
            cursors.move_snapshot(connection, place)
            return place
        cursors.forget(connection, scope)
        cursors.move(connection, scope, page.epoch, page.pin, page.as_of)
    return None
