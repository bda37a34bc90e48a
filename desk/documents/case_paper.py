"""What stands on the papers of a case, as plain text for their templates.

The language of a paper need not be that of the program: words come from `translated`, or the template's t().
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from desk.documents.step_text import details_text, value_text
from desk.lang import day, day_and_clock, today, translated
from desk.records import appeal_steps, council_steps
from desk.records.appeal import Appeal, AppealCard
from desk.records.base import Record
from desk.records.case_event import CaseEvent
from desk.records.council import Complaint, ComplaintForm
from desk.rules.case_terms import Term

Opening = Appeal | Complaint


def plain_values(record: Record) -> dict[str, object]:
    """The fields of a record for a template: days as people read them, lists as lists, the rest as text."""
    return {name: _plain(getattr(record, name)) for name in type(record).model_fields}


def _plain(value: object) -> object:
    if isinstance(value, list):
        return value
    if isinstance(value, date):
        return day(value)
    return "" if value is None else str(value)


def letter(
    opening: Opening, step: CaseEvent | None, office: str, clerk: str, language: str
) -> dict[str, object]:
    """The data of a paper about one step of a case; `step` None where none is needed."""
    return plain_values(opening) | {
        "language": language,
        "office": office,
        "clerk": clerk,
        "to": opening.applicant if isinstance(opening, Appeal) else opening.complainant,
        "unit": opening.unit if isinstance(opening, Complaint) else "",
        "printed_on": day(today()),
        "due": day(step.due_on) if step is not None and step.due_on else "",
        "step": _step(step) if step is not None else {},
        "step_act": step.act if step is not None else "",
        "step_clerk": step.clerk_name if step is not None else "",
    }


def _step(step: CaseEvent) -> dict[str, object]:
    return plain_values(step.form) | {"on": day(step.day)}


def card(
    opening: Opening,
    happened: Sequence[CaseEvent],
    terms: Sequence[Term],
    names: Mapping[str, str],
    office: str,
    clerk: str,
    language: str,
) -> dict[str, object]:
    """The data of the registration-control card: every field that is filled, the terms, what was done."""
    say = partial(translated, language=language)
    done = appeal_steps.DONE if isinstance(opening, Appeal) else council_steps.DONE
    form = AppealCard if isinstance(opening, Appeal) else ComplaintForm
    dated = [term for term in terms if term.due.on]
    rows = [
        (say(info.title or name), value_text(getattr(opening, name), say))
        for name, info in form.model_fields.items()
    ]
    return letter(opening, None, office, clerk, language) | {
        "rows": rows,
        "terms": [(say(term.name), value_text(term.due.on), not term.due.confirmed) for term in dated],
        "history": [
            (
                day_and_clock(event.at),
                say(done[event.act]),
                details_text(event.form, names, say),
                f"{event.clerk_name}, {event.office}",
            )
            for event in happened
        ],
    }
