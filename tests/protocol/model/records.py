"""What an event does to a set of records: one reading of the feed for central, the desks and the checks."""

from collections.abc import MutableMapping
from dataclasses import replace

from tests.protocol.wire import Event, Record


def follow(records: MutableMapping[str, Record], event: Event) -> None:
    """Alter a desk's records by one event; a record that is already past the event stays as it is."""
    before = records.get(event.stream)
    if before is not None and before.n >= event.n:
        return
    if event.what == "left":
        records.pop(event.stream, None)
    else:
        records[event.stream] = after(before or Record(event.office), event)


def after(before: Record, event: Event) -> Record:
    """The record as the event leaves it."""
    match event.what:
        case "entered":
            return replace(event.record or before, office=event.office, n=event.n)
        case "opened":
            return replace(before, number=event.value, n=event.n)
        case "fact":
            return replace(before, facts=(*before.facts, (event.change_id, event.value)), n=event.n)
        case "set":
            return replace(before, fields={**before.fields, event.field: event.value}, n=event.n)
        case "conflict":
            return replace(before, conflicts={**before.conflicts, event.change_id: event.field}, n=event.n)
        case "settled":
            open_ones = {k: v for k, v in before.conflicts.items() if k != event.value}
            return replace(before, conflicts=open_ones, n=event.n)
        case _:
            return before
