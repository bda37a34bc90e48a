"""The command line of central: serve, and what an administrator does."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desk.lang import _


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked, 1 with a sentence on standard error when not."""
    given = _parser().parse_args(arguments)
    try:
        run: Callable[[argparse.Namespace], None] = given.run
        run(given)
    except (RuntimeError, ValueError, OSError) as error:
        print(f"central: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="central", description="The reference central API of the reception desks."
    )
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--data", type=Path, required=True, help="folder of the recovery key and the database"
    )
    common.add_argument(
        "--dsn", default=os.environ.get("CENTRAL_DSN"), help="PostgreSQL to use instead of the embedded one"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", parents=[common], help="serve the API until SIGTERM")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=0, help="0 takes a free one (default)")
    serve.add_argument("--port-file", type=Path, help="file to write the chosen port to")
    serve.add_argument(
        "--name", action="append", default=[], help="host name that clients use; may be repeated"
    )
    serve.add_argument("--rate", type=float, help="requests a second that one desk may make (default 50)")
    serve.add_argument(
        "--enrol-burst", type=float, help="enrolments that one address may try at once (default 10)"
    )
    serve.add_argument("--dev", action="store_true", help="serve /docs and /openapi.json")
    serve.set_defaults(run=_serve)

    desk = commands.add_parser("desk", help="enrol, list and revoke desks").add_subparsers(required=True)
    add = desk.add_parser("add", parents=[common], help="make a one-time enrolment code, good for 10 minutes")
    add.add_argument("--office", required=True)
    add.set_defaults(run=_desk_add)
    desk.add_parser("list", parents=[common]).set_defaults(run=_desk_list)
    revoke = desk.add_parser("revoke", parents=[common], help="take a desk's access away")
    revoke.add_argument("--code", required=True)
    revoke.set_defaults(run=_desk_revoke)
    recall = desk.add_parser(
        "recall", parents=[common], help="after a restore: give a desk the code back that it had before"
    )
    recall.add_argument("former")
    recall.add_argument("--desk", required=True, help="the code that the desk has now")
    recall.set_defaults(run=_desk_recall)
    wish = desk.add_parser("direct", parents=[common], help="ask something of a desk at its next contact")
    wish.add_argument("code")
    wish.add_argument("wish", help="freeze, thaw, resync, send_logs, wipe, or none to take all back")
    wish.add_argument("--scope", default="", help="what to read anew")
    wish.set_defaults(run=_desk_direct)
    stuck = desk.add_parser("stuck", parents=[common], help="desks to look at, with reasons; for each day")
    stuck.add_argument("--hours", type=float, default=24.0)
    stuck.set_defaults(run=_desk_stuck)
    logs = desk.add_parser("logs", parents=[common], help="the log that a desk sent when it was asked to")
    logs.add_argument("code")
    logs.set_defaults(run=_desk_logs)

    reference = commands.add_parser("reference", help="reference data").add_subparsers(required=True)
    put = reference.add_parser(
        "set", parents=[common], help="write records of a file, one JSON object a line"
    )
    put.add_argument("file", type=Path)
    put.set_defaults(run=_reference_set)

    lists = commands.add_parser("list", help="the list of restrictions").add_subparsers(required=True)
    lists.add_parser(
        "publish", parents=[common], help="sign the list as it is now, for desks to load whole"
    ).set_defaults(run=_list_publish)

    sample = commands.add_parser("sample", parents=[common], help="load made-up data for a demo or a test")
    sample.add_argument("--seed", type=int, default=1)
    sample.add_argument("--restrictions", type=int, default=300)
    sample.set_defaults(run=_sample)

    clerk = commands.add_parser("clerk", help="the clerks of the offices").add_subparsers(required=True)
    new = clerk.add_parser("set", parents=[common], help="add or alter a clerk")
    new.add_argument("--id", required=True)
    new.add_argument("--name", required=True)
    new.add_argument("--office", required=True)
    new.add_argument("--role", action="append", required=True)
    new.add_argument("--inactive", action="store_true")
    new.set_defaults(run=_clerk_set)
    clerk.add_parser("list", parents=[common]).set_defaults(run=_clerk_list)

    held = commands.add_parser("quarantine", parents=[common], help="rejected changes with their bodies")
    held.add_argument("--all", action="store_true", help="the settled ones too")
    held.set_defaults(run=_quarantine)
    backup = commands.add_parser("backup", parents=[common], help="write the database into one file")
    backup.add_argument("file", type=Path)
    backup.set_defaults(run=_backup)
    restore = commands.add_parser("restore", parents=[common], help="put a backup back, under a new epoch")
    restore.add_argument("file", type=Path)
    restore.add_argument("--replace", action="store_true", help="in the place of a database in use")
    restore.set_defaults(run=_restore)
    drill = commands.add_parser("drill", parents=[common], help="try the newest backup beside the database")
    drill.add_argument("place", type=Path, help="a backup, or a folder of *.backup files")
    drill.set_defaults(run=_drill)
    files = commands.add_parser("import-changes", parents=[common], help="take in a desk's file of changes")
    files.add_argument("file", type=Path)
    files.add_argument("--unsigned", action="store_true", help="a spool or a damaged file: nobody vouches")
    files.add_argument("--recovery-key", type=Path, help="the private key (default: that of the data folder)")
    files.set_defaults(run=_import_changes)
    commands.add_parser("alarms", parents=[common]).set_defaults(run=_alarms)
    commands.add_parser("recovery-key", parents=[common], help="print the public half").set_defaults(
        run=_recovery_key
    )
    return parser


@contextmanager
def _database(given: argparse.Namespace) -> Iterator[Any]:
    import psycopg

    from central.db.cluster import database
    from central.serve import prepare

    with database(given.data, given.dsn) as dsn:
        prepare(dsn, given.data)
        with psycopg.connect(dsn, autocommit=True) as db:
            yield db


@contextmanager
def _engine(given: argparse.Namespace) -> Iterator[Any]:
    from sqlalchemy import NullPool, create_engine

    with _database(given) as db:
        yield create_engine("postgresql+psycopg://", creator=lambda: db, poolclass=NullPool)


def _lines(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))


def _serve(given: argparse.Namespace) -> None:
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


def _desk_add(given: argparse.Namespace) -> None:
    from central.desks import ENROLMENT_SECONDS, invite

    with _database(given) as db:
        _lines([{"code": invite(db, given.office), "office": given.office, "seconds": ENROLMENT_SECONDS}])


def _desk_list(given: argparse.Namespace) -> None:
    from central.directives import heartbeat
    from central.quarantine import desks

    with _engine(given) as engine:
        rows = desks(engine)
    with _database(given) as db:
        beats = {beat["desk"]: beat for beat in heartbeat(db)}
    _lines([row | beats.get((row["codes"] or [""])[-1], {}) for row in rows])


def _desk_recall(given: argparse.Namespace) -> None:
    from central.readmit import recall

    with _database(given) as db:
        recall(db, given.former, given.desk)
    _lines([{"desk": given.desk, "recalled": given.former}])


def _desk_direct(given: argparse.Namespace) -> None:
    from central.directives import direct

    with _database(given) as db:
        _lines([{"desk": given.code, "directives": direct(db, given.code, given.wish, given.scope)}])


def _desk_stuck(given: argparse.Namespace) -> None:
    from central.directives import stuck

    with _database(given) as db:
        _lines(stuck(db, given.hours))


def _desk_logs(given: argparse.Namespace) -> None:
    from central.directives import logs

    with _database(given) as db:
        sys.stdout.write(logs(db, given.code).decode() + "\n")


def _desk_revoke(given: argparse.Namespace) -> None:
    from central.desks import revoke

    with _database(given) as db:
        revoke(db, given.code)


def _reference_set(given: argparse.Namespace) -> None:
    from central.references import read_lines, set_references

    with _database(given) as db, given.file.open(encoding="utf-8") as file:
        total, changed = set_references(db, read_lines(file))
    _lines([{"records": total, "changed": changed}])


def _list_publish(given: argparse.Namespace) -> None:
    from central.lists import publish

    with _database(given) as db:
        manifest = publish(db, given.data)
    _lines([manifest.model_dump(mode="json")])


def _sample(given: argparse.Namespace) -> None:
    from central.lists import publish
    from central.references import set_references
    from central.sample import records

    made = ((kind, record) for kind, _stream, record in records(given.seed, given.restrictions))
    with _database(given) as db:
        total, changed = set_references(db, made)
        publish(db, given.data)
    _lines([{"records": total, "changed": changed}])


def _clerk_set(given: argparse.Namespace) -> None:
    from central.references import set_references
    from desk.records.reference import Clerk

    clerk = Clerk(
        id=given.id, name=given.name, office=given.office, roles=given.role, active=not given.inactive
    )
    with _database(given) as db:
        _total, changed = set_references(db, [("clerk.set", clerk)])
    _lines([{"clerk": clerk.id, "changed": changed}])


def _clerk_list(given: argparse.Namespace) -> None:
    with _database(given) as db:
        rows = db.execute("select body from record where entity = 'clerk' order by id")
        _lines([json.loads(body) for (body,) in rows])


def _quarantine(given: argparse.Namespace) -> None:
    from central.quarantine import quarantine

    with _engine(given) as engine:
        _lines(quarantine(engine, given.all))


def _backup(given: argparse.Namespace) -> None:
    from central.backup import back_up
    from central.db.cluster import database

    with database(given.data, given.dsn) as dsn:
        made = back_up(dsn, given.data, given.file)
    _lines(
        [{"file": given.file.name, "feed_n": made.feed_n, "parts": sorted(made.parts), "rows": made.counts}]
    )


def _restore(given: argparse.Namespace) -> None:
    from central.backup import restore
    from central.db.cluster import database

    with database(given.data, given.dsn) as dsn:
        told = restore(dsn, given.data, given.file, replace=given.replace)
    _lines([{"restored": told.made_at, "feed_n": told.feed_n, "rows": told.counts}])


def _drill(given: argparse.Namespace) -> None:
    from central.db.cluster import database
    from central.drill import drill

    with database(given.data, given.dsn) as dsn:
        report = drill(dsn, given.place)
    _lines([report.told()])
    if not report.equal:
        raise RuntimeError(_("Backup and desks together do not give everything back: see the report."))


def _import_changes(given: argparse.Namespace) -> None:
    from central.delivery import import_changes, import_unsigned
    from central.recovery import private_key
    from desk.crypto.files import replace_file
    from desk.crypto.parcels import ParcelError

    key, data = private_key(given.data, given.recovery_key), given.file.read_bytes()
    try:
        with _database(given) as db:
            imported = import_unsigned(db, data, key) if given.unsigned else [import_changes(db, data, key)]
    except ParcelError as refused:
        raise RuntimeError(str(refused)) from refused
    if not given.unsigned:
        replace_file(given.file.with_name(given.file.name + ".receipts"), imported[0].receipts)
    _lines([one.told() for one in imported])
    if not all(one.whole for one in imported):
        raise RuntimeError(_("Central stumbled over a change. Take the file in again later."))


def _alarms(given: argparse.Namespace) -> None:
    from central.quarantine import alarms

    with _engine(given) as engine:
        _lines(alarms(engine))


def _recovery_key(given: argparse.Namespace) -> None:
    from central.recovery import recovery_key

    with _database(given) as db:
        _lines([{"recovery_key": recovery_key(db, given.data)}])


if __name__ == "__main__":
    sys.exit(main())
