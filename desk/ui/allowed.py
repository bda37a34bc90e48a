"""Whether who works here may do what is begun: where not, the role it takes is told, before any typing."""

from typing import TYPE_CHECKING, Any

from textual.app import App

from desk.lang import _
from desk.records.roles import Roles, coded, for_change, has_one, in_words
from desk.ui.text import visible

if TYPE_CHECKING:
    from desk.ui.base import DeskScreen
    from desk.usecases.desk import Desk


def holds(app: App[Any], desk: "Desk", needed: Roles) -> bool:
    """Whether who works here has one of the roles; where not, they are told."""
    if has_one(desk.clerk.roles, needed):
        return True
    refused = _("This needs the role: {roles}.").format(roles=in_words(coded(needed)))
    app.notify(visible(refused), severity="warning", markup=False)
    return False


def may_write(screen: "DeskScreen", kind: str, act: str = "") -> bool:
    """Whether who works here may write a change of a kind, or take the step `act` of a case."""
    return holds(screen.app, screen.host.desk, for_change(kind, act))
