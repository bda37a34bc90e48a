"""The report as a PDF."""

from pathlib import Path

from desk.documents.render import render
from desk.documents.report.chart import chart_svg
from desk.documents.report.model import Report, Section, Table
from desk.documents.report.words import about, annex, more_text, sentences
from desk.lang import speaking

TEMPLATE = "report"


def _table(table: Table) -> dict[str, object]:
    return {
        "title": table.title,
        "columns": table.columns,
        "rows": table.rows,
        "widths": table.widths or [1] * len(table.columns),
        "more": more_text(table),
        "svg": chart_svg(table.chart) if table.chart is not None else "",
    }


def _section(section: Section) -> dict[str, object]:
    return {
        "heading": section.heading,
        "remarks": section.remarks,
        "paragraphs": [paragraph.text for paragraph in section.paragraphs],
        "sentences": sentences(section),
        "tables": [_table(table) for table in section.tables],
    }


def pdf(report: Report, desk_folder: Path | None = None) -> bytes:
    """The report as a PDF; `desk_folder` may hold a template of the office's own.

    Raises PaperFailed and OSError.
    """
    with speaking(report.language):
        data = {
            "title": report.title,
            "body": report.body,
            "about": about(report),
            "sections": [_section(section) for section in report.sections],
            "annex": _table(annex(report)),
        }
    return render(TEMPLATE, data, report.language, desk_folder)
