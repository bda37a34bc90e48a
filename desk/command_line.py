"""What the command line of the desk understands; each command names the function that does it.

Imports of the program stand inside the functions: the first frame waits for none of them.
"""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from desk.administration_line import add_administration, add_report_file

if TYPE_CHECKING:
    from desk.administration_line import Commands


def parser() -> argparse.ArgumentParser:
    """The parser; what it returns has `act`, a function that takes it and returns the exit code."""
    made = argparse.ArgumentParser(prog="desk", description="The reception desk.")
    made.add_argument(
        "--folder", type=Path, help="the desk's folder (default: DESK_FOLDER or the user's data)"
    )
    made.set_defaults(act=_open)
    commands = made.add_subparsers(dest="command")
    for name, words in (
        ("run", "open the desk (the default)"),
        ("board", "show the numbers being served on a wall board"),
        ("kiosk", "open the desk for visitors to answer surveys"),
    ):
        commands.add_parser(name, help=words)
    demo = commands.add_parser("demo", help="open a desk on sample data with a central of its own")
    demo.add_argument(
        "--headless", action="store_true", help="do the main job without a terminal and tell each step"
    )
    demo.add_argument("--language", choices=("az", "ru", "en"), help="language of the program")
    demo.add_argument(
        "--office", default="GNC", metavar="CODE", help="whose desk: the Council's secretary works at BAK"
    )
    demo.add_argument("--report", type=int, metavar="YEAR", help="enter a sample year and write its report")
    add_report_file(demo, required=False)
    demo.set_defaults(act=_demo)
    stay = commands.add_parser("stay", help="the last day to register at the place of stay")
    stay.add_argument("--citizenship", required=True, help="code as in the passport, for example KAZ")
    stay.add_argument("--arrival", required=True, help="day of arrival, for example 01.11.2026")
    stay.set_defaults(act=_stay)
    _add_lookup(commands)
    _add_chaos(commands)
    add_administration(commands)
    return made


def _open(asked: argparse.Namespace) -> int:
    """Open the terminal program; a command may name the screen after the sign-in."""
    from desk.opening import run

    return run(asked.folder, asked.command or "run")


def _stay(asked: argparse.Namespace) -> int:
    from desk.commands import stay

    return stay.run(asked.folder, asked.citizenship, asked.arrival)


def _add_lookup(commands: "Commands") -> None:
    lookup = commands.add_parser("lookup", help="look a person up in the list of restrictions")
    lookup.add_argument("name", nargs="?", default="", help="the whole name, in any spelling and order")
    lookup.add_argument("--purpose", help="what for: recorded with the lookup")
    lookup.add_argument("--dob", default="", help="31.12.1990, 12.1990 or 1990")
    lookup.add_argument("--citizenship", default="", help="code or name of the country")
    lookup.add_argument("--document", default="", help="document number")
    lookup.add_argument("--mrz", default="", help="the machine-readable zone of the document")
    lookup.add_argument("--json", action="store_true", help="the answer as JSON")
    lookup.add_argument("--person", help="whose password opens the desk (default: the first of this desk)")
    lookup.add_argument(
        "--list", type=Path, metavar="FILE.jsonl", help="measure: this list instead of a desk's"
    )
    lookup.add_argument("--batch", action="store_true", help="with --list: questions on standard input")
    lookup.set_defaults(act=_lookup)


def _lookup(asked: argparse.Namespace) -> int:
    os.umask(0o077)
    from desk.commands import lookup, lookup_batch
    from desk.commands.session import told

    if asked.list:
        return lookup_batch.batch(asked.list)
    return told(lambda: lookup.run(asked.folder, asked.person, lookup.Asked.of(asked)))


def _demo(asked: argparse.Namespace) -> int:
    from desk.demo import Wanted, demo

    if (asked.report is None) is not (asked.to is None):
        sys.stderr.write("desk demo: --report and --to go together\n")
        return 2
    if not asked.office.isalpha():
        sys.stderr.write("desk demo: --office is the code of an office, for example BAK\n")
        return 2
    wanted = None if asked.report is None else Wanted(asked.report, asked.lang, asked.to)
    return demo(
        asked.folder,
        headless=asked.headless,
        language=asked.language,
        office=asked.office.upper(),
        report=wanted,
    )


def _add_chaos(commands: "Commands") -> None:
    chaos = commands.add_parser("chaos", help="a desk on sample data behind a line that fails, for training")
    for name, words in (
        ("drop", "requests that never arrive"),
        ("duplicate", "requests that arrive twice"),
        ("cut", "answers that break off"),
        ("error", "answers 500"),
    ):
        chaos.add_argument(f"--{name}", type=float, default=0.1, metavar="P", help=f"share of {words} (0.1)")
    chaos.add_argument("--delay", type=float, default=200, metavar="MS", help="at most, each way (200)")
    chaos.add_argument("--clock-jump", type=float, default=0, metavar="S", help="jumps of the desk's clock")
    chaos.add_argument("--seed", type=int, default=1, metavar="N", help="the same faults again")
    chaos.add_argument("--headless", type=int, default=0, metavar="N", help="save N visits and compare")
    chaos.set_defaults(act=_chaos)


def _chaos(asked: argparse.Namespace) -> int:
    os.umask(0o077)
    from desk.commands.chaos import run as storm
    from desk.demo.chaos import Odds

    odds = Odds(asked.drop, asked.delay, asked.duplicate, asked.cut, asked.error)
    return storm(asked.folder, odds, asked.clock_jump, asked.seed, asked.headless)
