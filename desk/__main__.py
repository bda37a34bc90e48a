"""The command line. Imports stand inside the functions, so that the first frame waits for none of them."""

import gc

gc.disable()

import argparse  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402
from collections.abc import Callable  # noqa: E402
from pathlib import Path  # noqa: E402


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="desk", description="The reception desk.")
    parser.add_argument(
        "--folder", type=Path, help="the desk's folder (default: DESK_FOLDER or the user's data)"
    )
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("run", help="open the desk (the default)")
    commands.add_parser("board", help="show the numbers being served on a wall board")
    demo = commands.add_parser("demo", help="open a desk on sample data with a central of its own")
    demo.add_argument(
        "--headless", action="store_true", help="do the main job without a terminal and tell each step"
    )
    demo.add_argument("--language", choices=("az", "ru", "en"), help="language of the program")
    demo.add_argument("--report", type=int, metavar="YEAR", help="enter a sample year and write its report")
    _add_report_file(demo, required=False)
    commands.add_parser("kiosk", help="open the desk for visitors to answer surveys")
    stay = commands.add_parser("stay", help="the last day to register at the place of stay")
    stay.add_argument("--citizenship", required=True, help="code as in the passport, for example KAZ")
    stay.add_argument("--arrival", required=True, help="day of arrival, for example 01.11.2026")
    _add_lookup(commands)
    _add_chaos(commands)
    _add_administration(commands)
    return parser


def _add_lookup(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
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


def _lookup(asked: argparse.Namespace) -> int:
    os.umask(0o077)
    from desk.commands import lookup, lookup_batch
    from desk.commands.session import told

    if asked.list:
        return lookup_batch.batch(asked.list)
    return told(lambda: lookup.run(asked.folder, asked.person, lookup.Asked.of(asked)))


def _add_report_file(parser: argparse.ArgumentParser, *, required: bool) -> None:
    parser.add_argument(
        "--lang", choices=("az", "ru", "en"), default="az", help="language of the report (az)"
    )
    words = "FILE.docx, .pdf, .html, .json, .portal.csv or .portal.json"
    parser.add_argument("--to", type=Path, required=required, metavar="FILE", help=words)


def _demo(asked: argparse.Namespace) -> int:
    from desk.demo import Wanted, demo

    if (asked.report is None) is not (asked.to is None):
        sys.stderr.write("desk demo: --report and --to go together\n")
        return 2
    wanted = None if asked.report is None else Wanted(asked.report, asked.lang, asked.to)
    return demo(asked.folder, headless=asked.headless, language=asked.language, report=wanted)


def _add_chaos(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
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


def _chaos(asked: argparse.Namespace) -> int:
    os.umask(0o077)
    from desk.commands.chaos import run as storm
    from desk.demo.chaos import Odds

    odds = Odds(asked.drop, asked.delay, asked.duplicate, asked.cut, asked.error)
    return storm(asked.folder, odds, asked.clock_jump, asked.seed, asked.headless)


def _add_administration(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The commands beside a closed desk; a password is asked for, or read from the input."""
    person = argparse.ArgumentParser(add_help=False)
    person.add_argument("--person", help="whose password opens the desk (default: the first of this desk)")

    def add(name: str, words: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=words, parents=[person])

    receipt = add("receipt", "write a visitor's receipt into a PDF")
    receipt.add_argument("number")
    receipt.add_argument("--lang", choices=("az", "ru", "en", "ar"), help="default: by the citizenship")
    receipt.add_argument("--to", type=Path, required=True, metavar="FILE.pdf")
    _add_registers(add, commands)
    report = add("report", "write a year's report")
    report.add_argument("year", type=int)
    _add_report_file(report, required=True)
    sheet = add("day-sheet", "write the sheet of a day into a PDF or CSV")
    sheet.add_argument("date", help="for example 22.11.2026")
    sheet.add_argument("--to", type=Path, required=True, metavar="FILE.pdf|.csv")
    sheet.add_argument("--lang", choices=("az", "ru", "en", "ar"), help="of the PDF (default: the program's)")
    add("backup", "write the desk into one file").add_argument("file", type=Path)
    restore = add("restore", "put a backup in the place of a lost or older file")
    restore.add_argument("file", type=Path)
    restore.add_argument("--code", help="one-time code from central, to renew the desk at once")
    add("renew", "give a restored desk its new code").add_argument("code")
    add("export-changes", "write what central has not acknowledged into a sealed file").add_argument(
        "file", type=Path
    )
    add("import-receipts", "take in central's answer to such a file").add_argument("file", type=Path)
    sheet = add("import", "enter the rows of a CSV, XLSX or JSON file into a register")
    sheet.add_argument("what", choices=("measures", "trainings", "employees"))
    sheet.add_argument("file", type=Path)
    sheet.add_argument("--dry-run", action="store_true", help="only tell what would be entered")
    rescue = add("rescue", "take out of a damaged desk what was told saved")
    rescue.add_argument("file", type=Path, metavar="FOLDER")
    rescue.add_argument(
        "--without-key", action="store_true", help="only the sealed copies (no password works)"
    )
    add("check", "look at every page of the desk's file")
    erase = add("erase", "erase a record, on a supervisor's word")
    erase.add_argument("number")
    erase.add_argument("--reason", required=True)
    erase.add_argument("--whole-person", action="store_true", help="and all else known of its visitor")
    add("purge", "forget at once what the setting keep_days lets go")
    export = add("export", "write visits into a table, masked")
    export.add_argument("file", type=Path)
    export.add_argument("--days", nargs=2, required=True, metavar=("FIRST", "LAST"))
    export.add_argument("--purpose", required=True)
    export.add_argument("--whole", action="store_true", help="names and numbers whole")
    enrol = commands.add_parser("enrol", help="make this computer a desk; an administrator approves")
    enrol.add_argument("--central", required=True, metavar="URL")
    enrol.add_argument("--ca", default="", metavar="FILE", help="certificate of central's own authority")
    enrol.add_argument("--person", required=True, help="the first person: a supervisor or administrator")
    admit = add("admit", "let a person sign in here, or give a new password")
    admit.add_argument("newcomer", help="identifier in central's register")
    add("transfer", "move the desk to another computer, once all is delivered").add_argument(
        "file", type=Path, help="takes the desk along; `desk restore FILE` opens it there"
    )


def _add_registers(
    add: "Callable[[str, str], argparse.ArgumentParser]",
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    """Registers and cases as files for an inspection."""
    export = add("export-register", "write a register of a year into a sheet, for an inspection")
    export.add_argument("register", choices=("appeals", "council"))
    export.add_argument("--year", type=int, required=True)
    export.add_argument("--purpose", required=True, help="what for; it is written into the log")
    export.add_argument("--to", type=Path, required=True, metavar="FILE.csv|FILE.xlsx")
    bundle = add("case-bundle", "write a case with its card, its events and the log's proof")
    bundle.add_argument("number")
    bundle.add_argument("--purpose", required=True, help="what for; it is written into the log")
    bundle.add_argument("--to", type=Path, required=True, metavar="FILE.zip")
    verify = commands.add_parser("verify-bundle", help="check such a case; needs no desk and no password")
    verify.add_argument("file", type=Path)
    verify.add_argument("--key", default="", help="the desk's public key, as central has it")


def _administer(asked: argparse.Namespace) -> int:
    from desk.commands import (
        admit,
        backup,
        day_sheet,
        enrol,
        export_changes,
        import_receipts,
        import_rows,
        privacy,
        receipt,
        register,
        renew,
        report,
        rescue,
        restore,
        transfer,
    )
    from desk.commands.session import told

    folder, person = asked.folder, asked.person
    acts = {
        "receipt": lambda: receipt.run(folder, person, asked.number, asked.lang, asked.to),
        "export-register": lambda: register.export(
            folder, person, asked.register, asked.year, asked.purpose, asked.to
        ),
        "case-bundle": lambda: register.bundle(folder, person, asked.number, asked.purpose, asked.to),
        "report": lambda: report.run(folder, person, asked.year, asked.lang, asked.to),
        "day-sheet": lambda: day_sheet.run(folder, person, asked.date, asked.lang, asked.to),
        "backup": lambda: backup.run(folder, person, asked.file),
        "restore": lambda: restore.run(folder, person, asked.file, asked.code),
        "renew": lambda: renew.run(folder, person, asked.code),
        "export-changes": lambda: export_changes.run(folder, person, asked.file),
        "import-receipts": lambda: import_receipts.run(folder, person, asked.file),
        "import": lambda: import_rows.run(folder, person, asked.what, asked.file, dry_run=asked.dry_run),
        "rescue": lambda: rescue.run(folder, person, asked.file, without_key=asked.without_key),
        "check": lambda: rescue.check(folder, person),
        "enrol": lambda: enrol.run(folder, asked.person, asked.central, asked.ca),
        "admit": lambda: admit.run(folder, person, asked.newcomer),
        "erase": lambda: privacy.erase(
            folder, person, asked.number, asked.reason, whole_person=asked.whole_person
        ),
        "purge": lambda: privacy.purge(folder, person),
        "export": lambda: privacy.export(
            folder, person, tuple(asked.days), asked.purpose, asked.file, whole=asked.whole
        ),
        "transfer": lambda: transfer.run(folder, person, asked.file),
    }
    os.umask(0o077)
    return told(acts[asked.command])


def run(folder: Path | None, opening: str = "") -> int:
    """Open the terminal program on the desk of a folder; `opening` is the screen after the sign-in."""
    os.environ.setdefault("TEXTUAL_FPS", "240")
    os.umask(0o077)
    from desk.app import DeskApp
    from desk.config import load
    from desk.ui.crash import quieten

    quieten()
    app = DeskApp(load(folder), opening)
    app.run()
    return app.return_code or 0


def main() -> int:
    """Run the command given; the exit code is returned."""
    asked = _parser().parse_args()
    if asked.command == "demo":
        return _demo(asked)
    if asked.command == "stay":
        from desk.commands import stay

        return stay.run(asked.folder, asked.citizenship, asked.arrival)
    if asked.command in (None, "run"):
        return run(asked.folder)
    if asked.command == "lookup":
        return _lookup(asked)
    if asked.command in ("kiosk", "board"):
        return run(asked.folder, asked.command)
    if asked.command == "chaos":
        return _chaos(asked)
    if asked.command == "verify-bundle":
        from desk.commands import register
        from desk.commands.session import told

        return told(lambda: register.verify(asked.folder, asked.file, asked.key))
    return _administer(asked)


if __name__ == "__main__":
    sys.exit(main())
