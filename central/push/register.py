"""Central's own register of clerks: what the writer of a change was allowed to do when it was written.

A desk's word on roles is not asked. Offices and their people are central's; the time of a change is the
desk's, by central's clock as the desk last knew it, and never later than now.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from psycopg import Cursor

from central.db.columns import texts
from central.desks import Db
from central.push.examine import Fact, FieldsEdited, Refused
from desk.records.base import utc_now
from desk.records.reference import Clerk
from desk.records.roles import ADMINISTRATOR, coded, for_change, has_one
from desk.records.wire import Change

HELD = """
select r.id, r.body, t.roles, t.office, t.active, t.valid_from from record r
left join clerk_term t on t.id = r.id
where r.entity = 'clerk' and r.id = any(%(people)s::text[]) order by r.id, t.n
"""


AUTOMATIC = {"screening.raised", "session.closed"}
"""What the program writes by itself is nobody's act: a task that the list raises, and the end of a session,
of a person too who was signed out because their access ended."""
_UNKNOWN = Refused("clerk_unknown", "actor")


@dataclass(frozen=True)
class Term:
    """What a clerk was from one moment on."""

    office: str
    roles: tuple[str, ...]
    active: bool
    since: datetime | None = None


def terms_of(db: Db, ids: Iterable[str]) -> Cursor[tuple[Any, ...]]:
    """What central holds of these clerks."""
    return db.execute(HELD, {"people": texts(set(ids))})


class Register:
    """The clerks whom a push names, as they were at each time; `held` are the rows of `terms_of`."""

    def __init__(self, office: str, held: Iterable[tuple[Any, ...]]) -> None:
        self._office = office
        self._told: dict[tuple[str | None, str, str, str], Refused | None] = {}
        self._terms: dict[str, list[Term]] = defaultdict(list)
        for clerk_id, body, roles, at_office, active, since in held:
            if roles is None:
                known = Clerk.model_validate_json(body)
                term = Term(known.office, tuple(known.roles), known.active)
            else:
                term = Term(at_office, tuple(roles), active, since)
            self._terms[clerk_id].append(term)

    def refusal(self, change: Change, verdict: Fact | FieldsEdited) -> Refused | None:
        """Why its writer may not make this change; None where they may."""
        clerk, act = (verdict.clerk, verdict.act) if isinstance(verdict, Fact) else (None, "")
        asked = (clerk, change.actor, change.kind, act)
        if asked in self._told:
            return self._told[asked]
        found = self._refusal(change, clerk, act)
        if all(len(self._terms.get(one, ())) < 2 for one in (clerk or "", change.actor)):
            self._told[asked] = found  # It is the same at every moment.
        return found

    def _refusal(self, change: Change, clerk: str | None, act: str) -> Refused | None:
        if change.kind in AUTOMATIC:
            return None if change.actor in self._terms and clerk in self._terms else _UNKNOWN
        at = _moment(change)
        if clerk is not None and not self._belongs(clerk, at):
            return Refused("clerk_unknown", "clerk")
        if not self._belongs(change.actor, at):
            return Refused("clerk_unknown", "actor")
        term = self._at(change.actor, at)
        if not term.active:
            return Refused("clerk_inactive", "actor")
        needed = for_change(change.kind, act)
        if not has_one(term.roles, needed):
            return Refused("role_needed", "actor", {"roles": coded(needed)})
        return None

    def _belongs(self, clerk_id: str, at: datetime) -> bool:
        """Whether the clerk is of the desk's office; administrators are of every office."""
        if clerk_id not in self._terms:
            return False
        term = self._at(clerk_id, at)
        return term.office == self._office or ADMINISTRATOR in term.roles

    def _at(self, clerk_id: str, at: datetime) -> Term:
        """The term of a moment; before the first one, the first: a clock may have been slow."""
        terms = self._terms[clerk_id]
        return next((term for term in reversed(terms) if term.since is None or term.since <= at), terms[0])


def _moment(change: Change) -> datetime:
    """When the change was written, by central's clock."""
    now = utc_now()
    try:
        return min(now, change.at + timedelta(milliseconds=change.clock_offset))
    except OverflowError:
        return now
