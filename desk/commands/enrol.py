"""`desk enrol`: this computer becomes a desk once an administrator has approved the code that it shows."""

import asyncio
import sys
from dataclasses import replace
from os import urandom
from pathlib import Path

from desk.commands.session import ask_password, say, settings_of
from desk.config import Settings, save
from desk.lang import N_, _

TRIES = 3
"""How often the first person is asked for a password that is good enough."""
_NO_LINE = N_("Central cannot be reached. This computer is no desk yet: enrol it when there is a line.")
_NO_ANSWER = N_("Central cannot answer now. This computer is no desk yet: enrol it again later.")
_NO_DESK_YET = {
    "unreachable": _NO_LINE,
    "too_slow": _NO_LINE,
    "connection_cut": _NO_LINE,
    "central_busy": _NO_ANSWER,
    "central_fault": _NO_ANSWER,
    "tls_failed": N_(
        "The certificate of central is not trusted. This computer is no desk yet: name central's own "
        "authority with --ca."
    ),
}
"""Where a desk would be told to work on: before the enrolment there is nothing to work with."""


def run(folder: Path | None, person: str, central: str, ca_file: str) -> int:
    """Enrol, fetch what central has for the office, and let the first person in."""
    from desk.sync.outcomes import ContactFailed
    from desk.sync.states import reason_text

    settings = replace(settings_of(folder), central_url=central, ca_file=ca_file)
    save(settings)
    key = urandom(32)
    try:
        reason = asyncio.run(_enrol(settings, key))
    except ContactFailed as failed:
        if failed.code not in _NO_DESK_YET:
            raise
        sys.stderr.write(f"desk: {_(_NO_DESK_YET[failed.code])}\n")
        return 1
    if reason:
        say(reason_text(reason))
    return _first(settings, key, person)


async def _enrol(settings: Settings, key: bytes) -> str:
    from desk.crypto.sealing import RecoveryPublicKey
    from desk.crypto.slots import Slots
    from desk.sync.enrol import enrol_by_approval
    from desk.sync.line import Line
    from desk.sync.start import make_worker
    from desk.usecases.desk import Identity
    from desk.usecases.sign_in import with_spool

    def slots(identity: Identity) -> None:
        Slots.create(settings.slots, identity.desk, RecoveryPublicKey.from_text(identity.recovery_key), key)

    line = Line(settings.central_url, ca_file=settings.ca_file)
    try:
        opened = await enrol_by_approval(line, settings.database, key, _show, slots)
    finally:
        await line.close()
    desk = with_spool(settings, opened)
    try:
        say(
            _("This computer is desk {desk} of {office}.").format(
                desk=desk.identity.desk, office=desk.identity.office
            )
        )
        worker = make_worker(desk, settings, lambda status: None)
        worker.after_round = lambda: None
        await worker.attempt()
        await worker.close()
        return worker.status.reason
    finally:
        desk.close()


def _show(code: str, print_of_key: str) -> None:
    say(_("Read this code to the administrator: {code}").format(code=code))
    say(_("The administrator must see the same fingerprint: {fingerprint}").format(fingerprint=print_of_key))


def _first(settings: Settings, key: bytes, person: str) -> int:
    from desk.usecases.passwords import PasswordRefused, PersonUnknown, admit_first
    from desk.usecases.sign_in import open_desk

    desk = open_desk(settings, key)
    try:
        for _try in range(TRIES):
            try:
                admit_first(desk, settings, key, person, ask_password(person), ask_password(person))
            except PasswordRefused as refused:
                say(refused.text)
            except PersonUnknown:
                say(
                    _("Central's register has no {person} at work. Synchronise, or ask headquarters.").format(
                        person=person
                    )
                )
                return 1
            else:
                say(_("{person} may sign in at this desk.").format(person=person))
                return 0
        return 1
    finally:
        desk.close()
