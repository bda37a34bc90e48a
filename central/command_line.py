"""The words of central's command line, and which act each stands for."""

import argparse
import os
from datetime import date
from pathlib import Path

from central import acts, desk_acts
from desk.records.roles import NAMES


def _day(typed: str) -> date:
    """A date as the desk reads it: 22.11.2026, or ISO."""
    from pydantic_core import PydanticCustomError

    from desk.records.days import whole_day
    from desk.records.errors import sentence

    try:
        return whole_day(typed)
    except PydanticCustomError as error:
        raise argparse.ArgumentTypeError(sentence(error.type, {})) from error


def parser_of_central() -> argparse.ArgumentParser:
    """The parser; each command carries its act in `run`."""
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
    serve.set_defaults(run=acts.run_serve)

    desk = commands.add_parser("desk", help="enrol, list and revoke desks").add_subparsers(required=True)
    add = desk.add_parser("add", parents=[common], help="make a one-time enrolment code, good for 10 minutes")
    add.add_argument("--office", required=True)
    add.add_argument("--board", action="store_true", help="a wall board: it reads the queue and no visitor")
    add.set_defaults(run=desk_acts.run_desk_add)
    approve = desk.add_parser("approve", parents=[common], help="let a computer that shows a code be a desk")
    approve.add_argument("code")
    approve.add_argument("--office", required=True)
    approve.add_argument("--board", action="store_true", help="a wall board, which knows no visitor")
    approve.set_defaults(run=desk_acts.run_desk_approve)
    desk.add_parser("waiting", parents=[common], help="computers that ask to become desks").set_defaults(
        run=desk_acts.run_desk_waiting
    )
    desk.add_parser("list", parents=[common], help="every desk with its codes and last contact").set_defaults(
        run=desk_acts.run_desk_list
    )
    revoke = desk.add_parser("revoke", parents=[common], help="take a desk's access away")
    revoke.add_argument("--code", required=True)
    revoke.set_defaults(run=desk_acts.run_desk_revoke)
    recall = desk.add_parser(
        "recall", parents=[common], help="after a restore: give a desk the code back that it had before"
    )
    recall.add_argument("former")
    recall.add_argument("--desk", required=True, help="the code that the desk has now")
    recall.set_defaults(run=desk_acts.run_desk_recall)
    wish = desk.add_parser("direct", parents=[common], help="ask something of a desk at its next contact")
    wish.add_argument("code")
    wish.add_argument("wish", help="freeze, thaw, resync, send_logs, wipe, or none to take all back")
    wish.add_argument("--scope", default="", help="what to read anew")
    wish.set_defaults(run=desk_acts.run_desk_direct)
    stuck = desk.add_parser("stuck", parents=[common], help="desks to look at, with reasons; for each day")
    stuck.add_argument("--hours", type=float, default=24.0)
    stuck.set_defaults(run=desk_acts.run_desk_stuck)
    logs = desk.add_parser("logs", parents=[common], help="the log that a desk sent when it was asked to")
    logs.add_argument("code")
    logs.set_defaults(run=desk_acts.run_desk_logs)

    reference = commands.add_parser("reference", help="reference data").add_subparsers(required=True)
    put = reference.add_parser(
        "set", parents=[common], help="write records of a file, one JSON object a line"
    )
    put.add_argument("file", type=Path)
    put.set_defaults(run=acts.run_reference_set)

    taken = commands.add_parser("import", parents=[common], help="take in a .csv or .jsonl file")
    taken.add_argument("what", choices=("bookings", "applications", "restrictions"))
    taken.add_argument("file", type=Path, metavar="FILE.csv|.jsonl")
    taken.add_argument("--dry-run", action="store_true", help="check every row and write nothing")
    taken.set_defaults(run=acts.run_import)

    lists = commands.add_parser("list", help="the list of restrictions").add_subparsers(required=True)
    lists.add_parser(
        "publish", parents=[common], help="sign the list as it is now, for desks to load whole"
    ).set_defaults(run=acts.run_list_publish)

    sample = commands.add_parser("sample", parents=[common], help="load made-up data for a demo or a test")
    sample.add_argument("--seed", type=int, default=1)
    sample.add_argument("--restrictions", type=int, default=300)
    sample.set_defaults(run=acts.run_sample)

    clerk = commands.add_parser("clerk", help="the clerks of the offices").add_subparsers(required=True)
    new = clerk.add_parser("set", parents=[common], help="add or alter a clerk")
    new.add_argument("--id", required=True)
    new.add_argument("--name", required=True)
    new.add_argument("--office", required=True)
    new.add_argument(
        "--role",
        action="append",
        required=True,
        metavar="ROLE",
        help=f"one of {', '.join(NAMES)}; may be repeated",
    )
    new.add_argument("--inactive", action="store_true")
    new.set_defaults(run=acts.run_clerk_set)
    clerk.add_parser("list", parents=[common], help="every clerk with office and roles").set_defaults(
        run=acts.run_clerk_list
    )

    appeals = commands.add_parser(
        "appeals", parents=[common], help="count the appeals received in a year by kind, outcome and lateness"
    )
    appeals.add_argument("--year", type=int, required=True)
    appeals.set_defaults(run=acts.run_appeals)

    totals = commands.add_parser("totals", parents=[common], help="an office's day, desk by desk")
    totals.add_argument("--office", required=True)
    totals.add_argument("--date", type=_day, required=True, help="for example 22.11.2026")
    totals.set_defaults(run=acts.run_totals)

    held = commands.add_parser("quarantine", parents=[common], help="rejected changes with their bodies")
    held.add_argument("--all", action="store_true", help="the settled ones too")
    held.set_defaults(run=acts.run_quarantine)
    backup = commands.add_parser("backup", parents=[common], help="write the database into one file")
    backup.add_argument("file", type=Path)
    backup.set_defaults(run=acts.run_backup)
    restore = commands.add_parser("restore", parents=[common], help="put a backup back, under a new epoch")
    restore.add_argument("file", type=Path)
    restore.add_argument("--replace", action="store_true", help="in the place of a database in use")
    restore.set_defaults(run=acts.run_restore)
    drill = commands.add_parser("drill", parents=[common], help="try the newest backup beside the database")
    drill.add_argument("place", type=Path, help="a backup, or a folder of *.backup files")
    drill.set_defaults(run=acts.run_drill)
    files = commands.add_parser("import-changes", parents=[common], help="take in a desk's file of changes")
    files.add_argument("file", type=Path)
    files.add_argument("--unsigned", action="store_true", help="a spool or a damaged file: nobody vouches")
    files.add_argument("--recovery-key", type=Path, help="the private key (default: that of the data folder)")
    files.set_defaults(run=acts.run_import_changes)
    inside = commands.add_parser(
        "let-in", parents=[common], help="a desk where no password works: open its recovery slot"
    )
    inside.add_argument("file", type=Path, metavar="SLOTS.json", help="from the desk's folder or a backup")
    inside.add_argument("--person", required=True, help="a supervisor or administrator of its office")
    inside.add_argument("--to", type=Path, required=True, help="the file that goes back to the desk")
    inside.add_argument(
        "--recovery-key", type=Path, help="the private key (default: that of the data folder)"
    )
    inside.set_defaults(run=acts.run_let_in)
    erased = commands.add_parser("erased", parents=[common], help="what was erased: a note for backups")
    erased.add_argument("--since", default="2000-01-01", help="moment of the backup, ISO")
    erased.set_defaults(run=acts.run_erased)
    commands.add_parser("alarms", parents=[common], help="what an administrator must look at").set_defaults(
        run=acts.run_alarms
    )
    commands.add_parser("recovery-key", parents=[common], help="print the public half").set_defaults(
        run=acts.run_recovery_key
    )
    return parser
