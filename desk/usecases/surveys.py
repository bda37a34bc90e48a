"""Opening a survey, taking answers one by one or as a tally, and what they come to."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from desk.db import changes, surveys
from desk.db.store import Connection
from desk.documents.report.numerals import number_text
from desk.lang import _, today
from desk.records.shares import Share, shares
from desk.records.survey import Channel, Survey, SurveyAnswered, SurveyForm
from desk.usecases.acts import keep_copies, signed
from desk.usecases.desk import Desk


class SurveyClosed(Exception):
    """The survey is not asked on this day."""


class AnswerUnknown(LookupError):
    """There is no such survey, no such answer in it, or no such tally to replace."""


@dataclass(frozen=True)
class Outcome:
    """What the answers to a question come to; `blank` people were asked and said nothing."""

    survey: Survey
    counts: tuple[int, ...]
    blank: int
    entries: tuple[UUID, ...]
    """The answers and tallies that were counted."""

    @property
    def respondents(self) -> int:
        """How many people were asked, blanks included."""
        return sum(self.counts) + self.blank

    @property
    def shares(self) -> list[Share]:
        """The share of each answer in all respondents, and of the blanks last."""
        return shares([*self.counts, self.blank])

    @property
    def bars(self) -> list[tuple[str, float, str]]:
        """Label, percent and percent as text of each answer and of the blanks, in the language in use."""
        labels = [*self.survey.offered, _("left blank")]
        return [
            (label, share.plain, percent_text(share.plain))
            for label, share in zip(labels, self.shares, strict=True)
        ]

    @property
    def differ(self) -> bool:
        """Whether the two ways of rounding differ anywhere."""
        return any(share.differ for share in self.shares)


def percent_text(percent: float) -> str:
    """A percentage of one decimal place in the language in use."""
    return f"{number_text(percent)} %"


def open_survey(desk: Desk, form: SurveyForm, codes: tuple[str, ...] = ()) -> Survey:
    """Open a survey; `codes` name its answers in exports (default: their numbers).

    Raises StoreFailed; nothing is then written.
    """
    named = codes or tuple(str(n) for n in range(1, len(form.answers) + 1))
    record = Survey(**dict(form), **signed(desk), codes=list(named))
    with desk.store.write() as connection:
        change = changes.append(connection, desk.author, "survey.set", f"survey:{record.id}", record)
        surveys.add(connection, record, change.n)
    keep_copies(desk, change)
    return record


def answer(desk: Desk, survey: Survey, code: str, channel: Channel = Channel.desk) -> SurveyAnswered:
    """Write one person's answer; no code is a blank.

    Raises SurveyClosed, AnswerUnknown for another survey's code, and StoreFailed.
    """
    if not survey.opens_on <= today() <= survey.closes_on:
        raise SurveyClosed(survey.id)
    counts = {code: 1} if code else {}
    return _write(desk, survey.id, today(), channel, counts, 0 if code else 1)


def tally(
    desk: Desk,
    survey: UUID,
    on: date,
    counts: dict[str, int],
    blank: int = 0,
    channel: Channel = Channel.paper,
    replaces: UUID | None = None,
    reason: str = "",
) -> SurveyAnswered:
    """Write what a count of many answers gave; `replaces` corrects an earlier tally, with a reason.

    Raises AnswerUnknown, pydantic's ValidationError for a count that says nothing, and StoreFailed.
    """
    return _write(desk, survey, on, channel, counts, blank, replaces, reason)


def _write(
    desk: Desk,
    survey_id: UUID,
    on: date,
    channel: Channel,
    counts: dict[str, int],
    blank: int,
    replaces: UUID | None = None,
    reason: str = "",
) -> SurveyAnswered:
    record = SurveyAnswered(
        **signed(desk),
        survey=survey_id,
        on=on,
        channel=channel,
        counts=counts,
        blank=blank,
        replaces=replaces,
        reason=reason,
    )
    with desk.store.write() as connection:
        _check(connection, record)
        stream = f"survey_answer:{record.id}"
        change = changes.append(connection, desk.author, "survey.answered", stream, record)
        surveys.add_answer(connection, record, change.n)
    keep_copies(desk, change)
    return record


def _check(connection: Connection, record: SurveyAnswered) -> None:
    survey = surveys.one(connection, record.survey)
    if survey is None or not set(record.counts) <= set(survey.codes):
        raise AnswerUnknown(record.survey)
    known = {one.id for one in surveys.answers_of(connection, record.survey)} if record.replaces else set()
    if record.replaces and record.replaces not in known:
        raise AnswerUnknown(record.replaces)


def counted(survey: Survey, answers: list[SurveyAnswered]) -> Outcome:
    """What some answers to a survey come to; a code that the survey does not have is counted as a blank."""
    known = dict.fromkeys(survey.codes, 0)
    blank = 0
    for one in answers:
        blank += one.blank
        for code, n in one.counts.items():
            if code in known:
                known[code] += n
            else:
                blank += n
    return Outcome(survey, tuple(known.values()), blank, tuple(one.id for one in answers))


@dataclass(frozen=True)
class TallyLine:
    """A tally that a later one may take the place of."""

    id: UUID
    on: date
    respondents: int


def tallies(desk: Desk, survey_id: UUID) -> list[TallyLine]:
    """The tallies of a survey that count, the newest first; answers given one by one are not among them."""
    with desk.store.read() as connection:
        found = surveys.answers_of(connection, survey_id)
    tallied = [one for one in found if one.channel in (Channel.paper, Channel.online)]
    return [TallyLine(one.id, one.on, one.respondents) for one in reversed(tallied)]


def open_today(desk: Desk) -> list[Survey]:
    """The surveys that are asked today."""
    with desk.store.read() as connection:
        return surveys.open_on(connection, today())


def listed(desk: Desk) -> list[Outcome]:
    """The newest surveys with what they come to, at most 200."""
    with desk.store.read() as connection:
        return [counted(one, surveys.answers_of(connection, one.id)) for one in surveys.newest(connection)]


def outcomes_of_year(connection: Connection, year: int) -> list[Outcome]:
    """The surveys opened in a year with what they come to, in the order of opening."""
    return [counted(one, surveys.answers_of(connection, one.id)) for one in surveys.of_year(connection, year)]
