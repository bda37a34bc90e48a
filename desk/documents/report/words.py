"""What every form of the report says beside its figures: sentences, the annex, the small print."""

from desk.documents.report.model import Figure, Report, Section, Table
from desk.documents.report.numerals import in_words, number_text
from desk.lang import _, day, day_and_clock, ngettext


def sentences(section: Section) -> list[str]:
    """The figures of a section as sentences; behind a stated one what the registers give."""
    return [f"{one.text} {one.computed_text}".strip() for one in section.figures]


def value_text(value: object) -> str:
    """A figure's value as a paper shows it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return number_text(value) if isinstance(value, int | float) else str(value)


def words_text(figure: Figure) -> str:
    """A figure's value in words where the language in use is Azerbaijani."""
    return in_words(figure.value) if isinstance(figure.value, int | float) else ""


def annex(report: Report) -> Table:
    """All figures of the report in one table: clause, sentence, figure, in words, number of entries."""
    rows = []
    for section in report.sections:
        for figure in section.figures:
            shown, words = value_text(figure.value), words_text(figure)
            told = f"{shown} ({words})" if words else shown
            rows.append((section.clause, figure.text, told, str(len(figure.entries))))
    columns = (_("Clause"), _("Figure"), _("Value"), _("Entries"))
    return Table(_("Annex. All figures with their entries"), columns, tuple(rows), (10, 52, 28, 10))


def more_text(table: Table) -> str:
    """How many rows a table leaves out; nothing where it has all."""
    if not table.more:
        return ""
    return ngettext(
        "{n} more entry is in the register.", "{n} more entries are in the register.", table.more
    ).format(n=table.more)


def about(report: Report) -> list[str]:
    """When it was made and until when it is due; behind it what a star means."""
    mark = "" if report.due_confirmed else "*"
    told = _("Made on {time} from the registers. Due by {due}.").format(
        time=day_and_clock(report.made_at), due=f"{day(report.due_on)}{mark}"
    )
    return [told, _("* internal target, not confirmed by the text of the plan")] if mark else [told]
