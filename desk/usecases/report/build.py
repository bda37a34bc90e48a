"""Building a year's report: registers read, figures computed, sentences said in one language."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from desk.documents.report.model import Figure, Paragraph, Report, Section, Source
from desk.documents.report.numerals import clause_ordinal, ordinal
from desk.lang import _, in_language, now, speaking, today
from desk.records.plan import Clause
from desk.usecases.desk import Desk
from desk.usecases.plans import plan_of
from desk.usecases.report import figures, tables
from desk.usecases.report.material import READERS, Material

Progress = Callable[[int, int], None]
"""Told after each step: steps done, steps in all."""
COUNCIL = "council"


class PlanMissing(LookupError):
    """No plan that this desk knows covers the year."""


def build_report(
    desk: Desk, year: int, language: str, progress: Progress = lambda _done, _all: None
) -> Report:
    """The report of a year in one of desk.lang.LANGUAGES; reads the registers and writes nothing.

    Raises PlanMissing, ValueError for another language, StoreFailed.
    """
    with speaking(language):
        return _build(desk, year, language, progress)


def gather(desk: Desk, year: int, step: Callable[[], None] = lambda: None) -> Material:
    """Read what a year's report is computed from. Raises PlanMissing and StoreFailed."""
    plan = plan_of(desk, year)
    if plan is None:
        raise PlanMissing(year)
    material = Material(year, plan)
    for read in READERS:
        read(desk, material)
        step()
    return material


def _build(desk: Desk, year: int, language: str, progress: Progress) -> Report:
    done, steps = 0, len(READERS) + 1

    def step() -> None:
        nonlocal done
        done += 1
        progress(done, steps)

    material = gather(desk, year, step)
    clauses = material.clauses()
    steps = len(READERS) + len(clauses)
    sections = []
    for clause in clauses:
        sections.append(section_of(material, clause))
        step()
    plan = material.plan
    return Report(
        year=year,
        language=language,
        title=_(
            "Annual report on the measures of the plan “{plan}” carried out by the State Migration Service "
            "of the Republic of Azerbaijan in {year}"
        ).format(plan=in_language(plan.names), year=ordinal(year)),
        body=_("State Migration Service"),
        plan=in_language(plan.names),
        plan_code=plan.code,
        due_on=plan.due_on(year),
        due_confirmed=plan.due_verified,
        made_at=now(),
        sections=tuple(sections),
    )


def section_of(material: Material, clause: Clause) -> Section:
    """The section of one clause in the language in use."""
    number = clause.number
    measures, sessions = material.measures.get(number, []), material.sessions.get(number, [])
    surveys = material.surveys.get(number, [])
    found = [
        *figures.of_trainings(sessions),
        *figures.of_measures(measures),
        *figures.of_stated(material.stated.get(number, []), measures),
        *figures.of_surveys(surveys),
        *(figures.of_council(material.complaints) if COUNCIL in clause.registers else ()),
    ]
    section = Section(
        clause=number,
        heading=heading_of(clause),
        title=in_language(clause.headings),
        paragraphs=tuple(
            Paragraph(text, (one.id,)) for one in measures if (text := in_language(one.form.texts()))
        ),
        figures=tuple(_named(figure, clause) for figure in found),
        tables=(
            *tables.of_trainings(sessions),
            *tables.of_measures(measures),
            *(tables.of_survey(one) for one in surveys),
        ),
        questions=tuple(tables.question_of(one) for one in surveys),
        sources=tuple(sources_of(material, clause)),
    )
    return replace(section, remarks=tuple(_remarks(material, section)))


def heading_of(clause: Clause) -> str:
    """The heading of a clause's section, its number as an ordinal where the language has one."""
    number, title = clause_ordinal(clause.number), in_language(clause.headings)
    if not title:
        return _("Clause {number}, which the plan of this year does not have:").format(number=number)
    if clause.levels > 2:
        return _("On the implementation of subclause {number} ({title}):").format(number=number, title=title)
    return _("On the implementation of clause {number} ({title}):").format(number=number, title=title)


def _named(figure: Figure, clause: Clause) -> Figure:
    """The figure under the name that the plan gives it."""
    return replace(figure, key=clause.indicators.get(figure.key, figure.key))


def sources_of(material: Material, clause: Clause) -> Iterator[Source]:
    """Every entry behind a clause's section."""
    for one in material.measures.get(clause.number, []):
        yield Source(one.id, "measure", tables.title_of(one.form), one.form.starts_on)
    for session in material.sessions.get(clause.number, []):
        topic = in_language(session.form.topics())
        yield Source(session.id, "training", topic, session.form.starts_on)
    for outcome in material.surveys.get(clause.number, []):
        yield Source(outcome.survey.id, "survey", outcome.survey.asked, outcome.survey.opens_on)
        for answered in outcome.entries:
            yield Source(answered, "survey_answer", outcome.survey.asked)
    if COUNCIL in clause.registers:
        for complaint in material.complaints:
            yield Source(complaint.id, "council", complaint.number, complaint.received_on)


def _remarks(material: Material, section: Section) -> Iterator[str]:
    if section.is_empty:
        yield _("Nothing was entered under this clause for {year}.").format(year=material.year)
    measures, sessions = (
        material.measures.get(section.clause, []),
        material.sessions.get(section.clause, []),
    )
    begun = [one.form.starts_on for one in measures] + [one.form.starts_on for one in sessions]
    if any(on and on > today() for on in begun):
        yield _("Something under this clause is counted whose day has not come yet.")
    contested = any(one.contested for one in measures) or any(one.contested for one in sessions)
    if contested:
        yield _("Two offices wrote different things under this clause; settle it before the report is sent.")
