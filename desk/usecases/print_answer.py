"""The answer of a lookup on paper, with the time of the list; the paper is written into the log first."""

from pathlib import Path

from desk.config import Settings
from desk.db import references
from desk.documents.words import PAPER_LANGUAGES
from desk.lang import language as current_language
from desk.records.countries import country_name
from desk.records.reference import Office
from desk.usecases.answer_words import remark
from desk.usecases.candidates import asked_text, iso_text, not_the_same, strength
from desk.usecases.desk import Desk
from desk.usecases.lookup import Answer
from desk.usecases.print_paper import MadePaper, Printed, hand_out


def answer_languages() -> dict[str, str]:
    """The languages of papers, the one in use first: the answer is for the file, not for the visitor."""
    return {current_language(): PAPER_LANGUAGES[current_language()]} | PAPER_LANGUAGES


def answer_pdf(desk: Desk, answer: Answer, language: str, folder: Path | None = None) -> bytes:
    """The paper as a PDF; `folder` may hold templates of the desk's own. Raises PaperFailed and OSError."""
    from desk.documents.render import render
    from desk.documents.restriction import TEMPLATE

    return render(TEMPLATE, answer_data(desk, answer, language), language, folder)


def answer_data(desk: Desk, answer: Answer, language: str) -> dict[str, object]:
    """What stands on the paper, for its template."""
    from desk.documents.restriction import Record, lookup_answer

    made = answer.made
    with desk.store.read() as connection:
        offices = references.every(connection, "office.set", Office)
    office = next((one for one in reversed(offices) if one.code == made.office), None)
    records = [
        Record(
            name=candidate.parts.matched_name,
            kind=candidate.row.kind.value,
            ground_code=candidate.row.ground_code,
            issuing_body=candidate.row.issuing_body,
            since=candidate.row.valid_from,
            until=candidate.row.valid_until,
            until_event=candidate.row.until_event or "",
            birth=iso_text(candidate.row.birth_date or ""),
            strength=strength(candidate).value,
            unlike=not_the_same(candidate),
        )
        for candidate in answer.candidates
    ]
    asked = asked_text(answer.query, country=lambda code: country_name(code, language))
    return lookup_answer(made, asked, records, office, remark(answer), language=language)


def print_answer(desk: Desk, settings: Settings, answer: Answer, language: str) -> Printed:
    """Print the answer; without a working printer the PDF is kept for this user.

    Raises PaperFailed, OSError and StoreFailed; nothing is then printed.
    """
    from desk.documents.restriction import TEMPLATE

    name = str(answer.made.id)
    pdf = answer_pdf(desk, answer, language, settings.folder)
    return hand_out(desk, settings, MadePaper(TEMPLATE, name, language, pdf, f"{TEMPLATE}-{name}-{language}"))
