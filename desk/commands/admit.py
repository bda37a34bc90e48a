"""`desk admit PERSON`: a supervisor lets a person sign in here, or gives a new password for a lost one."""

from pathlib import Path

from desk.commands.session import ask_password, at_work, say, settings_of
from desk.lang import _


def run(folder: Path | None, person: str | None, newcomer: str) -> int:
    """Let a person in who is in central's register."""
    from desk.usecases.passwords import PasswordRefused, PersonUnknown, admit

    settings = settings_of(folder)
    desk, key = at_work(settings, person, "admit")
    try:
        new, again = ask_password(newcomer), ask_password(newcomer)
        admit(desk, settings, key, newcomer, new, again)
    except PasswordRefused as refused:
        say(refused.text)
        return 1
    except PersonUnknown:
        say(
            _("Central's register has no {person} at work. Synchronise, or ask headquarters.").format(
                person=newcomer
            )
        )
        return 1
    finally:
        desk.close()
    say(_("{person} may sign in at this desk.").format(person=newcomer))
    return 0
