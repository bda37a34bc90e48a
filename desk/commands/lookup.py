"""`desk lookup`: a person asked of the desk's list; recorded as on the screen."""

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from desk.commands.session import opened, say, settings_of
from desk.config import Settings
from desk.lang import _

if TYPE_CHECKING:
    from desk.records.errors import Issue
    from desk.records.lookup import LookupForm
    from desk.usecases.lookup import Answer


@dataclass(frozen=True)
class Asked:
    """What was given on the command line, as text."""

    name: str
    purpose: str
    dob: str
    citizenship: str
    document: str
    mrz: str
    json: bool

    @classmethod
    def of(cls, given: argparse.Namespace) -> Self:
        """The parser's words."""
        return cls(
            given.name,
            given.purpose or "",
            given.dob,
            given.citizenship,
            given.document,
            given.mrz,
            given.json,
        )


def run(folder: Path | None, person: str | None, asked: Asked) -> int:
    """Look a person up at this desk; the lookup is recorded as on the screen. 2 for what cannot be asked."""
    from pydantic import ValidationError
    from pydantic_core import PydanticCustomError

    from desk.records.errors import Issue, issues
    from desk.usecases.lookup import LookupRefused

    settings = settings_of(folder)
    try:
        return _run(settings, person, _form(asked), as_json=asked.json)
    except PydanticCustomError as error:
        return _refused([Issue("document_number", error.type, dict(error.context or {}))])
    except ValidationError as error:
        return _refused(issues(error))
    except LookupRefused as refused:
        return _refused([refused.issue])


def _form(asked: Asked) -> "LookupForm":
    """The form of the screen; raises what its validation raises."""
    from desk.records.countries import read_country
    from desk.records.lookup import LookupForm
    from desk.records.mrz import read
    from desk.rules.purposes import purposes

    values: dict[str, Any] = {
        "purpose": asked.purpose if asked.purpose in purposes() else "",
        "name": asked.name,
        "birth_date": asked.dob,
        "citizenship": (read_country(asked.citizenship) or asked.citizenship) or None,
        "document_number": asked.document,
    }
    if asked.mrz:
        zone = read(asked.mrz)
        found = {
            "surname": zone.surname,
            "given_name": zone.given_names,
            "birth_date": zone.birth_date.isoformat() if zone.birth_date else "",
            "citizenship": zone.citizenship,
            "document_number": zone.document_number,
            "fin": zone.fin,
        }
        values |= {name: value for name, value in found.items() if value and not values.get(name)}
    return LookupForm.model_validate(values)


def _run(settings: Settings, person: str | None, form: "LookupForm", *, as_json: bool) -> int:
    from desk.usecases.lookup import look_up

    with opened(settings, person, "lookup") as desk:
        answer = look_up(desk, settings, form)
    if as_json:
        say(json.dumps(_told(answer), ensure_ascii=False))
    else:
        _say(answer)
    return 0


def _told(answer: "Answer") -> dict[str, Any]:
    from desk.usecases.list_trial import candidate_of

    return {
        "answer": answer.kind.value,
        "list": {
            "version": answer.age.version,
            "as_of": answer.age.as_of.isoformat() if answer.age.as_of else None,
            "age": answer.age.state.value,
        },
        "lookup": str(answer.made.id),
        "candidates": [candidate_of(candidate) for candidate in answer.candidates],
    }


def _say(answer: "Answer") -> None:
    from desk.usecases.answer_words import head_words, list_words, warnings
    from desk.usecases.candidates import shown

    say(head_words(answer))
    for text in (list_words(answer), *warnings(answer)):
        if text:
            say(text)
    for n, candidate in enumerate(answer.candidates, 1):
        one = shown(candidate, answer.query)
        say(f"{n}. {one.name} · {one.kind}")
        for line in (one.why, one.terms, _("Next: ") + one.next_step):
            say(f"   {line}")


def _refused(wrong: "list[Issue]") -> int:
    from desk.records.lookup import LookupForm
    from desk.rules.purposes import purposes

    for issue in wrong:
        field = LookupForm.model_fields.get(issue.field)
        say(f"{_(field.title) if field and field.title else issue.field}: {issue.text}")
        if issue.field == "purpose":
            for code, words in purposes().items():
                say(f"  --purpose {code:16} {words}")
    return 2
