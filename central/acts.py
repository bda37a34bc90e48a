"""What each command of central does; the imports stand inside, so that a command loads only what it needs."""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from desk.lang import _


@contextmanager
def opened(given: argparse.Namespace) -> Iterator[Any]:
    """The database of the command, migrated, with the recovery key made sure of."""
    import psycopg

    from central.db.cluster import database
    from central.serve import prepare

    with database(given.data, given.dsn) as dsn:
        prepare(dsn, given.data)
        with psycopg.connect(dsn, autocommit=True) as db:
            yield db


@contextmanager
def engine_of(given: argparse.Namespace) -> Iterator[Any]:
    """The same as an SQLAlchemy engine."""
    from sqlalchemy import NullPool, create_engine

    with opened(given) as db:
        yield create_engine("postgresql+psycopg://", creator=lambda: db, poolclass=NullPool)


def tell_lines(rows: list[dict[str, Any]]) -> None:
    """Print rows, one JSON object a line."""
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))


def run_serve(given: argparse.Namespace) -> None:
    """Serve the API until SIGTERM."""
    from central.serve import serve, tell

    limits = {} if given.rate is None else {"rate": given.rate, "burst": 2 * given.rate}
    if given.enrol_burst is not None:
        limits["enrol_burst"] = given.enrol_burst
    serve(
        given.data,
        given.dsn,
        given.host,
        given.port,
        tell(given.port_file),
        dev=given.dev,
        names=given.name,
        **limits,
    )


def run_desk_add(given: argparse.Namespace) -> None:
    """Print a one-time enrolment code."""
    from central.desks import BOARD, DESK, ENROLMENT_SECONDS, invite

    device = BOARD if given.board else DESK
    with opened(given) as db:
        code = invite(db, given.office, device=device)
    tell_lines([{"code": code, "office": given.office, "device": device, "seconds": ENROLMENT_SECONDS}])


def run_desk_approve(given: argparse.Namespace) -> None:
    """Approve the computer that shows a code, and print the fingerprint that it must show too."""
    from central.desks import BOARD, DESK
    from central.device import approve

    with opened(given) as db:
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


def run_reference_set(given: argparse.Namespace) -> None:
    """Write reference records from a file."""
    from central.references import read_lines, set_references

    with opened(given) as db, given.file.open(encoding="utf-8") as file:
        total, changed = set_references(db, read_lines(file))
    tell_lines([{"records": total, "changed": changed}])


def run_import(given: argparse.Namespace) -> None:
    """Take in bookings, states of applications or records of the list from a file."""
    from central.imports import import_file

    if given.what == "restrictions":
        _import_restrictions(given)
        return
    with opened(given) as db:
        tell_lines([import_file(db, given.what, given.file, dry_run=given.dry_run)])


def run_list_publish(given: argparse.Namespace) -> None:
    """Publish the restriction list as a signed file."""
    from central.lists import publish

    with opened(given) as db:
        manifest = publish(db, given.data)
    tell_lines([manifest.model_dump(mode="json")])


def _import_restrictions(given: argparse.Namespace) -> None:
    """Import records of the list, and sign it anew for desks that load it whole; faulty rows are printed."""
    from central.import_list import import_list
    from central.lists import publish

    with opened(given) as db:
        imported = import_list(db, given.file, dry_run=given.dry_run)
        if imported.written and imported.new + imported.changed:
            publish(db, given.data)
    told = {name: value for name, value in vars(imported).items() if name != "faults"}
    tell_lines([*imported.faults, told | {"faults": len(imported.faults)}])
    if imported.faults:
        raise RuntimeError(_("Nothing was imported: mend the rows named above and import the file again."))


def run_sample(given: argparse.Namespace) -> None:
    """Load made-up data."""
    from central.lists import publish
    from central.references import set_references
    from central.sample import records

    made = ((kind, record) for kind, _stream, record in records(given.seed, given.restrictions))
    with opened(given) as db:
        total, changed = set_references(db, made)
        publish(db, given.data)
    tell_lines([{"records": total, "changed": changed}])


def run_clerk_set(given: argparse.Namespace) -> None:
    """Add or alter a clerk."""
    from central.references import set_references
    from desk.records.reference import Clerk

    clerk = Clerk(
        id=given.id, name=given.name, office=given.office, roles=given.role, active=not given.inactive
    )
    with opened(given) as db:
        _total, changed = set_references(db, [("clerk.set", clerk)])
    tell_lines([{"clerk": clerk.id, "changed": changed}])


def run_clerk_list(given: argparse.Namespace) -> None:
    """Print the clerks."""
    with opened(given) as db:
        rows = db.execute("select body from record where entity = 'clerk' order by id")
        tell_lines([json.loads(body) for (body,) in rows])


def run_totals(given: argparse.Namespace) -> None:
    """Print what central holds of an office's day, one desk a line."""
    from central.day_totals import day_totals

    with opened(given) as db:
        tell_lines(day_totals(db, given.office, given.date))


def run_quarantine(given: argparse.Namespace) -> None:
    """Print the rejected changes with their bodies."""
    from central.quarantine import quarantine

    with engine_of(given) as engine:
        tell_lines(quarantine(engine, given.all))


def run_backup(given: argparse.Namespace) -> None:
    """Back the database up."""
    from central.backup import back_up
    from central.db.cluster import database

    with database(given.data, given.dsn) as dsn:
        made = back_up(dsn, given.data, given.file)
    tell_lines(
        [{"file": given.file.name, "feed_n": made.feed_n, "parts": sorted(made.parts), "rows": made.counts}]
    )


def run_restore(given: argparse.Namespace) -> None:
    """Put a backup back under a new epoch."""
    from central.backup import restore
    from central.db.cluster import database

    with database(given.data, given.dsn) as dsn:
        told = restore(dsn, given.data, given.file, replace=given.replace)
    tell_lines([{"restored": told.made_at, "feed_n": told.feed_n, "rows": told.counts}])


def run_drill(given: argparse.Namespace) -> None:
    """Restore the newest backup beside the live database and compare."""
    from central.db.cluster import database
    from central.drill import drill

    with database(given.data, given.dsn) as dsn:
        report = drill(dsn, given.place)
    tell_lines([report.told()])
    if not report.equal:
        raise RuntimeError(_("Backup and desks together do not give everything back: see the report."))


def run_import_changes(given: argparse.Namespace) -> None:
    """Apply what a desk delivered by file."""
    from central.delivery import import_changes, import_unsigned
    from central.recovery import private_key
    from desk.crypto.files import replace_file
    from desk.crypto.parcels import ParcelError

    key, data = private_key(given.data, given.recovery_key), given.file.read_bytes()
    try:
        with opened(given) as db:
            imported = import_unsigned(db, data, key) if given.unsigned else [import_changes(db, data, key)]
    except ParcelError as refused:
        raise RuntimeError(str(refused)) from refused
    if not given.unsigned:
        replace_file(given.file.with_name(given.file.name + ".receipts"), imported[0].receipts)
    tell_lines([one.told() for one in imported])
    if not all(one.whole for one in imported):
        raise RuntimeError(_("Central stumbled over a change. Take the file in again later."))


def run_erased(given: argparse.Namespace) -> None:
    """Print what was erased since a moment, for whoever puts an older backup back."""
    from central.erase import erased_since

    with opened(given) as db:
        tell_lines(erased_since(db, given.since))


def run_appeals(given: argparse.Namespace) -> None:
    """Print how many appeals of a year there are of each kind, outcome and lateness."""
    from central.appeals import COLUMNS, appeal_counts

    with opened(given) as db:
        counts = appeal_counts(db, given.year)
    tell_lines([dict(zip(COLUMNS, key, strict=True)) | {"appeals": n} for key, n in sorted(counts.items())])


def run_alarms(given: argparse.Namespace) -> None:
    """Print the alarms."""
    from central.quarantine import alarms

    with engine_of(given) as engine:
        tell_lines(alarms(engine))


def run_recovery_key(given: argparse.Namespace) -> None:
    """Print the public half of the recovery key."""
    from central.recovery import recovery_key

    with opened(given) as db:
        tell_lines([{"recovery_key": recovery_key(db, given.data)}])
