"""`desk export-changes FILE`: what central has not acknowledged, sealed and signed, for a stick."""

from pathlib import Path

from desk.commands.session import data_key, say, settings_of
from desk.lang import _


def run(folder: Path | None, person: str | None, target: Path) -> int:
    """Write the parcel; the same again changes nothing."""
    from desk.usecases import set_up
    from desk.usecases.delivery import export_changes

    settings = settings_of(folder)
    opened = set_up.open_desk(settings.database, data_key(settings, person))
    try:
        made = export_changes(opened, target)
    finally:
        opened.store.close()
    say(
        _("{n} changes in {path} ({kb} kB), readable by central alone.").format(
            n=made.changes, path=target.name, kb=-(-made.size // 1000)
        )
    )
    if made.left:
        say(_("{n} did not fit: export again once these are acknowledged.").format(n=made.left))
    return 0
