"""F9: choose the visitor's language, and the receipt is printed or kept."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from textual.app import App

from desk.lang import _
from desk.ui.picker import PickerModal
from desk.ui.text import visible

if TYPE_CHECKING:
    from desk.ui.base import Host
    from desk.usecases.print_paper import Printed


async def ask_and_print(app: App[Any], number: str) -> None:
    """Offer the languages, the visitor's likely one first, and print the receipt of a number in one."""
    from desk.usecases.print_paper import languages_for

    languages = await asyncio.to_thread(languages_for, cast("Host", app).desk, number)

    async def chosen(language: str | None) -> None:
        if language:
            await _print(app, number, language)

    app.push_screen(PickerModal(_("Receipt for the visitor: in which language?"), languages), chosen)


async def _print(app: App[Any], number: str, language: str) -> None:
    from desk.usecases.print_paper import print_receipt

    host = cast("Host", app)
    await give_out(app, _("Receipt"), lambda: print_receipt(host.desk, host.settings, number, language))


async def give_out(app: App[Any], title: str, work: "Callable[[], Printed]") -> None:
    """Print in a thread and say what became of the paper, or why there is none."""
    from desk.documents.render import PaperFailed
    from desk.usecases.refusals import StoreFailed, refusal_text

    try:
        printed = await asyncio.to_thread(work)
    except StoreFailed as failed:
        _refuse(app, refusal_text(failed))
    except PaperFailed as failed:
        _refuse(app, _("The template of this paper has a mistake: {text}").format(text=failed.text))
    except OSError:
        _refuse(app, _("The paper could not be written to the disk."))
    else:
        cast("Host", app).wake_sync()
        app.notify(visible(printed.text), title=title, markup=False, timeout=10)


def _refuse(app: App[Any], text: str) -> None:
    app.notify(visible(text), title=_("Not printed"), severity="error", markup=False, timeout=30)
