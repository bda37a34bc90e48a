"""`desk transfer FILE`: step by step to another computer; it cannot finish with undelivered work."""

import asyncio
from pathlib import Path

from desk.commands.session import at_work, make_sure_new, say, settings_of
from desk.lang import _


def run(folder: Path | None, person: str | None, target: Path) -> int:
    """Move the desk of a folder into a file."""
    from desk.sync.states import reason_text
    from desk.sync.transfer import Undelivered, transfer

    settings = settings_of(folder)
    make_sure_new(target)
    desk, key = at_work(settings, person, "transfer")
    say(_("1. Everything that is not at central is delivered …"))
    try:
        moved = asyncio.run(transfer(desk, settings, key, target))
    except Undelivered as stopped:
        desk.close()
        status = stopped.status
        say(reason_text(status.reason))
        say(
            _("{unsent} changes unsent, {rejected} rejected.").format(
                unsent=status.unsent, rejected=status.rejected
            )
        )
        say(_("The desk stays here as it was. Settle what is rejected, wait for the line, then repeat."))
        return 1
    say(
        _("2. {desk} with {changes} changes is in {path}.").format(
            desk=moved.desk, changes=moved.changes, path=target.name
        )
    )
    say(_("3. Nothing is left on this computer."))
    say(
        _(
            "4. On the other one: `desk restore {path} --code CODE` with a code from the administrator."
        ).format(path=target.name)
    )
    return 0
