"""The first line of a screen: where the clerk is, and the desk's state in words, never in colour alone."""

from typing import TYPE_CHECKING

from textual.content import Content

from desk.lang import BAKU, _, clock, day, ngettext, today
from desk.ui.steady import Steady
from desk.ui.text import plain

if TYPE_CHECKING:
    from desk.sync.status import SyncStatus
    from desk.ui.base import Host


def state_words(status: "SyncStatus", *, briefly: bool = False) -> list[tuple[str, str]]:
    """The state as (words, style) in the order of the line: line, unsent, rejected, conflicts.

    `briefly` leaves out that nothing is unsent.
    Before anything was counted only the line is told: nobody knows what the closed store holds.
    """
    words = [_line_words(status)]
    if not status.counted:
        return words
    if status.warning and status.refused:
        words.append((status.warning, "bold $text-warning"))
    waiting = status.pending + status.blocked
    if waiting or not briefly:
        words.append((_("{n} unsent").format(n=waiting), "$text-warning" if waiting else "$quiet"))
    if status.rejected:
        words.append((_("{n} rejected").format(n=status.rejected), "bold $text-error"))
    if status.conflicts:
        told = ngettext("{n} conflict", "{n} conflicts", status.conflicts)
        words.append((told.format(n=status.conflicts), "bold $text-error"))
    return words


def list_words(host: "Host") -> list[tuple[str, str]]:
    """The age of the list of restrictions, once the desk is open."""
    if host.opened is None:
        return []
    from desk.usecases.list_age import age_words, list_age

    age = list_age(host.opened, host.settings)
    style = {"fresh": "$text-muted", "ageing": "$text-warning"}.get(age.state, "bold $text-error")
    return [(age_words(age), style)]


def _not_counted(host: "Host") -> list[tuple[str, str]]:
    """In the moment between the opening of the store and the first count: that it is still to come."""
    if host.opened is None or host.status.counted:
        return []
    return [(_("{n} unsent").format(n="…"), "$quiet")]


def _line_words(status: "SyncStatus") -> tuple[str, str]:
    if status.refused:
        return _("✖ refused by central"), "bold $text-error"
    if status.online:
        return _("● online"), "$text-success"
    if status.warning:
        return f"○ {status.warning}", "bold $text-warning"
    if status.last_contact is None:
        return _("○ offline"), "$text-warning"
    on = status.last_contact.astimezone(BAKU).date()
    since = clock(status.last_contact) if on == today() else day(on)[:5]
    return _("○ offline since {time}").format(time=since), "$text-warning"


def _state(host: "Host", *, briefly: bool = False) -> Content:
    words = [*state_words(host.status, briefly=briefly), *_not_counted(host), *list_words(host)]
    parts = [Content.assemble((plain(text).plain, style)) for text, style in words]
    return Content("  ").join(parts) + Content(" ")


class StatusBar(Steady, can_focus=False):
    """One line: the screen's name at the left, the state at the right, which has the room first."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self._heading = heading

    def show(self, host: "Host") -> None:
        """Draw the line from the state that the application holds."""
        title = Content.assemble((f" {_(self._heading)} ", "bold"))
        width, right = self.size.width or self.app.size.width, _state(host)
        if title.cell_length + right.cell_length > width:
            right = _state(host, briefly=True)
        room = max(2, width - right.cell_length)
        if title.cell_length > room:
            title = title.truncate(room - 1, ellipsis=True)
        self.tell(title + Content(" " * max(1, room - title.cell_length)) + right, layout=False)
