"""How old the list of restrictions is, by central's clock and time that ran since, and what that means."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from desk.config import Settings
from desk.lang import N_, _, ngettext
from desk.records.lookup import ListAge
from desk.rules.limits import list_limit
from desk.usecases.desk import Desk

FAULTS = {
    "list_missing": N_("Central has not published a list yet. Call the administrator."),
    "list_no_key": N_("This desk does not know the key that signs the list. Call the administrator."),
    "list_unsigned": N_(
        "The list offered is not signed by central. It was not loaded; call the administrator."
    ),
    "list_older": N_("The list offered is older than the one held. It was not loaded."),
    "list_corrupt": N_("The list arrived damaged and was not loaded. It is fetched again."),
    "list_disk": N_("The disk does not take the list. Free some space, or call the administrator."),
}
"""Why there is no newer list; other codes are those of the line to central."""

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Age:
    """The list's age; `hours` are whole ones, and -1 without a list."""

    state: ListAge
    hours: int = -1
    as_of: datetime | None = None
    version: int | None = None
    count: int = 0

    @property
    def is_sound(self) -> bool:
        """Whether the list may give a clean answer."""
        return self.state in (ListAge.fresh, ListAge.ageing)


def age_of(desk: Desk, settings: Settings, as_of: datetime) -> tuple[ListAge, int]:
    """State and whole hours of a list as of a moment; a clock that was set back changes neither."""
    desk.clock.trusted.at_least(as_of)  # it is central's own time, and has passed for certain
    age = max(desk.clock.trusted.read().at - as_of, timedelta())
    limit = list_limit()
    stale = (settings.list_stale_hours or limit.stale_hours) * HOUR
    ageing = min((settings.list_ageing_hours or limit.ageing_hours) * HOUR, stale)
    state = ListAge.stale if age >= stale else ListAge.ageing if age >= ageing else ListAge.fresh
    return state, age // HOUR


def list_age(desk: Desk, settings: Settings) -> Age:
    """How old the list is that the desk holds now; quick enough for the event loop."""
    held = desk.restrictions.state if desk.restrictions is not None else None
    if held is None:
        return Age(ListAge.absent)
    state, hours = age_of(desk, settings, held.as_of)
    return Age(state, hours, held.as_of, held.version, held.count)


def age_words(age: Age) -> str:
    """The age in a few words, for the head line."""
    if age.state is ListAge.absent:
        return _("no list")
    words = ngettext("list {n} h", "list {n} h", age.hours).format(n=age.hours)
    if age.state is ListAge.stale:
        return _("{list}, stale").format(list=words)
    return _("{list}, ageing").format(list=words) if age.state is ListAge.ageing else words


def fault_text(code: str) -> str:
    """Why there is no newer list, in a sentence; "" for no fault."""
    if not code:
        return ""
    return _(FAULTS.get(code, N_("The list cannot be fetched now: see Synchronisation.")))
