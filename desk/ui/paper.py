"""F9: choose the language, and the paper is printed or kept."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from textual.app import App

from desk.lang import _
from desk.ui.picker import PickerModal
from desk.ui.saving import refuse
from desk.ui.text import visible

if TYPE_CHECKING:
    from desk.documents.paper import Paper
    from desk.ui.base import Host
    from desk.usecases.print_paper import Printed


async def ask_and_print(app: App[Any], number: str) -> None:
    """Offer the languages, the visitor's likely one first, and print the receipt of a number in one."""
    from desk.usecases.papers import receipt_of

    await ask_and_print_paper(app, receipt_of, number)


async def ask_and_print_paper(app: App[Any], make: Callable[..., "Paper"], *about: object) -> None:
    """Make a paper (`make(desk, *about)`), offer its languages, print it; or say why there is none."""
    from desk.usecases.papers import NumberUnknown
    from desk.usecases.print_paper import languages_of

    try:
        paper = await asyncio.to_thread(make, cast("Host", app).desk, *about)
    except NumberUnknown:
        _refuse(app, _("This desk knows nothing of it any more."))
        return

    async def chosen(language: str | None) -> None:
        if language:
            await _print(app, paper, language)

    app.push_screen(PickerModal(_("The paper: in which language?"), languages_of(paper)), chosen)


async def _print(app: App[Any], paper: "Paper", language: str) -> None:
    from desk.usecases.print_paper import print_paper

    host = cast("Host", app)
    await give_out(app, _("Paper"), lambda: print_paper(host.desk, host.settings, paper, language))


async def give_out(app: App[Any], title: str, work: "Callable[[], Printed]") -> None:
    """Print in a thread and say what became of the paper, or why there is none."""
    from desk.documents.render import PaperFailed
    from desk.usecases.refusals import StoreFailed, refusal_text

    try:
        printed = await asyncio.to_thread(work)
    except (StoreFailed, PaperFailed, OSError) as failed:
        _refuse(app, refusal_text(failed))
    except LookupError:
        _refuse(app, _("The case has changed: this paper is not possible any more."))
    else:
        cast("Host", app).wake_sync()
        app.clear_notifications()  # one paper after the other would cover the number that is read out
        app.notify(visible(printed.text), title=visible(title), markup=False, timeout=10)


def _refuse(app: App[Any], text: str) -> None:
    refuse(app, text, _("Not printed"))
