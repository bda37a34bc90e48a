"""Dead letters: changes that were not applied, kept with their bodies, and the streams that they hold up."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from psycopg.types.json import Jsonb

from central.desks import Db
from central.push.arrivals import Arrival
from desk.records.wire import Change, Result

KEEP = """
insert into dead_letter
    (change_id, desk_id, incarnation, place, stream, kind, outcome, code, field, context, body)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
on conflict (change_id) do update set outcome = excluded.outcome, code = excluded.code,
    field = excluded.field, context = excluded.context, place = excluded.place, at = now(),
    incarnation = excluded.incarnation, stream = excluded.stream, kind = excluded.kind,
    body = case when dead_letter.kind = '' and dead_letter.body <> '' then excluded.body
        else dead_letter.body end
where dead_letter.desk_id = excluded.desk_id
"""

StreamKey = tuple[UUID | None, str]


@dataclass(frozen=True)
class Letter:
    """A change that was not applied; `place` is its turn: its n, or that of what it supersedes."""

    change_id: UUID
    incarnation: UUID | None
    place: int
    stream: str
    kind: str
    body: str
    result: Result


class Held:
    """Which places of which streams are held up by a change that was rejected and not yet settled."""

    def __init__(self, db: Db, desk_id: UUID, arrivals: Sequence[Arrival]) -> None:
        self._open: dict[StreamKey, dict[UUID, int]] = defaultdict(dict)
        rows = db.execute(
            "select change_id, incarnation, stream, place from dead_letter"
            " where desk_id = %s and stream = any(%s) and state = 'open' and outcome = 'rejected'"
            " and incarnation is not null",
            (desk_id, list({arrival.stream for arrival in arrivals})),
        )
        for change_id, incarnation, stream, place in rows:
            self._open[incarnation, stream][change_id] = place

    def place(self, change: Arrival) -> int:
        """The change's turn: its own n, or where it holds the stream up already, the turn it was given."""
        return self._turns(change).get(change.change_id, change.n)

    def take_over(self, change: Change) -> bool:
        """Give the change the turn of the rejected one that it supersedes; False when there is none.

        One of an earlier incarnation of the desk has no turn among the changes of this one.
        """
        for (incarnation, stream), turns in self._open.items():
            if stream == change.stream and change.supersedes in turns:
                turn = turns.pop(change.supersedes)
                if incarnation == change.incarnation:
                    turns[change.change_id] = turn
                return True
        return False

    def _turns(self, change: Arrival) -> dict[UUID, int]:
        return self._open[change.incarnation, change.stream]

    def blocker(self, change: Change) -> UUID | None:
        """The change that must be settled first, or None."""
        turns = self._open.get((change.incarnation, change.stream))
        if not turns:
            return None
        superseded = turns.get(change.supersedes) if change.supersedes else None
        place = self.place(change) if superseded is None else superseded
        earlier = [(turn, change_id) for change_id, turn in turns.items() if turn < place]
        return min(earlier)[1] if earlier else None

    def hold(self, change: Arrival) -> None:
        """The change was rejected: what comes after it waits."""
        if change.incarnation is not None:
            self._turns(change)[change.change_id] = self.place(change)

    def release(self, change: Change) -> None:
        """The change was applied."""
        self._turns(change).pop(change.change_id, None)


def keep(db: Db, desk_id: UUID, letters: Sequence[Letter]) -> None:
    """Store the letters; a change that was kept before keeps its body and gets the new answer.

    In the place of one that nobody could read stands what can be read of it now.
    """
    if not letters:
        return
    with db.cursor() as cursor:
        cursor.executemany(
            KEEP,
            [
                (
                    letter.change_id,
                    desk_id,
                    letter.incarnation,
                    letter.place,
                    letter.stream,
                    letter.kind,
                    letter.result.outcome.value,
                    letter.result.code,
                    letter.result.field,
                    Jsonb(letter.result.context),
                    letter.body,
                )
                for letter in letters
            ],
        )


def settle(db: Db, desk_id: UUID, applied: Sequence[UUID], superseded: Sequence[UUID]) -> None:
    """Close the letters whose change was applied after all, and those that a correction replaced."""
    for state, ids in (("applied", applied), ("superseded", superseded)):
        if ids:
            db.execute(
                "update dead_letter set state = %s"
                " where change_id = any(%s) and desk_id = %s and state = 'open'",
                (state, list(ids), desk_id),
            )
