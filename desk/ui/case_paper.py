"""F9 on a case: choose the paper, then the language, and it is printed or kept."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from textual.app import App

from desk.lang import _
from desk.ui.picker import PickerModal
from desk.ui.text import visible

if TYPE_CHECKING:
    from desk.ui.base import Host
    from desk.usecases.case_papers import PaperKind
    from desk.usecases.print_paper import Printed


async def ask_and_print_case(app: App[Any], case_id: UUID) -> None:
    """Offer the papers that the state of the case allows, then their languages; the office's own has one."""
    from desk.usecases.case_papers import BY_TEMPLATE, languages_of, papers_of, print_case_paper

    host = cast("Host", app)
    kinds = await asyncio.to_thread(papers_of, host.desk, case_id)

    async def in_language(kind: "PaperKind", spoken: str) -> None:
        await hand_out(app, lambda: print_case_paper(host.desk, host.settings, case_id, kind, spoken))

    async def chosen(template: str | None) -> None:
        if template is None:
            return
        kind = BY_TEMPLATE[template]
        languages = await asyncio.to_thread(languages_of, host.desk, case_id, kind)
        if len(languages) == 1:
            await in_language(kind, next(iter(languages)))
            return

        async def spoken(code: str | None) -> None:
            if code:
                await in_language(kind, code)

        app.push_screen(PickerModal(_("In which language?"), languages), spoken)

    app.push_screen(PickerModal(_("Which paper?"), {kind.template: _(kind.name) for kind in kinds}), chosen)


async def hand_out(app: App[Any], make: "Callable[[], Printed]") -> None:
    """Print a paper in a thread; say what became of it, or why there is none."""
    from desk.documents.render import PaperFailed
    from desk.usecases.refusals import StoreFailed, refusal_text

    try:
        printed = await asyncio.to_thread(make)
    except StoreFailed as failed:
        refused = refusal_text(failed)
    except PaperFailed as failed:
        refused = _("The template of this paper has a mistake: {text}").format(text=failed.text)
    except LookupError:
        refused = _("The case has changed: this paper is not possible any more.")
    except OSError:
        refused = _("The paper could not be written to the disk.")
    else:
        cast("Host", app).wake_sync()
        app.notify(visible(printed.text), title=_("Paper"), markup=False, timeout=10)
        return
    app.notify(visible(refused), title=_("Not printed"), severity="error", markup=False, timeout=30)
