"""The report as a DOCX that an official goes on writing in: real headings, lists and tables."""

from collections.abc import Callable, Sequence
from html import escape
from io import BytesIO
from typing import cast

from docx import Document
from docx.document import Document as Open
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from desk.documents.render import picture
from desk.documents.report.chart import chart_svg
from desk.documents.report.model import Chart, Report, Section, Table
from desk.documents.report.words import about, annex, more_text, sentences
from desk.lang import speaking

FONT = "Arial"
_TEXT_MM = 165
_LOCALES = {"az": "az-Latn-AZ", "ru": "ru-RU", "en": "en-GB"}
_BLACK = RGBColor(0, 0, 0)

Draw = Callable[[Chart, str], bytes]


def chart_png(chart: Chart, language: str) -> bytes:
    """A chart as the picture in the DOCX. Raises PaperFailed and OSError."""
    return picture("chart", {"svg": chart_svg(chart)}, language)


def docx(report: Report, draw: Draw = chart_png) -> bytes:
    """The report as a DOCX. Raises PaperFailed and OSError."""
    with speaking(report.language):
        return _docx(report, draw)


def _docx(report: Report, draw: Draw) -> bytes:
    made = Document()
    _set_up(made, report)
    title = made.add_paragraph(report.title, style="Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in about(report):
        made.add_paragraph(line, style="Caption").alignment = WD_ALIGN_PARAGRAPH.CENTER
    for section in report.sections:
        _section(made, section, report.language, draw)
    closing = annex(report)
    made.add_heading(closing.title, 1)
    _table(made, closing, titled=False)
    written = BytesIO()
    made.save(written)
    return written.getvalue()


def _set_up(made: Open, report: Report) -> None:
    """A4, one font for every style, the paper's language, page numbers, and no author of the library's."""
    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Mm(25), Mm(20), Mm(20), Mm(20)
    for name, size in (
        ("Normal", 11),
        ("Title", 14),
        ("Heading 1", 12),
        ("List Bullet", 11),
        ("Caption", 9),
    ):
        _style(cast(ParagraphStyle, made.styles[name]), size, report.language)
    said = made.core_properties
    said.title, said.author, said.comments = report.title, report.body, ""
    said.language = report.language
    said.created = said.modified = report.made_at.replace(tzinfo=None)
    footer = page.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _page_number(footer)


def _style(style: ParagraphStyle, size: int, language: str) -> None:
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), _BLACK
    style.font.bold = style.name in ("Title", "Heading 1")
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), _LOCALES[language])
    style.element.rPr.append(spoken)
    for border in style.element.xpath("w:pPr/w:pBdr"):
        border.getparent().remove(border)


def _page_number(paragraph: Paragraph) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _section(made: Open, section: Section, language: str, draw: Draw) -> None:
    made.add_heading(section.heading, 1)
    for remark in section.remarks:
        made.add_paragraph().add_run(remark).italic = True
    for paragraph in section.paragraphs:
        made.add_paragraph(paragraph.text).alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    for sentence in sentences(section):
        made.add_paragraph(sentence, style="List Bullet")
    for table in section.tables:
        _table(made, table)
        if table.chart is not None:
            made.add_picture(BytesIO(draw(table.chart, language)), width=Mm(140))
            made.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER


def _table(made: Open, table: Table, titled: bool = True) -> None:
    """A table with a repeated head; the paragraph before it names it."""
    if titled:
        name = made.add_paragraph()
        name.add_run(table.title).bold = True
        name.paragraph_format.keep_with_next = True
        name.paragraph_format.space_before = Pt(6)
    drawn = made.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    drawn.autofit = False
    parts = table.widths or (1,) * len(table.columns)
    widths = [Mm(_TEXT_MM * part / sum(parts)) for part in parts]
    for column, cell, text, width in zip(
        drawn.columns, drawn.rows[0].cells, table.columns, widths, strict=True
    ):
        column.width = cell.width = width
        run = cell.paragraphs[0].add_run(text)
        run.font.size, run.bold = Pt(9), True
    for row in table.rows:
        drawn._tbl.append(_row(row, widths))
    head = OxmlElement("w:tblHeader")
    drawn.rows[0]._tr.get_or_add_trPr().append(head)
    made.add_paragraph(more_text(table), style="Caption").paragraph_format.space_after = Pt(4)


def _row(texts: Sequence[str], widths: Sequence[Length]) -> BaseOxmlElement:
    """A row as its XML: cell by cell through the library a table of 2,000 rows takes seconds."""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width.twips}" w:type="dxa"/></w:tcPr><w:p><w:r><w:rPr>'
        f'<w:sz w:val="18"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:tc>'
        for text, width in zip(texts, widths, strict=True)
    )
    return parse_xml(f"<w:tr {nsdecls('w')}>{cells}</w:tr>")
