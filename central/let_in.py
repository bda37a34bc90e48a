"""Letting somebody in at a desk at which no password works: the recovery slot, opened by central's own key.

The recovery key stays at central. What goes back to the desk is its file of keys with one slot for one
person, under a password that is used once.
"""

import secrets
from datetime import timedelta

from central.desks import Db, alarm
from central.security import CODE_LETTERS
from desk.crypto.sealing import RecoveryPrivateKey
from desk.crypto.slot import SlotError
from desk.crypto.slots import lend, owner_of
from desk.lang import _
from desk.records.base import utc_now
from desk.records.reference import Clerk
from desk.records.roles import ADMINISTRATOR, for_command, has_one

KIND = "slots_opened"
VALID = timedelta(days=3)
"""So long may the file be under way to the desk."""
_GROUPS, _LETTERS = 5, 4


def let_in(db: Db, document: bytes, key: RecoveryPrivateKey, person: str) -> tuple[bytes, str, str]:
    """The file for the desk whose `slots.json` this is, its one-time password, and the desk's code.

    The person must be a supervisor or administrator who works there. An alarm of the desk tells of it. Raises
    RuntimeError with a sentence.
    """
    try:
        code = owner_of(document)
    except SlotError as error:
        raise RuntimeError(_("This is no file of keys of a desk (slots.json).")) from error
    row = db.execute(
        "select d.id, d.office from desk d join desk_code c on c.desk_id = d.id where c.code = %s", (code,)
    ).fetchone()
    if row is None:
        raise RuntimeError(_("There is no desk {code}.").format(code=code))
    _check(db, person, str(row[1]))
    letters = ["".join(secrets.choice(CODE_LETTERS) for _n in range(_LETTERS)) for _g in range(_GROUPS)]
    password = "-".join(letters)
    try:
        made = lend(document, key, person, password, utc_now() + VALID)
    except SlotError as error:
        raise RuntimeError(_("This file of keys does not open with central's recovery key.")) from error
    alarm(db, row[0], KIND, person=person, at=utc_now().isoformat())
    return made, password, code


def _check(db: Db, person: str, office: str) -> None:
    found = db.execute("select body from record where entity = 'clerk' and id = %s", (person,)).fetchone()
    clerk = Clerk.model_validate_json(found[0]) if found else None
    works = clerk is not None and clerk.active and (clerk.office == office or ADMINISTRATOR in clerk.roles)
    if clerk is None or not works or not has_one(clerk.roles, for_command("admit")):
        told = _("{person} is no supervisor or administrator who works at {office}.")
        raise RuntimeError(told.format(person=person, office=office))
