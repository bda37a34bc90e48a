"""What must hold, each rule a function over tables and the outside's ledger, for the model and the real code.

I8 (concurrent writers), I13 (recorded bodies of old versions), I14 (kill -9 at a statement) and I15 (a stale
list) are about PostgreSQL, releases, processes and clocks: only tests of the real code can hold them.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from tests.protocol.ledger import Ledger
from tests.protocol.model.records import follow
from tests.protocol.wire import Flaw, Kind, Record, Row, State, Verdict
from tests.protocol.world import DeskView, Observation

Check = Callable[[Ledger, Observation], Iterator[str]]
Rules = Mapping[str, tuple["When", tuple[Check, ...]]]


class When(StrEnum):
    """When a rule is looked at: after every step, when nothing moves any more, when all is mended too."""

    STEP = "every step"
    REST = "at rest"
    END = "at rest, mended"


class ViolationError(AssertionError):
    """A rule does not hold; `name` is the rule's."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(f"{name}: {text}")
        self.name = name


def applied_once(ledger: Ledger, now: Observation) -> Iterator[str]:
    """I1: a change alters central at most once, and never together with its correction."""
    seen: set[tuple[str, str]] = set()
    for event in now.central.feed:
        if (event.change_id, event.what) in seen:
            yield f"{event.change_id} {event.what} twice, the second time at {event.n}"
        seen.add((event.change_id, event.what))
    applied = {change_id for change_id, _ in seen}
    for change_id in applied & ledger.committed.keys():
        chain = ledger.committed[change_id].supersedes
        if chain and chain[-1] in applied:
            yield f"{chain[-1]} and its correction {change_id} are both applied"


def nothing_lost(ledger: Ledger, now: Observation) -> Iterator[str]:
    """I2: every committed change is in the desk's table, an acknowledged one at central too,
    and none is elsewhere."""
    central = now.central
    for device, desk in now.desks.items():
        for change_id in ledger.held.get(device, ()):
            if change_id not in desk.rows:
                yield f"{change_id} is gone from {device}"
        for change_id, row in desk.rows.items():
            if change_id not in ledger.committed:
                yield f"{change_id} at {device} was never written"
            if row.state is State.ACKNOWLEDGED and desk.epoch == central.epoch:
                receipt = central.receipts.get(change_id)
                if receipt is None or receipt.verdict is not Verdict.APPLIED:
                    yield f"{change_id} is acknowledged at {device} but not applied at central"
    for change_id, epoch in ledger.erased.items():
        if epoch == central.epoch and change_id not in central.receipts:
            yield f"{change_id} was acknowledged in {epoch} and is not at central"


def order_kept(ledger: Ledger, now: Observation) -> Iterator[str]:
    """I3: within (desk, incarnation, stream) changes are applied in their places' order."""
    last: dict[tuple[str, str], tuple[int, int]] = {}
    for event in now.central.feed:
        place = ledger.places.get(event.change_id)
        if place is None:
            continue
        key = (event.code, event.stream)
        if place < last.get(key, place):
            yield f"{event.change_id} at {event.n} comes after place {last[key]} of {event.stream}"
        last[key] = place


def number_of_one_case(ledger: Ledger, now: Observation) -> Iterator[str]:
    """I4: a printed number belongs to one case for ever."""
    yield from ledger.clashes


def number_on_its_case(ledger: Ledger, now: Observation) -> Iterator[str]:
    """I4: a number at central stands on the case for which it was printed."""
    for stream, record in now.central.records.items():
        if record.number and ledger.numbers.get(record.number, stream) != stream:
            yield f"{record.number} stands on {stream}"


def rejection_in_sight(ledger: Ledger, now: Observation) -> Iterator[str]:
    """I5: the quarantine of every desk is the one that central keeps for it, bodies included.

    A correction that cannot leave yet, because central stumbles over what stands before it, has emptied only
    the desk's side.
    """
    for device, desk in now.desks.items():
        here = {i: r.change.body for i, r in desk.rows.items() if r.state is State.REJECTED}
        unsent = (r.change for r in desk.rows.values() if r.state in (State.PENDING, State.BLOCKED))
        corrected = {i for c in unsent for i in (c.id, *c.supersedes)}
        held = (c for c in now.central.quarantine.values() if c.device == device and c.id not in corrected)
        there = {c.id: c.body for c in held}
        if here != there:
            yield f"quarantine of {device}: desk {sorted(here)}, central {sorted(there)}"


def desks_equal_central(ledger: Ledger, now: Observation) -> Iterator[str]:
    """I6: all desks equal central per scope."""
    for device, desk in now.desks.items():
        if desk.epoch != now.central.epoch:
            yield f"{device} is still in {desk.epoch}"
        elif text := difference(desk.view, scope(now, desk.office)):
            yield f"{device}: {text}"


def cursor_behind_events(ledger: Ledger, now: Observation) -> Iterator[str]:
    """I7: up to its cursor a desk holds all that the feed says."""
    desk = now.desks.get(ledger.synced)
    if desk is None or not desk.whole or desk.epoch != now.central.epoch:
        return
    view: dict[str, Record] = {}
    for event in now.central.feed:
        if event.office == desk.office and event.n <= desk.cursor:
            follow(view, event)
    if text := difference(desk.view, view):
        yield f"{desk.device} at {desk.cursor}: {text}"


def no_blind_write(ledger: Ledger, now: Observation) -> Iterator[str]:
    """I9: a value is set only over the value that its writer saw."""
    values: dict[tuple[str, str], str] = {}
    for event in now.central.feed:
        if event.what != "set":
            continue
        before = values.get((event.stream, event.field))
        if event.seen != before:
            yield f"{event.change_id} at {event.n} wrote over {before}, having seen {event.seen}"
        values[event.stream, event.field] = event.value


def no_edit_swallowed(ledger: Ledger, now: Observation) -> Iterator[str]:
    """I9: an applied edit has set its value, found it there, or left a conflict."""
    told = {e.change_id for e in now.central.feed if e.what in ("set", "conflict")}
    for change_id, receipt in now.central.receipts.items():
        body = receipt.body
        if receipt.verdict is not Verdict.APPLIED or body is None or change_id in told:
            continue
        if body.kind in (Kind.EDIT, Kind.SETTLE):
            before = (e for e in now.central.feed if e.n <= receipt.n and e.what == "set")
            found = [e.value for e in before if (e.stream, e.field) == (body.stream, body.field)]
            if found[-1:] != [body.value]:
                yield f"{change_id} is applied, but its value is nowhere"


def nothing_waits(ledger: Ledger, now: Observation) -> Iterator[str]:
    """I10: with central in reach nothing waits but what stands behind a rejected or stumbling change of
    its stream."""
    for device, desk in now.desks.items():
        stuck = {r.change.body.stream for r in desk.rows.values() if r.change.body.flaw is Flaw.STUMBLE}
        for change_id, row in desk.rows.items():
            if row.state is State.PENDING and row.change.body.stream not in stuck:
                yield f"{change_id} waits at {device}"
            if row.state is State.BLOCKED and not behind_rejected(desk, row):
                yield f"{change_id} is blocked at {device} by nothing"


def id_is_one_body(ledger: Ledger, now: Observation) -> Iterator[str]:
    """I11: the same id with another body is refused, and alters nothing."""
    for change_id, note in ledger.forged:
        if not note.endswith(Verdict.REFUSED):
            yield f"forged {note}"
        record = now.central.records.get(ledger.committed[change_id].body.stream)
        if record is not None and (change_id, "forged") in record.facts:
            yield f"forged {change_id} was applied"


def cut_snapshot_is_whole(ledger: Ledger, now: Observation) -> Iterator[str]:
    """I12: a desk whose snapshot was cut and resumed has the records of an uncut one."""
    for device, desk in now.desks.items():
        if desk.resumed and desk.view != scope(now, desk.office):
            yield f"{device}: {difference(desk.view, scope(now, desk.office))}"


def all_reappears(ledger: Ledger, now: Observation) -> Iterator[str]:
    """I16: whatever was restored, all that living desks hold is at central in the end, effect included."""
    for device, desk in now.desks.items():
        for change_id, row in desk.rows.items():
            if row.state not in (State.ACKNOWLEDGED, State.SUPERSEDED):
                yield f"{change_id} is still {row.state} at {device}"
            elif text := missing_effect(change_id, ledger, now):
                yield text


def wipe_loses_nothing(ledger: Ledger, now: Observation) -> Iterator[str]:
    """I17: what a wiped desk held is at central, restored or not, or in a file."""
    for change_id in ledger.wiped:
        if change_id not in now.central.receipts and change_id not in now.exported:
            yield f"{change_id} was wiped and is nowhere"


def header_tells_the_table(ledger: Ledger, now: Observation) -> Iterator[str]:
    """I18: the counters on the screen equal the table's counts."""
    for device, desk in now.desks.items():
        counts = Counter(r.state for r in desk.rows.values())
        for state in State:
            if desk.header.get(state, 0) != counts[state]:
                yield f"{device} shows {desk.header.get(state, 0)} {state}, the table holds {counts[state]}"


RULES: Rules = {
    "I1 applied once": (When.STEP, (applied_once,)),
    "I2 nothing lost": (When.STEP, (nothing_lost,)),
    "I3 order kept": (When.STEP, (order_kept,)),
    "I4 number of one case": (When.STEP, (number_of_one_case, number_on_its_case)),
    "I5 rejection in sight": (When.REST, (rejection_in_sight,)),
    "I6 desks equal central": (When.REST, (desks_equal_central,)),
    "I7 cursor behind events": (When.STEP, (cursor_behind_events,)),
    "I9 no blind write": (When.STEP, (no_blind_write,)),
    "I9 no edit swallowed": (When.REST, (no_edit_swallowed,)),
    "I10 nothing waits": (When.REST, (nothing_waits,)),
    "I11 an id is one body": (When.STEP, (id_is_one_body,)),
    "I12 cut snapshot is whole": (When.REST, (cut_snapshot_is_whole,)),
    "I16 all reappears": (When.END, (all_reappears,)),
    "I17 wipe loses nothing": (When.STEP, (wipe_loses_nothing,)),
    "I18 header tells the table": (When.STEP, (header_tells_the_table,)),
}
"""The rules by name, and when each is looked at."""


def check(when: When, ledger: Ledger, now: Observation, rules: Rules = RULES) -> None:
    """Look at all rules of a moment; raises ViolationError with the first that does not hold."""
    for name, (moment, checks) in rules.items():
        if moment is when:
            for rule in checks:
                for text in rule(ledger, now):
                    raise ViolationError(name, text)


def scope(now: Observation, office: str) -> dict[str, Record]:
    """The records that an office should see."""
    return {k: r for k, r in now.central.records.items() if r.office == office}


def difference(here: object, there: object) -> str:
    """The two sides, when they differ."""
    return "" if here == there else f"has {here}, should have {there}"


def behind_rejected(desk: DeskView, row: Row) -> bool:
    """Whether a rejected change of the same stream stands before this one."""
    return any(
        r.state is State.REJECTED
        and r.change.body.stream == row.change.body.stream
        and r.change.order < row.change.order
        for r in desk.rows.values()
    )


def missing_effect(change_id: str, ledger: Ledger, now: Observation) -> str:
    """What of a change is not at central, following its corrections; empty when all is there."""
    first = change_id
    receipt = now.central.receipts.get(change_id)
    while receipt is not None and receipt.verdict is Verdict.SUPERSEDED:
        change_id = receipt.by
        receipt = now.central.receipts.get(change_id)
    if receipt is None or receipt.verdict is not Verdict.APPLIED:
        return f"{first} ends in {change_id}, which is not applied"
    body = ledger.committed[change_id].body
    record = now.central.records.get(body.stream)
    if record is None:
        return f"{change_id} is applied but {body.stream} is not there"
    if body.kind is Kind.FACT and (change_id, body.value) not in record.facts:
        return f"{change_id} is applied but its fact is not there"
    if body.kind is Kind.OPEN and record.number != body.number:
        return f"{change_id} is applied but {body.stream} has number {record.number}"
    return ""
