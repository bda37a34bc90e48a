"""What each command about desks does; the imports stand inside, as in central.acts."""

import argparse
import sys

from central.act_frame import engine_of, opened, tell_lines


def run_desk_add(given: argparse.Namespace) -> None:
    """Print a one-time enrolment code."""
    from central.desks import BOARD, DESK, ENROLMENT_SECONDS, invite
    from central.references import refuse_unknown_office

    device = BOARD if given.board else DESK
    with opened(given) as db:
        refuse_unknown_office(db, given.office)
        code = invite(db, given.office, device=device)
    tell_lines([{"code": code, "office": given.office, "device": device, "seconds": ENROLMENT_SECONDS}])


def run_desk_approve(given: argparse.Namespace) -> None:
    """Approve the computer that shows a code, and print the fingerprint that it must show too."""
    from central.desks import BOARD, DESK
    from central.device import approve
    from central.references import refuse_unknown_office

    with opened(given) as db:
        refuse_unknown_office(db, given.office)
        tell_lines([approve(db, given.code, given.office, BOARD if given.board else DESK)])


def run_desk_waiting(given: argparse.Namespace) -> None:
    """Print the computers that ask to become desks."""
    from central.device import waiting

    with opened(given) as db:
        tell_lines(waiting(db))


def run_desk_list(given: argparse.Namespace) -> None:
    """Print every desk with its heartbeat."""
    from central.directives import heartbeat
    from central.quarantine import desks

    with engine_of(given) as engine:
        rows = desks(engine)
    with opened(given) as db:
        beats = {beat["desk"]: beat for beat in heartbeat(db)}
    tell_lines([row | beats.get((row["codes"] or [""])[-1], {}) for row in rows])


def run_desk_recall(given: argparse.Namespace) -> None:
    """Print what came of giving a desk its former code back."""
    from central.readmit import recall

    with opened(given) as db:
        recall(db, given.former, given.desk)
    tell_lines([{"desk": given.desk, "recalled": given.former}])


def run_desk_direct(given: argparse.Namespace) -> None:
    """Set a directive that a desk obeys at its next contact."""
    from central.directives import direct

    with opened(given) as db:
        tell_lines([{"desk": given.code, "directives": direct(db, given.code, given.wish, given.scope)}])


def run_desk_stuck(given: argparse.Namespace) -> None:
    """Print the desks whose work is stuck."""
    from central.directives import stuck

    with opened(given) as db:
        tell_lines(stuck(db, given.hours))


def run_desk_logs(given: argparse.Namespace) -> None:
    """Print or save the logs that desks sent."""
    from central.directives import logs

    with opened(given) as db:
        sys.stdout.write(logs(db, given.code).decode() + "\n")


def run_desk_revoke(given: argparse.Namespace) -> None:
    """Take a desk's access away."""
    from central.desks import revoke

    with opened(given) as db:
        revoke(db, given.code)
