"""`desk admit PERSON`: a supervisor lets a person sign in here, or gives a new password for a lost one.

With `--slots FILE` it is central that lets a supervisor in, where nobody's password works.
"""

from pathlib import Path

from desk.commands.session import ask_password, at_work, close, say, settings_of
from desk.config import Settings
from desk.lang import _


def run(folder: Path | None, person: str | None, newcomer: str, slots: Path | None) -> int:
    """Let a person in who is in central's register."""
    from desk.usecases.passwords import PasswordRefused, PersonUnknown

    settings = settings_of(folder)
    try:
        if slots is None:
            _by_supervisor(settings, person, newcomer)
        else:
            _by_central(settings, slots.read_bytes(), newcomer)
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
    say(_("{person} may sign in at this desk.").format(person=newcomer))
    return 0


def _by_supervisor(settings: Settings, person: str | None, newcomer: str) -> None:
    from desk.usecases.passwords import admit

    desk, key = at_work(settings, person, "admit")
    try:
        admit(desk, settings, key, newcomer, ask_password(newcomer), ask_password(newcomer))
    finally:
        close(desk)


def _by_central(settings: Settings, document: bytes, person: str) -> None:
    from desk.crypto.slot import SlotError
    from desk.crypto.slots import owner_of
    from desk.db.file import StoreRefused
    from desk.usecases.passwords import admit_lent

    try:
        owner_of(document)
    except SlotError as error:  # the desk's own file of keys is another one, and may be sound
        raise StoreRefused("lent_foreign") from error
    say(_("First the one-time password from central, then twice a new one."))
    once = ask_password(person)
    admit_lent(settings, document, person, once, ask_password(person), ask_password(person))
