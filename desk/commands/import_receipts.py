"""`desk import-receipts FILE`: central's answer to a parcel comes home."""

from pathlib import Path

from desk.commands.session import data_key, say, settings_of
from desk.lang import _


def run(folder: Path | None, person: str | None, source: Path) -> int:
    """Note what central holds; the same again changes nothing."""
    from desk.usecases import set_up
    from desk.usecases.delivery import import_receipts

    settings = settings_of(folder)
    opened = set_up.open_desk(settings.database, data_key(settings, person))
    try:
        told = import_receipts(opened, source, settings.spool)
    finally:
        opened.store.close()
    say(
        _("{applied} changes are at central, {rejected} were rejected, {known} were settled before.").format(
            applied=told.applied, rejected=told.rejected, known=told.known
        )
    )
    return 0
