"""The command line. Imports stand inside the functions, so that the first frame waits for none of them."""

import gc

gc.disable()

import argparse  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="desk", description="The reception desk.")
    parser.add_argument(
        "--folder", type=Path, help="the desk's folder (default: DESK_FOLDER or the user's data)"
    )
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("run", help="open the desk (the default)")
    demo = commands.add_parser("demo", help="open a desk on sample data with a central of its own")
    demo.add_argument(
        "--headless", action="store_true", help="do the main job without a terminal and tell each step"
    )
    demo.add_argument("--language", choices=("az", "ru", "en"), help="language of the program")
    stay = commands.add_parser("stay", help="the last day to register at the place of stay")
    stay.add_argument("--citizenship", required=True, help="code as in the passport, for example KAZ")
    stay.add_argument("--arrival", required=True, help="day of arrival, for example 01.11.2026")
    _add_chaos(commands)
    _add_administration(commands)
    return parser


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
    add("backup", "write the desk into one file").add_argument("file", type=Path)
    restore = add("restore", "put a backup in the place of a lost or older file")
    restore.add_argument("file", type=Path)
    restore.add_argument("--code", help="one-time code from central, to renew the desk at once")
    add("renew", "give a restored desk its new code").add_argument("code")
    add("export-changes", "write what central has not acknowledged into a sealed file").add_argument(
        "file", type=Path
    )
    add("import-receipts", "take in central's answer to such a file").add_argument("file", type=Path)
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


def _administer(asked: argparse.Namespace) -> int:
    from desk.commands import (
        admit,
        backup,
        enrol,
        export_changes,
        import_receipts,
        privacy,
        receipt,
        renew,
        rescue,
        restore,
        transfer,
    )
    from desk.commands.session import told

    folder, person = asked.folder, asked.person
    acts = {
        "receipt": lambda: receipt.run(folder, person, asked.number, asked.lang, asked.to),
        "backup": lambda: backup.run(folder, person, asked.file),
        "restore": lambda: restore.run(folder, person, asked.file, asked.code),
        "renew": lambda: renew.run(folder, person, asked.code),
        "export-changes": lambda: export_changes.run(folder, person, asked.file),
        "import-receipts": lambda: import_receipts.run(folder, person, asked.file),
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


def run(folder: Path | None) -> int:
    """Open the terminal program on the desk of a folder."""
    os.environ.setdefault("TEXTUAL_FPS", "240")
    os.umask(0o077)
    from desk.app import DeskApp
    from desk.config import load
    from desk.ui.crash import quieten

    quieten()
    app = DeskApp(load(folder))
    app.run()
    return app.return_code or 0


def main() -> int:
    """Run the command given; the exit code is returned."""
    asked = _parser().parse_args()
    if asked.command == "demo":
        from desk.demo import demo

        return demo(asked.folder, headless=asked.headless, language=asked.language)
    if asked.command == "stay":
        from desk.commands import stay

        return stay.run(asked.folder, asked.citizenship, asked.arrival)
    if asked.command in (None, "run"):
        return run(asked.folder)
    if asked.command == "chaos":
        return _chaos(asked)
    return _administer(asked)


if __name__ == "__main__":
    sys.exit(main())
