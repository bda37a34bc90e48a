"""Looking a person up in the list of restrictions: the only way to it, and each time a change of its own."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from desk.config import Settings
from desk.db import changes, facts, screenings
from desk.db.restrictions.answer import MOST_SHOWN, Candidate, Found, Query
from desk.db.restrictions.answer import Answer as Listed
from desk.db.restrictions.free_text import understood
from desk.db.restrictions.held import ListAbsentError
from desk.lang import BAKU, _
from desk.names.errors import BadInput, LookupInputError
from desk.names.numbers import fold_number
from desk.names.words import person
from desk.records.base import utc_now
from desk.records.errors import Issue
from desk.records.lookup import AnswerKind, ListAge, LookupForm, LookupMade
from desk.usecases.acts import signed
from desk.usecases.desk import Desk
from desk.usecases.list_age import Age, age_of

HOUR = timedelta(hours=1)
KINDS = {
    Listed.FOUND: AnswerKind.found,
    Listed.POSSIBLE: AnswerKind.possible,
    Listed.NONE: AnswerKind.none,
    Listed.TOO_LITTLE: AnswerKind.unconfirmed,
}
_FIELDS = {BadInput.ONLY_PATRONYMIC: "patronymic", BadInput.BIRTH_DATE: "birth_date"}


class LookupRefused(Exception):
    """What was typed cannot be looked up; nothing was asked and nothing written."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.code)
        self.issue = issue


@dataclass(frozen=True)
class Answer:
    """What the clerk is told; `made` is the change that says so, and stands in the log already."""

    kind: AnswerKind
    candidates: tuple[Candidate, ...]
    age: Age
    made: LookupMade
    lookups: int = 0
    """The clerk's lookups of the last hour, where they are more than is usual; else 0."""
    warning: str = ""
    """Code of why the sealed copy was not written; the lookup itself is saved."""
    query: LookupForm = field(kw_only=True)


def look_up(desk: Desk, settings: Settings, form: LookupForm) -> Answer:
    """Ask the list, write down that it was asked and what it said, and only then answer.

    Raises LookupRefused for what cannot be looked up, and StoreFailed when the lookup cannot be written:
    there is then no answer.
    """
    now = desk.clock.trusted.read().at
    found = _found(desk, form, now)
    age = _age(desk, settings, found)
    kind = KINDS[found.answer] if found else AnswerKind.unconfirmed
    if kind is AnswerKind.none and not age.is_sound:
        kind = AnswerKind.unconfirmed
    candidates = found.candidates if found else ()
    with desk.store.write() as connection:
        before = screenings.lookups_since(connection, desk.clerk.id, utc_now() - HOUR)
        over = 0 < settings.lookups_an_hour <= before
        made = LookupMade(
            **dict(form),
            answer=kind,
            candidates=[candidate.row.id for candidate in candidates],
            list_age=age.state,
            list_version=age.version,
            list_as_of=age.as_of,
            over_limit=over,
            **signed(desk),
        )
        change = changes.append(connection, desk.author, screenings.LOOKUP, f"lookup:{made.id}", made)
        facts.put(connection, trusted_time=now.isoformat())
    warning = desk.keep_copy(change)
    desk.clock.keep()
    return Answer(kind, candidates, age, made, before + 1 if over else 0, warning, query=form)


def get_list_ready(desk: Desk) -> None:
    """Read what the first lookup would wait for; for a worker thread."""
    if desk.restrictions is not None:
        desk.restrictions.warm()


def about_list(desk: Desk) -> str:
    """How strictly the list compares, in words; "" until it is ready. Quick enough for the event loop."""
    points = desk.restrictions.thresholds() if desk.restrictions is not None else {}
    if not points:
        return ""
    told = _(
        "Record found: a number agrees and at most one thing else differs, or the names and the whole date "
        "of birth agree and patronymic, citizenship and FIN do not differ. Another document excludes "
        "nobody: a person has several. The answer tells what differs. Possible record: the name is like it "
        "and the birth fits; the less of the birth is known, the closer the name must be. At most {n} are "
        "shown.\n"
        "For the supervisor: shown from {date} points, by year alone {year}, without a date {nothing}."
    )
    return told.format(n=MOST_SHOWN, **{name: f"{value:+.1f}" for name, value in points.items()})


def _found(desk: Desk, form: LookupForm, now: datetime) -> Found | None:
    """What the list says today in Baku; None without a list. Raises LookupRefused."""
    try:
        found = _ask(desk, form, now)
        if found is None:
            _check(form)
        return found
    except LookupInputError as error:
        number = form.document_number or form.fin
        if error.code is BadInput.EMPTY and number:
            raise LookupRefused(
                Issue("document_number" if form.document_number else "fin", "lookup_number_short")
            ) from error
        raise LookupRefused(Issue(_FIELDS.get(error.code, "name"), f"lookup_{error.code}")) from error


def _check(form: LookupForm) -> None:
    asked = query_of(form)
    if not fold_number(asked.document) and not fold_number(asked.fin):
        person(asked.surname, asked.given, asked.patronymic, asked.name)


def _age(desk: Desk, settings: Settings, found: Found | None) -> Age:
    """The age of the list that answered, which may have been replaced since."""
    if found is None:
        return Age(ListAge.absent)
    as_of = datetime.fromisoformat(found.as_of)
    state, hours = age_of(desk, settings, as_of)
    return Age(state, hours, as_of, found.version)


def ask_again(desk: Desk, made: LookupMade) -> Found | None:
    """What the list of now says to an earlier question, of restrictions in force on that day."""
    try:
        return _ask(desk, made, made.at)
    except LookupInputError:
        return None


def _ask(desk: Desk, form: LookupForm, moment: datetime) -> Found | None:
    """The one place where the list is asked; None without a list. Raises LookupInputError."""
    if desk.restrictions is None:
        return None
    try:
        return desk.restrictions.ask(query_of(form), moment.astimezone(BAKU).date())
    except ListAbsentError:
        return None


def query_of(form: LookupForm) -> Query:
    """What the list is asked, with what is no name taken out of the name."""
    return understood(
        Query(
            surname=form.surname,
            given=form.given_name,
            patronymic=form.patronymic,
            name=form.name,
            document=form.document_number,
            fin=form.fin,
            birth_date=form.birth_date,
            citizenship=form.citizenship or "",
        )
    )
