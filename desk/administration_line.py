"""The commands beside a closed desk, most of which ask for a person's password."""

import argparse
import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from desk.commands import option_types as types
from desk.lang import _

Adding = Callable[[str, str], argparse.ArgumentParser]

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_report_file(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """Where a report goes, and in which language."""
    parser.add_argument(
        "--lang", choices=("az", "ru", "en"), default="az", help=_("language of the report (az)")
    )
    words = _("FILE.docx, .pdf, .html, .json, .portal.csv or .portal.json")
    parser.add_argument("--to", type=types.path, required=required, metavar="FILE", help=words)


def add_administration(commands: "Commands") -> None:
    """All commands of a closed desk."""
    person = argparse.ArgumentParser(add_help=False)
    person.add_argument("--person", help=_("whose password opens the desk (default: the first of this desk)"))

    def add(name: str, words: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, parents=[person])
        made.set_defaults(act=_administer)
        return made

    _add_papers(add)
    _add_registers(add)
    _add_safety(add)
    _add_privacy(add)
    enrol = commands.add_parser("enrol", help=_("make this computer a desk; an administrator approves"))
    enrol.add_argument(
        "--central", type=types.filled, required=True, metavar="URL", help=_("address of central")
    )
    enrol.add_argument(
        "--ca",
        type=types.known_file,
        default="",
        metavar="FILE",
        help=_("certificate of central's own authority"),
    )
    enrol.add_argument(
        "--person",
        type=types.filled,
        required=True,
        help=_("the first person: a supervisor or administrator"),
    )
    enrol.set_defaults(act=_administer)
    verify = commands.add_parser("verify-bundle", help=_("check such a case; needs no desk and no password"))
    verify.add_argument("file", type=types.path)
    verify.add_argument("--key", default="", help=_("the desk's public key, as central has it"))
    verify.set_defaults(act=_administer, person=None)


def _add_papers(add: Adding) -> None:
    """What a desk prints."""
    receipt = add("receipt", _("write a visitor's receipt into a PDF"))
    receipt.add_argument("number", type=types.filled, help=_("the number as it was printed"))
    receipt.add_argument("--lang", choices=("az", "ru", "en", "ar"), help=_("default: by the citizenship"))
    receipt.add_argument("--to", type=types.path, required=True, metavar="FILE.pdf")
    report = add("report", _("write a year's report"))
    report.add_argument("year", type=int)
    add_report_file(report, required=True)
    sheet = add("day-sheet", _("write the sheet of a day into a PDF or CSV"))
    sheet.add_argument("date", help=_("for example 22.11.2026"))
    sheet.add_argument("--to", type=types.path, required=True, metavar="FILE.pdf|.csv")
    sheet.add_argument(
        "--lang", choices=("az", "ru", "en", "ar"), help=_("of the PDF (default: the program's)")
    )


def _add_registers(add: Adding) -> None:
    """Registers and cases as files: for an inspection, and into the organisers' registers."""
    export = add("export-register", _("write a register of a year into a sheet, for an inspection"))
    export.add_argument("register", choices=("appeals", "council"))
    export.add_argument("--year", type=int, required=True)
    export.add_argument(
        "--purpose", type=types.filled, required=True, help=_("what for; it is written into the log")
    )
    export.add_argument("--to", type=types.path, required=True, metavar="FILE.csv|FILE.xlsx")
    bundle = add("case-bundle", _("write a case with its card, its events and the log's proof"))
    bundle.add_argument("number", type=types.filled, help=_("the number as it was printed"))
    bundle.add_argument(
        "--purpose", type=types.filled, required=True, help=_("what for; it is written into the log")
    )
    bundle.add_argument("--to", type=types.path, required=True, metavar="FILE.zip")
    rows = add("import", _("enter the rows of a CSV, XLSX or JSON file into a register"))
    rows.add_argument("what", choices=("measures", "trainings", "employees"))
    rows.add_argument("file", type=types.path)
    rows.add_argument("--dry-run", action="store_true", help=_("only tell what would be entered"))


def _add_safety(add: Adding) -> None:
    """What keeps work that was told saved: second copies, delivery by file, another computer."""
    add("backup", _("write the desk into one file")).add_argument("file", type=types.path)
    restore = add("restore", _("put a backup in the place of a lost or older file"))
    restore.add_argument("file", type=types.path)
    restore.add_argument("--code", help=_("one-time code from central, to renew the desk at once"))
    add("renew", _("give a restored desk its new code")).add_argument(
        "code", type=types.filled, help=_("one-time code from central")
    )
    delivered = add("export-changes", _("write what central has not acknowledged into a sealed file"))
    delivered.add_argument("file", type=types.path)
    add("import-receipts", _("take in central's answer to such a file")).add_argument("file", type=types.path)
    rescue = add("rescue", _("take out of a damaged desk what was told saved"))
    rescue.add_argument("file", type=types.path, metavar="FOLDER")
    rescue.add_argument(
        "--without-key", action="store_true", help=_("only the sealed copies (no password works)")
    )
    add("check", _("look at every page of the desk's file"))
    moved = add("transfer", _("move the desk to another computer, once all is delivered"))
    moved.add_argument(
        "file", type=types.path, help=_("takes the desk along; `desk restore FILE` opens it there")
    )


def _add_privacy(add: Adding) -> None:
    """Who may sign in, and what is known of people."""
    admit = add("admit", _("let a person sign in here, or give a new password"))
    admit.add_argument("newcomer", type=types.filled, help=_("identifier in central's register"))
    admit.add_argument(
        "--slots",
        type=types.path,
        metavar="FILE",
        help=_("from `central let-in`, where nobody's password works"),
    )
    erase = add("erase", _("erase a record, on a supervisor's word"))
    erase.add_argument("number", type=types.filled, help=_("the number as it was printed"))
    erase.add_argument(
        "--reason", type=types.filled, required=True, help=_("why; it is written into the log")
    )
    erase.add_argument("--whole-person", action="store_true", help=_("and all else known of its visitor"))
    add("purge", _("forget at once what the setting keep_days lets go"))
    export = add("export", _("write visits into a table, masked"))
    export.add_argument("file", type=types.path)
    export.add_argument(
        "--days",
        nargs=2,
        required=True,
        metavar=("FIRST", "LAST"),
        help=_("for example 01.11.2026 22.11.2026"),
    )
    export.add_argument(
        "--purpose", type=types.filled, required=True, help=_("what for; it is written into the log")
    )
    export.add_argument("--whole", action="store_true", help=_("names and numbers whole"))


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
        "admit": lambda: admit.run(folder, person, asked.newcomer, asked.slots),
        "erase": lambda: privacy.erase(
            folder, person, asked.number, asked.reason, whole_person=asked.whole_person
        ),
        "purge": lambda: privacy.purge(folder, person),
        "export": lambda: privacy.export(
            folder, person, tuple(asked.days), asked.purpose, asked.file, whole=asked.whole
        ),
        "transfer": lambda: transfer.run(folder, person, asked.file),
        "verify-bundle": lambda: register.verify(folder, asked.file, asked.key),
    }
    os.umask(0o077)
    return told(acts[asked.command])
