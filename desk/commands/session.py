"""What every command shares: its words on the terminal, a person's password, and refusals as sentences."""

import getpass
import math
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from desk.config import Settings, load
from desk.lang import _, use_language

if TYPE_CHECKING:
    from desk.usecases.desk import Desk


def say(text: str) -> None:
    """One line for who ran the command."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def settings_of(folder: Path | None) -> Settings:
    """The settings of a folder, whose language is used from now on."""
    settings = load(folder)
    use_language(settings.language)
    return settings


def ask_password(person: str) -> str:
    """A person's password from the terminal, or the next line of the input where there is none.

    Raises StoreRefused `password_missing` for none at all, which is no wrong one.
    """
    from desk.db.file import StoreRefused

    given = ""
    if not sys.stdin.isatty():
        given = sys.stdin.readline().rstrip("\r\n")
    else:
        with suppress(EOFError):
            given = getpass.getpass(_("Password of {person}: ").format(person=person))
    if not given:
        raise StoreRefused("password_missing")
    return given


def make_sure_new(target: Path) -> None:
    """Refuse a file that is there already, and a folder that is not.

    Raises FileExistsError, and StoreRefused `folder_missing`.
    """
    from desk.db.file import StoreRefused

    if target.exists():
        raise FileExistsError(target.name)
    if not target.parent.is_dir():
        raise StoreRefused("folder_missing", path=str(target.parent))


def _wait_out(settings: Settings, person: str) -> None:
    """Sit the wait after wrong passwords out, saying so: every command is a run of its own and begins it."""
    from desk.crypto.lockout import Lockout
    from desk.db.file import StoreRefused
    from desk.usecases.refusals import refusal_text

    left = Lockout.running(settings.lockout).seconds_left(person)
    if 0 < left < math.inf:
        waiting = StoreRefused("wait", seconds=str(math.ceil(left)))
        sys.stderr.write(f"desk: {refusal_text(waiting)}\n")
        sys.stderr.flush()
        time.sleep(left)


def at_work(settings: Settings, person: str | None, command: str) -> tuple["Desk", bytes]:
    """The open desk with a person at work who may run the command, and the key of its file.

    Raises StoreRefused as the sign-in does, and RoleNeeded; the desk is then closed.
    """
    from desk.db.file import StoreRefused
    from desk.db.store import RoleNeeded
    from desk.records.roles import for_command, has_one
    from desk.usecases.passwords import is_given
    from desk.usecases.people import nobody_known, read_staff
    from desk.usecases.sign_in import open_slot, sign_in

    staff = read_staff(settings)
    if not staff.people:
        raise StoreRefused(nobody_known(settings))
    chosen = person or staff.people[0].id
    password = ask_password(chosen)
    _wait_out(settings, chosen)
    key = open_slot(settings, staff.desk, chosen, password).data_key
    desk = sign_in(settings, chosen, password)
    if is_given(desk):
        desk.close()
        raise StoreRefused("password_given")
    if not has_one(desk.clerk.roles, for_command(command)):
        desk.close()
        raise RoleNeeded(for_command(command))
    return desk, key


def data_key(settings: Settings, person: str | None) -> bytes:
    """The key of the desk's file, by a person's password: the one named, else the first of this desk.

    For copies and delivery, which an expired access does not stop. Raises StoreRefused as the sign-in does.
    """
    from desk.db.file import StoreRefused
    from desk.usecases.people import nobody_known, read_staff
    from desk.usecases.sign_in import AccessExpired, unlock

    staff = read_staff(settings)
    if not staff.people:
        raise StoreRefused(nobody_known(settings))
    chosen = person or staff.people[0].id
    password = ask_password(chosen)
    _wait_out(settings, chosen)
    try:
        return unlock(settings, staff.desk, chosen, password)
    except AccessExpired as expired:
        return expired.opened.data_key


@contextmanager
def opened(settings: Settings, person: str | None, command: str) -> Iterator["Desk"]:
    """The desk of a folder with a person at work who may run the command, closed in the end as by `close`.

    Raises StoreRefused and RoleNeeded.
    """
    desk, _key = at_work(settings, person, command)
    try:
        yield desk
    finally:
        close(desk)


def close(desk: "Desk") -> None:
    """Close the desk of a command; what was written and has no sealed copy is told on standard error."""
    from desk.usecases.refusals import spool_text

    desk.close()
    if code := desk.warning or next(iter(desk.uncopied), ""):
        sys.stderr.write(f"desk: {spool_text(code)}\n")


def told(command: Callable[[], int]) -> int:
    """Run a command; 1 with a sentence on standard error where it cannot be done."""
    from desk.crypto.parcels import ParcelError
    from desk.db.file import StoreRefused
    from desk.db.spool_errors import SpoolError
    from desk.db.store import StoreFailed
    from desk.documents.render import PaperFailed
    from desk.sync.outcomes import ContactFailed
    from desk.sync.states import reason_text
    from desk.usecases.refusals import refusal_text, spool_text

    try:
        return command()
    except FileExistsError as error:
        words = _("{path} is there already and is not written over: name another file.")
        sentence = words.format(path=error.filename or error)
    except (StoreRefused, StoreFailed, PaperFailed, OSError) as refused:
        sentence = refusal_text(refused)
    except ContactFailed as failed:
        sentence = reason_text(failed.code)
    except SpoolError as failed:
        sentence = spool_text(failed.code)
    except ParcelError as refused:
        sentence = str(refused)
    sys.stderr.write(f"desk: {sentence}\n")
    return 1
