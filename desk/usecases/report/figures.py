"""The figures of one clause, each with its sentence and the entries that it was computed from."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from desk.documents.report.model import Figure
from desk.documents.report.numerals import number_text
from desk.lang import NN_, _, fold, ngettext
from desk.records.measure_words import Detail, MeasureKind
from desk.usecases.report.counting import Indicator, Number, spoken, times
from desk.usecases.report.indicators import INDICATORS
from desk.usecases.report.material import Complaint, Done
from desk.usecases.surveys import Outcome
from desk.usecases.trainings import Compared, TrainingEntry

STATED = {
    Detail.sessions: NN_("{n} training session is stated.", "{n} training sessions are stated."),
    Detail.employees: NN_(
        "It is stated that {n} employee was trained.", "It is stated that {n} employees were trained."
    ),
    Detail.programmes: NN_(
        "It is stated that {n} training programme was carried out.",
        "It is stated that {n} training programmes were carried out.",
    ),
}


def of_measures(measures: Sequence[Done]) -> Iterator[Figure]:
    """What the measures of a clause add up to, in the order of the indicators."""
    for indicator in INDICATORS:
        yield from _indicated(indicator, measures)
    yield from _channels(measures)
    appointed = [one.id for one in measures if one.form.detail is Detail.appointment]
    if appointed:
        text = _("A person responsible for the measures of the plan was appointed.")
        yield Figure("responsible_person_appointed", True, text, tuple(appointed))


def _indicated(indicator: Indicator, measures: Sequence[Done]) -> Iterator[Figure]:
    added = [(one.id, indicator.adds(one.form)) for one in measures if indicator.takes(one.form)]
    counted = [(entry, value) for entry, value in added if value]
    if counted:
        value = _exact(indicator.fold([value for _entry, value in counted]))
        entries = tuple(entry for entry, _value in counted)
        yield Figure(indicator.key, value, spoken(indicator.texts, value), entries)


def _exact(value: Number) -> Number:
    rounded = round(value, 2)
    return int(rounded) if float(rounded).is_integer() else rounded


def _channels(measures: Sequence[Done]) -> Iterator[Figure]:
    """Publications in social networks, by the channel that they appeared in."""
    found: dict[str, list[tuple[UUID, Number]]] = {}
    for one in measures:
        if one.form.kind is MeasureKind.publication and one.form.detail is Detail.social:
            for channel in one.form.channels or [one.form.title]:
                found.setdefault(channel, []).append((one.id, times(one.form)))
    for channel, counted in found.items():
        value = _exact(sum(value for _entry, value in counted))
        whole = value if isinstance(value, int) else 2
        text = ngettext(
            "{n} item was shared on {channel}.", "{n} items were shared on {channel}.", whole
        ).format(n=number_text(value), channel=channel)
        yield Figure(name_of(channel), value, text, tuple(entry for entry, _value in counted))


def name_of(text: str) -> str:
    """A text as the name of a figure: small Latin letters, digits, low lines."""
    return fold(text).replace(" ", "_")


def of_trainings(sessions: Sequence[TrainingEntry]) -> Iterator[Figure]:
    """Sessions and employees as the attendance has them."""
    if sessions:
        ids, attended = tuple(one.id for one in sessions), sum(one.total.attended for one in sessions)
        n = len(sessions)
        held = ngettext("{n} training session was held.", "{n} training sessions were held.", n)
        yield Figure("sessions", n, held.format(n=n), ids)
        taught = ngettext(
            "{n} employee took part in trainings.", "{n} employees took part in trainings.", attended
        )
        yield Figure("employees", attended, taught.format(n=attended), ids)


def of_stated(stated: Sequence[Compared], measures: Sequence[Done]) -> Iterator[Figure]:
    """Totals that somebody stated, each beside what the registers give."""
    for one in stated:
        said = (MeasureKind.stated_total, one.figure)
        entries = [done.id for done in measures if (done.form.kind, done.form.detail) == said]
        yield Figure(
            f"stated_{one.figure.value}",
            one.stated,
            spoken(STATED[one.figure], one.stated),
            tuple(entries),
            stated=True,
            computed=one.computed,
            computed_text=_compared(one),
        )


def _compared(one: Compared) -> str:
    if not one.differs:
        return _("Under this clause the registers give the same figure.")
    return _("Under this clause the registers give {computed}, not {stated}: the two figures differ.").format(
        computed=one.computed, stated=one.stated
    )


def of_surveys(surveys: Sequence[Outcome]) -> Iterator[Figure]:
    """How many questions were asked, and of each the respondents, the blanks and the shares."""
    if surveys:
        n = len(surveys)
        text = ngettext("{n} question was put in surveys.", "{n} questions were put in surveys.", n)
        yield Figure("questions", n, text.format(n=n), tuple(one.survey.id for one in surveys))
    for place, outcome in enumerate(surveys, 1):
        yield from _survey(place, outcome)


def _survey(place: int, outcome: Outcome) -> Iterator[Figure]:
    entries, asked, n = (outcome.survey.id, *outcome.entries), outcome.survey.asked, outcome.respondents
    text = ngettext(
        "{n} person answered the question “{question}”.", "{n} people answered the question “{question}”.", n
    )
    yield Figure(f"respondents_{place}", n, text.format(n=n, question=asked), entries)
    for code, label, share in zip(outcome.survey.codes, outcome.survey.offered, outcome.shares, strict=False):
        told = _("“{answer}”: {percent} % ({n}).").format(
            answer=label, percent=number_text(share.plain), n=share.count
        )
        yield Figure(f"percent_{place}_{name_of(code)}", share.plain, told, entries)
        if share.differ:
            told = _("“{answer}”: {percent} % so that all add up to 100 %.").format(
                answer=label, percent=number_text(share.even)
            )
            yield Figure(f"percent_even_{place}_{name_of(code)}", share.even, told, entries)
    if outcome.blank:
        blank = ngettext("{n} of them left it blank.", "{n} of them left it blank.", outcome.blank)
        yield Figure(f"blank_{place}", outcome.blank, blank.format(n=outcome.blank), entries)


def of_council(complaints: Sequence[Complaint]) -> Iterator[Figure]:
    """What the Appeals Council received, declined, decided and sent on."""
    groups = (
        (
            "received",
            complaints,
            NN_(
                "The Appeals Council received {n} complaint.", "The Appeals Council received {n} complaints."
            ),
        ),
        (
            "declined_as_out_of_scope",
            [one for one in complaints if one.declined],
            NN_(
                "{n} complaint was declined as outside the Council's remit.",
                "{n} complaints were declined as outside the Council's remit.",
            ),
        ),
        (
            "decided_and_forwarded",
            [one for one in complaints if one.decided and one.forwarded],
            NN_(
                "{n} complaint was decided and sent to the body concerned.",
                "{n} complaints were decided and sent to the body concerned.",
            ),
        ),
        (
            "under_consideration",
            [one for one in complaints if not one.declined and not (one.decided and one.forwarded)],
            NN_("{n} complaint is still with the Council.", "{n} complaints are still with the Council."),
        ),
    )
    for key, found, texts in groups:
        if found or key == "received":
            yield Figure(key, len(found), spoken(texts, len(found)), tuple(one.id for one in found))
