"""The report as one HTML file that needs nothing else; every text is escaped."""

from collections.abc import Iterator
from html import escape

from desk.documents.report.chart import chart_svg
from desk.documents.report.model import Report, Section, Table
from desk.documents.report.words import about, annex, more_text, sentences
from desk.lang import speaking

_STYLE = (
    "body{font:16px/1.5 Arial,sans-serif;max-width:52em;margin:2em auto;padding:0 1em;color:#1a1a1a}"
    "h1{font-size:1.4em;text-align:center}h2{font-size:1.1em;margin-top:2em}"
    "table{border-collapse:collapse;width:100%;margin:1em 0;font-size:.9em}"
    "caption{text-align:left;font-weight:bold;padding:.3em 0}"
    "th,td{border:1px solid #888;padding:.3em .5em;text-align:left;vertical-align:top}"
    ".about,.more{color:#555;font-size:.85em}.remark{font-style:italic}svg{max-width:100%;height:auto}"
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def _table(table: Table) -> Iterator[str]:
    yield f"<table><caption>{escape(table.title)}</caption><thead><tr>"
    yield from (f'<th scope="col">{escape(name)}</th>' for name in table.columns)
    yield "</tr></thead><tbody>"
    for row in table.rows:
        yield "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
    yield "</tbody></table>"
    if table.more:
        yield f'<p class="more">{escape(more_text(table))}</p>'
    if table.chart is not None:
        yield chart_svg(table.chart)


def _section(section: Section) -> Iterator[str]:
    yield f'<section id="clause-{escape(section.clause)}"><h2>{escape(section.heading)}</h2>'
    yield from (f'<p class="remark">{escape(line)}</p>' for line in section.remarks)
    yield from (f"<p>{escape(paragraph.text)}</p>" for paragraph in section.paragraphs)
    if section.figures:
        yield "<ul>"
        for figure, text in zip(section.figures, sentences(section), strict=True):
            traced = " ".join(str(entry) for entry in figure.entries)
            key, value = escape(figure.key), escape(str(figure.value))
            yield f'<li data-figure="{key}" data-value="{value}" data-entries="{traced}">{escape(text)}</li>'
        yield "</ul>"
    for table in section.tables:
        yield from _table(table)
    yield "</section>"


def html(report: Report) -> str:
    """The report as a page; a content policy keeps it from loading or running anything."""
    with speaking(report.language):
        parts = [
            f'<!DOCTYPE html><html lang="{report.language}"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            f"<title>{escape(report.title)}</title><style>{_STYLE}</style></head><body>",
            f"<h1>{escape(report.title)}</h1>",
            *(f'<p class="about">{escape(line)}</p>' for line in about(report)),
        ]
        for section in report.sections:
            parts += _section(section)
        parts += _table(annex(report))
    return "\n".join([*parts, "</body></html>", ""])
