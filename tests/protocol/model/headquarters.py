"""What headquarters does at central by itself: edits, notes, new cases, moves, rules,
and one slow transaction."""

from tests.protocol.model.central import Central
from tests.protocol.wire import Body, Change, Kind
from tests.protocol.world import Directive

HEADQUARTERS = "hq"
"""Device and code of headquarters' own changes."""


def direct(central: Central, directive: Directive, codes: dict[str, str]) -> str:
    """Carry out one directive; `codes` are the desks' codes, for the order to wipe. Returns a note."""
    streams = sorted(central.books.records)
    match directive.what:
        case "create":
            central.apply(change_of(directive, "c" + directive.key, None))
            return "c" + directive.key
        case "lenient" | "strict":
            central.strict = directive.what == "strict"
        case "mend":
            central.stumbling = False
        case "wipe":
            device = sorted(codes)[directive.pick % len(codes)]
            central.books.wipes.add(codes[device])
            return device
        case "commit":
            return commit(central)
        case _ if not streams:
            return "nothing there"
        case "move":
            return move(central, directive, streams[directive.pick % len(streams)])
        case "begin":
            return begin(central, directive, streams[directive.pick % len(streams)])
        case _:
            stream = streams[directive.pick % len(streams)]
            central.apply(
                change_of(directive, stream, central.books.records[stream].fields.get(directive.field))
            )
            return stream
    return ""


def change_of(directive: Directive, stream: str, seen: str | None) -> Change:
    """Headquarters' act in the shape of a change."""
    kind = {"create": Kind.OPEN, "note": Kind.FACT}.get(directive.what, Kind.EDIT)
    number = f"HQ-{directive.key}" if kind is Kind.OPEN else ""
    body = Body(stream, kind, directive.office, directive.field, seen, directive.value, number)
    return Change(directive.key, HEADQUARTERS, HEADQUARTERS, 0, (0, 0), body)


def begin(central: Central, directive: Directive, stream: str) -> str:
    """Begin a slow edit: values are read now, the feed number comes at the commit."""
    if central.open_edit is None:
        seen = central.books.records[stream].fields.get(directive.field)
        central.open_edit = change_of(directive, stream, seen)
        central.begin()
    return stream


def commit(central: Central) -> str:
    """Commit the slow edit, if one is open."""
    change, central.open_edit = central.open_edit, None
    if change is None:
        return "nothing open"
    central.commit(change)
    return change.body.stream


def move(central: Central, directive: Directive, stream: str) -> str:
    """Give a case to another office: its leaving and its entering are two events of one transaction."""
    record = central.books.records[stream]
    if record.office == directive.office:
        return "there already"
    change = change_of(directive, stream, None)
    central.append(change, "left", office=record.office)
    central.append(change, "entered", office=directive.office, record=record)
    return f"{stream} to {directive.office}"
