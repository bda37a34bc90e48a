"""F9 on a case: choose the paper, then the language, and it is printed or kept."""

import asyncio
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from textual.app import App

from desk.lang import _
from desk.ui.paper import give_out
from desk.ui.picker import PickerModal

if TYPE_CHECKING:
    from desk.ui.base import Host
    from desk.usecases.case_papers import PaperKind


async def ask_and_print_case(app: App[Any], case_id: UUID) -> None:
    """Offer the papers that the state of the case allows, then their languages; the office's own has one."""
    from desk.usecases.case_papers import BY_TEMPLATE, languages_of, papers_of, print_case_paper

    host = cast("Host", app)
    kinds = await asyncio.to_thread(papers_of, host.desk, case_id)

    async def in_language(kind: "PaperKind", spoken: str) -> None:
        await give_out(
            app, _("Paper"), lambda: print_case_paper(host.desk, host.settings, case_id, kind, spoken)
        )

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
