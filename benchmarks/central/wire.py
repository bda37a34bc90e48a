"""What packing costs and saves on the line: a push of 500 visits and a feed page of 1,000.

python -m benchmarks.central.wire
"""

import gzip
import random
import secrets
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from statistics import median
from uuid import uuid4

import zstandard

from desk.records.base import canonical, new_id, utc_now
from desk.records.packing import pack, unpack
from desk.records.person import DocumentKind
from desk.records.visit import Visit
from desk.records.wire import FIRST_LINK, Change, Event, Page, Push, commitment

MOST = 16 << 20
SURNAMES = ("Əliyev", "Məmmədova", "Quliyev", "Петров", "Nguyen", "Yılmaz", "Şirinova", "Zeynalov")
CODINGS: dict[str, tuple[Callable[[bytes], bytes], Callable[[bytes], bytes]]] = {
    "gzip-1": (lambda body: gzip.compress(body, 1), gzip.decompress),
    "gzip-6": (lambda body: gzip.compress(body, 6), gzip.decompress),
    "zstd-1": (pack, lambda packed: unpack(packed, MOST)),
    "zstd-3": (zstandard.ZstdCompressor(level=3).compress, lambda packed: unpack(packed, MOST)),
}


def changes(count: int) -> list[Change]:
    """A desk's log of so many visits, each with a name, a document and identifiers of its own."""
    dice, incarnation, written, head = random.Random(1), uuid4(), [], FIRST_LINK
    for n in range(1, count + 1):
        visit = Visit(
            id=new_id(),
            number=f"Q-26-GNC1-{n:06d}-X",
            person_id=new_id(),
            procedure=dice.choice(("registration", "stay", "temporary_residence")),
            surname=dice.choice(SURNAMES) + dice.choice(("", "ov", "li")),
            given_name=dice.choice(("İlqar", "Aysel", "Rəşad", "Олег", "Mehmet", "Günel")),
            birth_date=date(1950 + dice.randrange(50), 1 + dice.randrange(12), 1 + dice.randrange(28)),
            citizenship=dice.choice(("TUR", "RUS", "GEO", "IRN")),
            document_kind=DocumentKind.passport,
            document_number=f"U{dice.randrange(10**8):08d}",
            office="GNC",
            desk="GNC1",
            clerk="clerk-GNC",
            clerk_name="Nümunə Klerk",
            registered_at=datetime.now(UTC),
        )
        body, salt = canonical(visit), secrets.token_hex(16)
        change = Change(
            change_id=new_id(),
            n=n,
            incarnation=incarnation,
            stream=f"visit:{visit.id}",
            kind="visit.registered",
            schema_version=1,
            actor="clerk-GNC",
            at=utc_now(),
            clock_offset=12,
            salt=salt,
            body=body,
            body_sha256=commitment(salt, body),
            prev_sha256=head,
        )
        head = change.chain
        written.append(change)
    return written


def bodies() -> dict[str, bytes]:
    """The two messages as they go over the line."""
    log = changes(1000)
    push = Push(changes=log[:500], head_n=500, head=log[499].chain, head_signature="x" * 88)
    events = [
        Event(n=c.n, scope="office:GNC", kind=c.kind, stream=c.stream, change_id=c.change_id, body=c.body)
        for c in log
    ]
    page = Page(epoch=uuid4(), events=events, next=1000, head=1000, as_of=utc_now())
    return {
        "push of 500": push.model_dump_json().encode(),
        "page of 1,000": page.model_dump_json().encode(),
    }


def milliseconds(work: Callable[[], object], rounds: int = 15) -> float:
    """The median time of one call."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return median(times) * 1000


def main() -> None:
    """Print a line for each message and coding."""
    for name, body in bodies().items():
        for coding, (packed_by, unpacked_by) in CODINGS.items():
            packed = packed_by(body)
            to, back = milliseconds(lambda: packed_by(body)), milliseconds(lambda: unpacked_by(packed))  # noqa: B023
            print(
                f"{name}: {len(body):,} B; {coding}: {len(packed):,} B ({len(packed) / len(body):.2f}),"
                f" pack {to:.2f} ms, unpack {back:.2f} ms"
            )


if __name__ == "__main__":
    main()
