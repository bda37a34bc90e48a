"""F9 on a session: its agenda, or its minutes once it was opened."""

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from textual.app import App

from desk.lang import _
from desk.ui.paper import give_out
from desk.ui.picker import PickerModal
from desk.usecases.session_papers import PAPERS, print_session_paper

if TYPE_CHECKING:
    from desk.ui.base import Host


def ask_and_print_session(app: App[Any], on: date) -> None:
    """Offer agenda and minutes of the session of a day."""
    host = cast("Host", app)

    async def chosen(template: str | None) -> None:
        if template:
            await give_out(
                app, _("Paper"), lambda: print_session_paper(host.desk, host.settings, on, template)
            )

    choices = {template: _(name) for template, name in PAPERS.items()}
    app.push_screen(PickerModal(_("Which paper?"), choices), chosen)
