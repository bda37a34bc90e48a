"""`desk restore FILE`: a desk back from its backup, closed to new business until it has its new code."""

import json
from datetime import UTC, datetime
from pathlib import Path

from desk.commands import renew
from desk.commands.session import ask_password, say, settings_of
from desk.lang import _, day_and_clock

_WHENEVER = datetime.min.replace(tzinfo=UTC)
"""A backup may be older than its people's access: the code from central is the permission."""


def run(folder: Path | None, person: str | None, backup: Path, code: str | None) -> int:
    """Put the backup back; with a code from central also renew the desk."""
    from desk.usecases.backup import restore

    settings = settings_of(folder)
    key = _key(backup, person)
    told = restore(settings, backup, key)
    manifest = told.manifest
    say(
        _("{desk} is back as of {at}, with {unsent} changes that go out under their own identifiers.").format(
            desk=manifest.desk,
            at=day_and_clock(datetime.fromisoformat(manifest.made_at)),
            unsent=manifest.unsent,
        )
    )
    for name in told.aside:
        say(_("What stood there is kept as {name}.").format(name=name))
    if code is None:
        say(_("It takes in nobody before it has a new code: ask the administrator, then `desk renew CODE`."))
        return 0
    return renew.renewed(settings_of(folder), key, code)  # with the address that came back with the backup


def _key(backup: Path, person: str | None) -> bytes:
    """The key by the slots of the backup itself: those of the folder may be gone."""
    from desk.crypto.slot import SlotError
    from desk.crypto.slots import unlock_document
    from desk.db.file import StoreRefused
    from desk.usecases.backup import part, read_manifest

    read_manifest(backup)
    document = part(backup, "slots.json")
    people = list(json.loads(document)["slots"])
    chosen = person or people[0]
    try:
        return unlock_document(document, chosen, ask_password(chosen), _WHENEVER)
    except SlotError as error:
        raise StoreRefused(str(error.code)) from error
