"""The words of central's command line, and which act each stands for."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from central import acts, desk_acts
from central import option_types as types
from desk.records.roles import NAMES

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

Add = Callable[[str, Callable[[argparse.Namespace], None], str], argparse.ArgumentParser]
"""Adds a command to a group: its name, its act, and what it does."""
_PRIVATE_KEY = "the private key (default: that of the data folder)"


def parser_of_central() -> argparse.ArgumentParser:
    """The parser; each command carries its act in `run`."""
    parser = argparse.ArgumentParser(
        prog="central", description="The reference central API of the reception desks."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def group(name: str, what: str) -> Add:
        return _adder(commands.add_parser(name, help=what).add_subparsers(required=True))

    add = _adder(commands)
    _serve(add)
    _desks(group("desk", "enrol, list and revoke desks"))
    _reference(group("reference", "reference data"))
    _import(add)
    _lists(group("list", "the list of restrictions"))
    _sample(add)
    _clerks(group("clerk", "the clerks of the offices"))
    _counts(add)
    _copies(add)
    _carried(add)
    _watched(add)
    return parser


def _adder(commands: "Commands") -> Add:
    """Adds commands that all need a database."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--data", type=types.folder, required=True, help="folder of the recovery key and the database"
    )
    common.add_argument(
        "--dsn", default=os.environ.get("CENTRAL_DSN"), help="PostgreSQL to use instead of the embedded one"
    )

    def add(name: str, act: Callable[[argparse.Namespace], None], what: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, parents=[common], help=what)
        command.set_defaults(run=act)
        return command

    return add


def _serve(add: Add) -> None:
    serve = add("serve", acts.run_serve, "serve the API until SIGTERM")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=types.port, default=0, help="0 takes a free one (default)")
    serve.add_argument("--port-file", type=types.new_file, help="file to write the chosen port to")
    serve.add_argument(
        "--name", action="append", default=[], help="host name that clients use; may be repeated"
    )
    serve.add_argument(
        "--rate", type=types.rate, help="requests a second that one desk may make (default 50)"
    )
    serve.add_argument(
        "--enrol-burst", type=types.rate, help="enrolments that one address may try at once (default 10)"
    )
    serve.add_argument("--dev", action="store_true", help="serve /docs and /openapi.json")


def _desks(add: Add) -> None:
    new = add("add", desk_acts.run_desk_add, "make a one-time enrolment code, good for 10 minutes")
    new.add_argument("--office", type=types.office, required=True)
    new.add_argument("--board", action="store_true", help="a wall board: it reads the queue and no visitor")
    approve = add("approve", desk_acts.run_desk_approve, "let a computer that shows a code be a desk")
    approve.add_argument("code")
    approve.add_argument("--office", type=types.office, required=True)
    approve.add_argument("--board", action="store_true", help="a wall board, which knows no visitor")
    add("waiting", desk_acts.run_desk_waiting, "computers that ask to become desks")
    add("list", desk_acts.run_desk_list, "every desk with its codes and last contact")
    revoke = add("revoke", desk_acts.run_desk_revoke, "take a desk's access away")
    revoke.add_argument("--code", type=types.desk_code, required=True)
    recall = add(
        "recall",
        desk_acts.run_desk_recall,
        "after a restore: give a desk the code back that it had before",
    )
    recall.add_argument("former", type=types.desk_code)
    recall.add_argument("--desk", type=types.desk_code, required=True, help="the code that the desk has now")
    wish = add("direct", desk_acts.run_desk_direct, "ask something of a desk at its next contact")
    wish.add_argument("code", type=types.desk_code)
    wish.add_argument("wish", help="freeze, thaw, resync, send_logs, wipe, or none to take all back")
    wish.add_argument("--scope", default="", help="what to read anew")
    stuck = add("stuck", desk_acts.run_desk_stuck, "desks to look at, with reasons; for each day")
    stuck.add_argument("--hours", type=types.hours, default=24.0)
    logs = add("logs", desk_acts.run_desk_logs, "the log that a desk sent when it was asked to")
    logs.add_argument("code", type=types.desk_code)


def _reference(add: Add) -> None:
    put = add("set", acts.run_reference_set, "write records of a file, one JSON object a line")
    put.add_argument("file", type=types.file)


def _import(add: Add) -> None:
    taken = add("import", acts.run_import, "take in a .csv or .jsonl file")
    taken.add_argument("what", choices=("bookings", "applications", "restrictions"))
    taken.add_argument("file", type=types.file, metavar="FILE.csv|.jsonl")
    taken.add_argument("--dry-run", action="store_true", help="check every row and write nothing")


def _lists(add: Add) -> None:
    add("publish", acts.run_list_publish, "sign the list as it is now, for desks to load whole")


def _sample(add: Add) -> None:
    sample = add("sample", acts.run_sample, "load made-up data for a demo or a test")
    sample.add_argument("--seed", type=types.count, default=1)
    sample.add_argument("--restrictions", type=types.count, default=300)
    sample.add_argument("--add", action="store_true", help="also into a central that is in use")


def _clerks(add: Add) -> None:
    new = add("set", acts.run_clerk_set, "add or alter a clerk")
    new.add_argument("--id", required=True)
    new.add_argument("--name", required=True)
    new.add_argument("--office", type=types.office, required=True)
    roles = f"one of {', '.join(NAMES)}; may be repeated"
    new.add_argument("--role", action="append", required=True, choices=NAMES, metavar="ROLE", help=roles)
    new.add_argument("--inactive", action="store_true")
    add("list", acts.run_clerk_list, "every clerk with office and roles")


def _counts(add: Add) -> None:
    appeals = add(
        "appeals", acts.run_appeals, "count the appeals received in a year by kind, outcome and lateness"
    )
    appeals.add_argument("--year", type=types.year, required=True)
    totals = add("totals", acts.run_totals, "an office's day, desk by desk")
    totals.add_argument("--office", type=types.office, required=True)
    totals.add_argument("--date", type=types.day, required=True, help="for example 22.11.2026")
    held = add("quarantine", acts.run_quarantine, "rejected changes with their bodies")
    held.add_argument("--all", action="store_true", help="the settled ones too")


def _copies(add: Add) -> None:
    backup = add("backup", acts.run_backup, "write the database into one file")
    backup.add_argument("file", type=types.new_file)
    restore = add("restore", acts.run_restore, "put a backup back, under a new epoch")
    restore.add_argument("file", type=types.file)
    restore.add_argument("--replace", action="store_true", help="in the place of a database in use")
    drill = add("drill", acts.run_drill, "try the newest backup beside the database")
    drill.add_argument("place", type=Path, help="a backup, or a folder of *.backup files")


def _carried(add: Add) -> None:
    """What comes from a desk as a file."""
    files = add("import-changes", acts.run_import_changes, "take in a desk's file of changes")
    files.add_argument("file", type=types.file)
    files.add_argument("--unsigned", action="store_true", help="a spool or a damaged file: nobody vouches")
    files.add_argument("--recovery-key", type=types.file, help=_PRIVATE_KEY)
    inside = add("let-in", acts.run_let_in, "a desk where no password works: open its recovery slot")
    inside.add_argument(
        "file", type=types.file, metavar="SLOTS.json", help="from the desk's folder or a backup"
    )
    inside.add_argument("--person", required=True, help="a supervisor or administrator of its office")
    inside.add_argument(
        "--to", type=types.new_file, required=True, help="the file that goes back to the desk"
    )
    inside.add_argument("--recovery-key", type=types.file, help=_PRIVATE_KEY)


def _watched(add: Add) -> None:
    erased = add("erased", acts.run_erased, "what was erased: a note for backups")
    erased.add_argument(
        "--since",
        type=types.moment,
        default="2000-01-01",
        help="moment of the backup, as 22.11.2026 or 2026-11-22T10:00+04:00",
    )
    add("alarms", acts.run_alarms, "what an administrator must look at")
    add("recovery-key", acts.run_recovery_key, "print the public half")
