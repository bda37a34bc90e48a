"""Registers and cases as files for an inspection, and the check of such a case with the desk closed."""

from pathlib import Path

from desk.commands.session import opened, say, settings_of
from desk.lang import _, ngettext

REGISTERS = {"appeals": "appeal", "council": "council"}


def export(
    folder: Path | None, person: str | None, register: str, year: int, purpose: str, target: Path
) -> int:
    """Write a register of a year; 2 where the name of the file or the purpose cannot be used."""
    from pydantic import ValidationError

    from desk.records.errors import issues
    from desk.records.export import ExportForm
    from desk.usecases.export_register import export_register

    settings = settings_of(folder)
    try:
        form = target.suffix.lstrip(".").lower()
        asked = ExportForm.model_validate({"year": year, "purpose": purpose, "sheet": form})
    except ValidationError as error:
        for issue in issues(error):
            say(f"{_(ExportForm.model_fields[issue.field].title or issue.field)}: {issue.text}")
        return 2
    with opened(settings, person, "export-register") as desk:
        done = export_register(desk, REGISTERS[register], asked, target)
    told = ngettext("{n} case written to {path}", "{n} cases written to {path}", done.rows)
    say(told.format(n=done.rows, path=target.name))
    return 0


def bundle(folder: Path | None, person: str | None, number: str, purpose: str, target: Path) -> int:
    """Write a case with its proof; 2 where the number cannot be read or is not known here."""
    from pydantic_core import PydanticCustomError

    from desk.records.errors import sentence
    from desk.records.number import parse
    from desk.usecases.case_bundle import case_bundle
    from desk.usecases.note_export import write_new

    settings = settings_of(folder)
    try:
        if target.exists():
            raise FileExistsError(target.name)
        with opened(settings, person, "case-bundle") as desk:
            made = case_bundle(desk, str(parse(number)), purpose)
        write_new(target, made.packed)
    except PydanticCustomError as error:
        say(sentence(error.type, {}))
    except LookupError:
        say(_("No case with the number {number} is known at this desk.").format(number=number))
    else:
        say(_("Case written to {path}").format(path=target.name))
        for name in made.absent:
            say(_("Not in it, for it is not at this desk; asked for at central: {name}").format(name=name))
        return 0
    return 2


def verify(folder: Path | None, file: Path, public_key: str) -> int:
    """Say what a bundle proves; 1 where it proves nothing."""
    from desk.usecases.verify_bundle import BundleFaulty, verify_bundle

    settings_of(folder)
    try:
        found = verify_bundle(file.read_bytes(), public_key)
    except BundleFaulty as faulty:
        say(faulty.text)
        return 1
    say(
        _("{number}: whole. Signed by desk {desk}, key {key}.").format(
            number=found.number, desk=found.desk, key=found.fingerprint
        )
    )
    told = _("{chained} events stand in an unbroken chain of {links} links; {others} came from other desks.")
    say(told.format(chained=found.chained, links=found.links, others=found.from_others))
    if found.files:
        told = ngettext(
            "{n} attached file is as the log names it.",
            "{n} attached files are as the log names them.",
            found.files,
        )
        say(told.format(n=found.files))
    for name in found.absent:
        say(_("The log names a file that is not in the bundle: {name}").format(name=name))
    return 0
