"""The first word of a contact: what central holds of a desk, and what it asks for."""

from datetime import datetime, timedelta
from uuid import UUID

from central import codes
from central.db.rows import only
from central.desks import FOREIGN_LOG, Db, Desk, alarm, foreign
from central.push import receipts
from central.push.head import judge_head, note_gap
from desk.records.base import utc_now
from desk.records.wire import Alarmed, Hello, HelloReply

TOLD = 1000
"""Results in one answer; the rest come with the next."""

ON_THE_LINE = timedelta(minutes=1)
"""After so long the desk has given an exchange up (desk.sync.line.Limits): nothing is under way any more."""

BEFORE = """
select incarnation, head_n, directives, seen_at, seen_at - clock_ms * interval '1 millisecond'
from desk where id = %s for update
"""
NOTE = """
update desk set app_version = %(app_version)s, schema_version = %(schema_version)s, unsent = %(unsent)s,
    rejected = %(rejected)s, clock_ms = %(clock_ms)s, seen_at = now(), incarnation = %(incarnation)s,
    head_n = case when incarnation = %(incarnation)s then head_n else 0 end
where id = %(id)s
"""
HELD = """
select epoch, (select coalesce(max(n), 0) from change_receipt where incarnation = %s and desk_id = %s),
    coalesce((select value from setting where name = 'audit_key'), '') from feed_head
"""
TOLD_ALARMS = 20
ALARMS = """
select at, kind, least(coalesce((detail ->> 'n')::bigint, 0), 1 << 30) from alarm
where desk_id = %s and at > now() - interval '30 days' order by id desc limit %s
"""
OPEN = """
select change_id from dead_letter where desk_id = %s and state = 'open' order by at limit %s
"""


def greet(db: Db, desk: Desk, hello: Hello) -> HelloReply:
    """Note how the desk is, and tell it central's clock and epoch, and the fate of what was rejected.

    Results are those the desk asks about and those that central keeps of it, so that neither side's restore
    hides one.
    """
    with db.transaction():
        incarnation, head_n, directives, *last = only(db.execute(BEFORE, (desk.id,)))
        codes.heard(db, desk, hello.desk)
        now = utc_now()
        counts = _is_own(db, desk, hello.incarnation) and not _is_overtaken(now, hello.sent_at, *last)
        if counts:
            if hello.incarnation == incarnation and hello.head_n < head_n:
                alarm(db, desk.id, "rollback", n=hello.head_n, held=head_n)
            noted = hello.model_dump(include={"incarnation", "app_version", "schema_version", "unsent"})
            lag = round((now - hello.sent_at).total_seconds() * 1000)
            db.execute(NOTE, noted | {"rejected": len(hello.rejected), "clock_ms": lag, "id": desk.id})
        epoch, held_n, audit_key = only(db.execute(HELD, (hello.incarnation, desk.id)))
        if counts:
            _judge(db, desk, hello, epoch)
        told = db.execute(ALARMS, (desk.id, TOLD_ALARMS)).fetchall()
        kept = db.execute(OPEN, (desk.id, TOLD)).fetchall()
        asked = dict.fromkeys([*hello.rejected, *(letter[0] for letter in kept)])
        known = receipts.stored(db, desk.id, list(asked)[:TOLD])
    return HelloReply(
        server_time=now,
        epoch=epoch,
        held_n=held_n,
        results=[stored.result for stored in known.values()],
        directives=directives,
        audit_key=audit_key,
        alarms=[Alarmed(at=at, kind=kind, n=n) for at, kind, n in told],
    )


def _is_own(db: Db, desk: Desk, incarnation: UUID) -> bool:
    """Whether the desk speaks for a log of its own; alarmed where it does not."""
    if not foreign(db, desk.id, [incarnation]):
        return True
    alarm(db, desk.id, FOREIGN_LOG, incarnation=str(incarnation))
    return False


def _is_overtaken(now: datetime, sent_at: datetime, seen_at: datetime | None, last: datetime | None) -> bool:
    """Whether a hello that was sent later came just before: this one tells nothing of how the desk is now.

    By central's clock too: a desk that was put back, and its clock with it, must not pass for a late one.
    """
    if seen_at is None or last is None or now - seen_at > ON_THE_LINE:
        return False
    return timedelta() < last - sent_at <= ON_THE_LINE


def _judge(db: Db, desk: Desk, hello: Hello, epoch: UUID) -> None:
    """Look at what the desk says of its own log; raises alarms only."""
    if hello.log_fault:
        alarm(db, desk.id, f"log_{hello.log_fault}", n=hello.log_fault_n)
    if not hello.head:
        return  # a program from before heads were told at hello
    sound = judge_head(db, desk, [hello.incarnation], hello.head_n, hello.head, hello.head_signature)
    if sound is not None and hello.unsent == 0 and hello.epoch == epoch:
        note_gap(db, desk, hello.incarnation, hello.head_n)
