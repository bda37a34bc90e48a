"""`desk renew CODE`: a restored desk takes its new code from central and delivers what it had not sent."""

import asyncio
from pathlib import Path

from desk.commands.session import data_key, say, settings_of
from desk.config import Settings
from desk.lang import _


def run(folder: Path | None, person: str | None, code: str) -> int:
    """Renew the desk of a folder."""
    settings = settings_of(folder)
    return renewed(settings, data_key(settings, person), code)


def renewed(settings: Settings, key: bytes, code: str) -> int:
    """Renew a desk whose key is known; 0 once it has its code, whatever the line did after."""
    from desk.sync.renew import renew
    from desk.sync.states import reason_text

    told = asyncio.run(renew(settings, key, code))
    say(_("{before} goes on as {after}.").format(before=told.before, after=told.after))
    status = told.status
    if not status.online:
        say(reason_text(status.reason))
    say(
        _("{unsent} changes unsent, {rejected} rejected.").format(
            unsent=status.unsent, rejected=status.rejected
        )
    )
    return 0
