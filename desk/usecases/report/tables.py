"""The tables and charts of one clause."""

from collections.abc import Iterator, Sequence

from desk.documents.report.model import Chart, Question, Table
from desk.documents.report.numerals import number_text
from desk.lang import NN_, _, day, in_language, ngettext
from desk.records.measure import Measure
from desk.records.measure_words import KINDS, MeasureKind, Unit
from desk.usecases.report.counting import number, spoken
from desk.usecases.report.material import Done
from desk.usecases.surveys import Outcome
from desk.usecases.trainings import TrainingEntry

LISTED = 100
"""Rows of a table on paper; the rest is counted below it and stands in the exports."""
COUNTED = {
    Unit.item: NN_("{n} item", "{n} items"),
    Unit.event: NN_("{n} event", "{n} events"),
    Unit.day: NN_("{n} day", "{n} days"),
    Unit.minute: NN_("{n} minute", "{n} minutes"),
    Unit.copy: NN_("{n} copy", "{n} copies"),
    Unit.service: NN_("{n} service", "{n} services"),
    Unit.country: NN_("{n} country", "{n} countries"),
    Unit.person: NN_("{n} person", "{n} persons"),
    Unit.percent: NN_("{n} %", "{n} %"),
}
_NOT_LISTED = (MeasureKind.stated_total, MeasureKind.narrative)


def days_text(form: Measure) -> str:
    """When a measure was: a day, days, or its year."""
    if form.starts_on is None:
        return str(form.year)
    if form.ends_on is None or form.ends_on == form.starts_on:
        return day(form.starts_on)
    return f"{day(form.starts_on)} – {day(form.ends_on)}"


def amount_text(form: Measure) -> str:
    """How much an entry counts, with its unit, and its participants."""
    parts = []
    if form.quantity is not None:
        value = number(form.quantity)
        parts.append(spoken(COUNTED[form.unit], value) if form.unit else number_text(value))
    if form.participants:
        n = form.participants
        parts.append(ngettext("{n} participant", "{n} participants", n).format(n=n))
    return ", ".join(parts)


def title_of(form: Measure) -> str:
    """What a measure is called in the language in use."""
    return in_language(form.titles())


def of_measures(measures: Sequence[Done]) -> Iterator[Table]:
    """The measures of a clause, those of words alone left out."""
    listed = [one.form for one in measures if one.form.kind not in _NOT_LISTED]
    if not listed:
        return
    rows = tuple(
        (
            days_text(form),
            f"{title_of(form)} ({_(KINDS[form.kind])})",
            "; ".join([*form.places, *form.partners, *form.channels]),
            amount_text(form),
        )
        for form in listed[:LISTED]
    )
    columns = (_("Date"), _("Measure"), _("Where, with whom"), _("Amount"))
    yield Table(_("Measures"), columns, rows, (16, 40, 28, 16), len(listed) - len(rows))


def of_trainings(sessions: Sequence[TrainingEntry]) -> Iterator[Table]:
    """The sessions of a clause with their computed attendance."""
    if not sessions:
        return
    rows = []
    for one in sessions[:LISTED]:
        form = one.form
        last = f" – {day(form.last_day)}" if form.last_day != form.starts_on else ""
        day_text = f"{day(form.starts_on)}{last}"
        rows.append((day_text, in_language(form.topics()), form.host, str(one.total.attended)))
    columns = (_("Date"), _("Topic"), _("Host"), _("Employees"))
    yield Table(_("Training sessions"), columns, tuple(rows), (16, 44, 26, 14), len(sessions) - len(rows))


def of_survey(outcome: Outcome) -> Table:
    """The answers to a question: counts and percentages, both roundings where they differ."""
    labels = [*outcome.survey.offered, _("left blank")]
    differ = outcome.differ
    rows = []
    for label, share in zip(labels, outcome.shares, strict=True):
        even = (number_text(share.even),) if differ else ()
        rows.append((label, str(share.count), number_text(share.plain), *even))
    total = (_("all"), str(outcome.respondents), "100", *(("100",) if differ else ()))
    columns = (_("Answer"), _("People"), _("%, rounded"), *((_("%, adding up to 100"),) if differ else ()))
    cells = (*rows, total) if differ else tuple(rows)
    return Table(outcome.survey.asked, columns, cells, chart=chart_of(outcome))


def question_of(outcome: Outcome) -> Question:
    """A question with its counts by the answers' names, for the exports."""
    names, found = [*outcome.survey.codes, "blank"], outcome.shares
    return Question(
        outcome.survey.asked,
        outcome.survey.days,
        outcome.respondents,
        {name: share.count for name, share in zip(names, found, strict=True)},
        {name: share.plain for name, share in zip(names, found, strict=True)},
        {name: share.even for name, share in zip(names, found, strict=True)},
    )


def chart_of(outcome: Outcome) -> Chart:
    """The answers to a question as bars."""
    return Chart(outcome.survey.asked, tuple(outcome.bars))
