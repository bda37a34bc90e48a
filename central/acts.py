"""What each command of central does; the imports stand inside, so that a command loads only what it needs."""

import argparse
import json

from central.act_frame import engine_of, opened, standing, tell_lines
from desk.lang import _


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


def run_reference_set(given: argparse.Namespace) -> None:
    """Write reference records from a file."""
    from central.references import checked_lines, set_references

    with opened(given) as db:
        total, changed = set_references(db, checked_lines(db, given.file))
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
    """Load made-up data; nobody is to meet made-up people in the lists of a central at work."""
    from central.backup import in_use
    from central.lists import publish
    from central.references import set_references
    from central.sample import records

    made = ((kind, record) for kind, _stream, record in records(given.seed, given.restrictions))
    with opened(given, new=True) as db:
        if in_use(db) and not given.add:
            raise RuntimeError("This central is in use: --add mixes made-up data into its own.")
        total, changed = set_references(db, made)
        publish(db, given.data)
    tell_lines([{"records": total, "changed": changed}])


def run_clerk_set(given: argparse.Namespace) -> None:
    """Add or alter a clerk."""
    from pydantic import ValidationError

    from central.references import refuse_unknown_office, set_references
    from desk.records.errors import issues
    from desk.records.reference import Clerk

    told = {"id": given.id, "name": given.name, "office": given.office, "active": not given.inactive}
    try:
        clerk = Clerk.model_validate(told | {"roles": list(dict.fromkeys(given.role))})
    except ValidationError as error:
        raise ValueError("\n".join(f"--{issue.field}: {issue.text}" for issue in issues(error))) from error
    with opened(given) as db:
        refuse_unknown_office(db, clerk.office)
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
    from central.references import refuse_unknown_office

    with opened(given) as db:
        refuse_unknown_office(db, given.office)
        tell_lines(day_totals(db, given.office, given.date))


def run_quarantine(given: argparse.Namespace) -> None:
    """Print the rejected changes with their bodies."""
    from central.quarantine import quarantine

    with engine_of(given) as engine:
        tell_lines(quarantine(engine, given.all))


def run_backup(given: argparse.Namespace) -> None:
    """Back the database up."""
    from central.backup import back_up

    with standing(given) as dsn:
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
    from central.drill import drill

    with standing(given) as dsn:
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


def run_let_in(given: argparse.Namespace) -> None:
    """Write the file with which one person gets into a desk again, and print its one-time password."""
    from central.let_in import let_in
    from central.recovery import private_key
    from desk.crypto.files import replace_file

    key = private_key(given.data, given.recovery_key)
    with opened(given) as db, db.transaction():  # what cannot be written raises no alarm
        made, password, desk = let_in(db, given.file.read_bytes(), key, given.person)
        replace_file(given.to, made)
    tell_lines([{"desk": desk, "person": given.person, "file": given.to.name, "password": password}])


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
