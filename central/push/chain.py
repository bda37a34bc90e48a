"""Checks that a desk's log continues the log that central holds: fork, cut and edit are found."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from central.desks import FOREIGN_LOG, Db, Desk, alarm, foreign
from central.push.arrivals import Arrival, Unreadable, storable
from central.push.examine import Refused, Verdict
from desk.records.wire import FIRST_LINK, Change


@dataclass(slots=True)
class Link:
    """A change's place in the hash chain of one incarnation."""

    incarnation: UUID
    n: int
    change_id: UUID
    link: str
    prev: str


Judged = tuple[Arrival, Verdict]


def own(db: Db, desk: Desk, items: list[Judged]) -> list[Judged]:
    """The items, with what was written under another desk's incarnation as what nobody can read.

    It is kept as it came, gets no place in any log, and raises an alarm.
    """
    others = foreign(
        db, desk.id, [arrival.incarnation for arrival, _ in items if isinstance(arrival, Change)]
    )
    for one in others:
        alarm(db, desk.id, FOREIGN_LOG, incarnation=str(one))
    return [
        (
            Unreadable(arrival.change_id, "incarnation", storable(arrival.model_dump_json())),
            Refused("not_permitted", "incarnation"),
        )
        if isinstance(arrival, Change) and arrival.incarnation in others
        else (arrival, verdict)
        for arrival, verdict in items
    ]


def link_of(change: Change) -> Link:
    """The place that a change claims."""
    return Link(change.incarnation, change.n, change.change_id, change.chain, change.prev_sha256)


def neighbours(db: Db, desk_id: UUID, fresh: Iterable[Link]) -> list[Link]:
    """The links that central holds of the desk at the places of the fresh ones, one before and one after."""
    places: dict[UUID, set[int]] = defaultdict(set)
    for link in fresh:
        places[link.incarnation].update((link.n - 1, link.n, link.n + 1))
    held: list[Link] = []
    for incarnation, numbers in places.items():
        rows = db.execute(
            "select incarnation, n, change_id, link, prev_sha256 from change_receipt"
            " where incarnation = %s and n = any(%s) and desk_id = %s",
            (incarnation, sorted(numbers), desk_id),
        )
        held += [Link(*row) for row in rows]
    return held


def signed_heads(db: Db, desk_id: UUID, fresh: Iterable[Link]) -> dict[tuple[UUID, int], set[str]]:
    """The heads that the desk signed earlier at the places of the fresh links."""
    places: dict[UUID, list[int]] = defaultdict(list)
    for link in fresh:
        places[link.incarnation].append(link.n)
    found: dict[tuple[UUID, int], set[str]] = defaultdict(set)
    for incarnation, numbers in places.items():
        rows = db.execute(
            "select n, head from desk_head where incarnation = %s and n = any(%s) and desk_id = %s",
            (incarnation, numbers, desk_id),
        )
        for n, head in rows:
            found[incarnation, n].add(head)
    return found


def rewritten(heads: dict[tuple[UUID, int], set[str]], fresh: Iterable[Link]) -> list[tuple[str, Link]]:
    """Links at whose place the desk had signed another: what stood behind its head was written anew."""
    return [
        ("fork", link)
        for link in fresh
        if heads.get((link.incarnation, link.n)) and link.link not in heads[link.incarnation, link.n]
    ]


def breaks(held: Iterable[Link], fresh: Iterable[Link]) -> list[tuple[str, Link]]:
    """What does not fit: `fork` where a place is taken twice, `chain` where a link names another before it.

    A gap is no break: a change of another stream may come later, and is checked when it comes.
    """
    new = list(fresh)
    new_ids = {link.change_id for link in new}
    old: dict[tuple[UUID, int], list[Link]] = defaultdict(list)
    for link in held:
        if link.change_id not in new_ids:
            old[link.incarnation, link.n].append(link)
    all_at = defaultdict(list, {place: list(links) for place, links in old.items()})
    for link in new:
        all_at[link.incarnation, link.n].append(link)
    found: list[tuple[str, Link]] = []
    for link in new:
        if len(all_at[link.incarnation, link.n]) > 1:
            found.append(("fork", link))
        before = all_at.get((link.incarnation, link.n - 1), [])
        after = old.get((link.incarnation, link.n + 1), [])
        if not _follows(link, before) or (after and all(other.prev != link.link for other in after)):
            found.append(("chain", link))
    return found


def continues(
    held: Iterable[tuple[int, str, str]], heads: Iterable[tuple[int, str]], new: Mapping[int, tuple[str, str]]
) -> bool:
    """Whether links of one incarnation surely fit to those held and to the heads that the desk signed.

    `held` are places, links and the links before them, `new` are by place the link and the one before it.
    What takes a place that is taken is left to `breaks` to judge.
    """
    old: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for n, link, prev in held:
        old[n].append((link, prev))
    for n, (link, prev) in new.items():
        before = new.get(n - 1)
        if n in old or (n == 1 and prev != FIRST_LINK):
            return False
        if n > 1 and before and before[0] != prev:
            return False
        if n - 1 in old and not any(other == prev for other, _ in old[n - 1]):
            return False
        if n + 1 in old and not any(other == link for _, other in old[n + 1]):
            return False
    signed: dict[int, set[str]] = defaultdict(set)
    for n, head in heads:
        signed[n].add(head)
    return all(n not in new or new[n][0] in links for n, links in signed.items())


def _follows(link: Link, before: list[Link]) -> bool:
    if link.n == 1:
        return link.prev == FIRST_LINK
    return not before or any(other.link == link.prev for other in before)
