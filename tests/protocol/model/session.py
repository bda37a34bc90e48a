"""One synchronisation of a desk: hello, push until nothing moves, then snapshot or pull."""

from functools import partial

from tests.protocol.model.central import Central
from tests.protocol.model.desk import Desk
from tests.protocol.model.line import CutError, Line
from tests.protocol.world import Link


def synchronise(desk: Desk, central: Central, line: Line) -> tuple[str, bool]:
    """Run the calls in turn and end at the first failure: a note, and whether central asks for a wipe."""
    try:
        wipe = greet(desk, central, line)
        if not push(desk, central, line):
            return "another epoch", False
        if wipe and desk.may_wipe():
            return "wipe", True
        if desk.store.cursor < 0 and not take_snapshot(desk, central, line):
            return "another epoch", False
        if not pull(desk, central, line):
            return "another epoch", False
    except CutError as cut:
        return f"cut: {cut}", False
    return "done", False


def greet(desk: Desk, central: Central, line: Line) -> bool:
    """Say hello and follow the answer; true when central asks for a wipe."""
    rejected = [r.change.id for r in desk.rejected()]
    fate = line.next_fate()
    ask = partial(central.hello, desk.device, desk.store.code, rejected, want_code=desk.store.fenced)
    hello = line.call(fate, ask)
    if fate is Link.DESK_CRASH:
        raise CutError(fate)
    desk.take_hello(hello)
    return hello.wipe


def push(desk: Desk, central: Central, line: Line) -> bool:
    """Push batch after batch; false when central has another epoch. Stumbling ends the push,
    not what follows."""
    while batch := desk.to_send():
        fate = line.next_fate()
        stop_at = line.at % len(batch) if fate is Link.TRANSIENT else None
        dies = fate is Link.CENTRAL_CRASH
        desk.take_sent(batch)
        pushed = line.call(
            fate, partial(central.push, desk.store.epoch, tuple(batch), stop_at=stop_at, dies=dies)
        )
        if fate is Link.DESK_CRASH:
            raise CutError(fate)
        if pushed.epoch != desk.store.epoch:
            return False
        if not desk.take_pushed(batch, pushed):
            return True
        if fate is Link.TRANSIENT:
            raise CutError(fate)
    return True


def take_snapshot(desk: Desk, central: Central, line: Line) -> bool:
    """Fetch page after page from where an earlier attempt was cut; false when central has another epoch."""
    store = desk.store
    desk.resumed += store.staging is not None
    while store.cursor < 0:
        fate = line.next_fate()
        key = store.after_key if store.staging is not None else ""
        epoch, page, head, last = line.call(fate, partial(central.snapshot, desk.office, store.epoch, key))
        if epoch != store.epoch:
            return False
        if fate is Link.DESK_CRASH:
            raise CutError(fate)
        desk.take_snapshot(page, head, last=last)
    return True


def pull(desk: Desk, central: Central, line: Line) -> bool:
    """Pull pages up to the head; false when central has another epoch."""
    while True:
        fate = line.next_fate()
        epoch, page, cursor, head = line.call(
            fate, partial(central.pull, desk.office, desk.store.epoch, desk.store.cursor)
        )
        if epoch != desk.store.epoch:
            return False
        if fate is Link.DESK_CRASH:
            desk.take_page(page, cursor, dies_after=line.at % (len(page) + 1))
            raise CutError(fate)
        desk.take_page(page, cursor)
        if cursor >= head:
            return True
