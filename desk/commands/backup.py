"""`desk backup FILE`: the desk in one file, still encrypted under its own key."""

from pathlib import Path

from desk.commands.session import data_key, make_sure_new, say, settings_of
from desk.lang import _


def run(folder: Path | None, person: str | None, target: Path) -> int:
    """Back the desk up; it must not be open."""
    from desk.usecases import set_up
    from desk.usecases.backup import back_up

    settings = settings_of(folder)
    make_sure_new(target)
    key = data_key(settings, person)
    opened = set_up.open_desk(settings.database, key)
    try:
        made = back_up(opened, settings, key, target)
    finally:
        opened.store.close()
    say(
        _("{desk}: {changes} changes and {visits} visits in {path}; {unsent} are not at central yet.").format(
            desk=made.desk,
            changes=made.counts["change"],
            visits=made.counts["visit"],
            path=target.name,
            unsent=made.unsent,
        )
    )
    return 0
