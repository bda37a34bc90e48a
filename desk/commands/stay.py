"""`desk stay --citizenship KAZ --arrival 01.11.2026`: the last registration date, with the desk closed."""

from pathlib import Path
from typing import TYPE_CHECKING

from desk.commands.session import say, settings_of
from desk.lang import _

if TYPE_CHECKING:
    from desk.records.errors import Issue


def run(folder: Path | None, citizenship: str, arrival: str) -> int:
    """Say the safe and the latest date; 2 with a sentence for each value that cannot be used."""
    from pydantic import ValidationError

    from desk.records.errors import Issue, issues
    from desk.records.stay import StayForm
    from desk.usecases.stay import last_registration, lines_of

    settings_of(folder)
    try:
        form = StayForm.model_validate({"citizenship": citizenship, "arrival": arrival})
    except ValidationError as error:
        return _refused(issues(error))
    found = last_registration(form)
    if isinstance(found, Issue):
        return _refused([found])
    for line in lines_of(form, found):
        say(f"{_(line.title)}: {line.text}")
    return 0


def _refused(wrong: "list[Issue]") -> int:
    from desk.records.stay import StayForm

    for issue in wrong:
        say(f"{_(StayForm.model_fields[issue.field].title or issue.field)}: {issue.text}")
    return 2
