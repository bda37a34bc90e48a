"""A lookup asked again of central's list of this moment: the answer stood at once, a difference is told
after.

The newest records come by the feed, so nothing about the person leaves the desk, and one engine answers
both times.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid5

from desk.db import changes
from desk.db.restrictions.answer import Found
from desk.lang import N_, _, day_and_clock
from desk.records.lookup import AnswerKind, LookupChecked
from desk.usecases.answer_words import HEADS
from desk.usecases.desk import Desk
from desk.usecases.lookup import KINDS, Answer, ask_again

SAME = N_("Central says the same as of {time}.")
OTHER = N_("CENTRAL SAYS OTHERWISE as of {time}: {answer}. Go back (Esc) and look up again.")
NO_LINE = N_("Not compared with central: there is no line.")
WAITING = N_("Central is being asked…")


@dataclass(frozen=True)
class Checked:
    """What central's list says to the same question, and whether that is what the desk's list said."""

    same: bool
    kind: AnswerKind
    as_of: datetime

    @property
    def text(self) -> str:
        """The comparison in the language in use."""
        time = day_and_clock(self.as_of)
        if self.same:
            return _(SAME).format(time=time)
        return _(OTHER).format(time=time, answer=_(HEADS[self.kind]).format(time=time))


def check_live(desk: Desk, answer: Answer) -> Checked | None:
    """Ask again once the desk's list is newer than the one that answered; nothing before. In a thread.

    A difference is written down as a change of its own, once a lookup. Raises StoreFailed.
    """
    state = desk.restrictions.state if desk.restrictions is not None else None
    if state is None or (answer.age.as_of is not None and state.as_of <= answer.age.as_of):
        return None
    found = ask_again(desk, answer.made)
    if found is None:
        return None
    kind, ids = KINDS[found.answer], [candidate.row.id for candidate in found.candidates]
    same = kind is answer.kind and set(ids) == set(answer.made.candidates)
    if not same:
        _note(desk, answer, found, kind, ids)
    return Checked(same, kind, datetime.fromisoformat(found.as_of))


def _note(desk: Desk, answer: Answer, found: Found, kind: AnswerKind, ids: list[str]) -> None:
    made = answer.made
    record = LookupChecked(
        id=uuid5(made.id, found.as_of),
        lookup=made.id,
        answered=answer.kind,
        answer=kind,
        candidates=ids,
        list_version=found.version,
        list_as_of=datetime.fromisoformat(found.as_of),
        office=made.office,
        desk=made.desk,
        clerk=made.clerk,
        clerk_name=made.clerk_name,
        at=desk.clock.now(),
    )
    with desk.store.write() as connection:
        change = changes.append(connection, desk.witness, "lookup.checked", f"lookup:{made.id}", record)
    desk.keep_copy(change)
