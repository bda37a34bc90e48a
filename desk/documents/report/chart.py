"""A chart of a report as one SVG, for the page, the PDF and the picture in the DOCX alike."""

from html import escape

from desk.documents.report.model import Chart

_LABEL, _BARS, _VALUE, _ROW, _BAR = 190, 330, 80, 26, 16
_INK, _FILL = "#1a1a1a", "#2b6ca3"
_CUT = 30
"""Letters of a label that fit beside the bars; the table has all of them."""


def chart_svg(chart: Chart) -> str:
    """Horizontal bars, each with its label and value in words; texts are escaped."""
    width, height = _LABEL + _BARS + _VALUE, _ROW * len(chart.bars) + 4
    longest = max((share for _label, share, _text in chart.bars), default=0) or 1
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-label="{escape(chart.title)}" '
        f'font-family="Noto Sans, Arial, sans-serif" font-size="12" fill="{_INK}">'
    ]
    for place, (label, share, text) in enumerate(chart.bars):
        top = _ROW * place + 4
        base = top + 13
        length = round(_BARS * share / longest, 1)
        short = label if len(label) <= _CUT else label[: _CUT - 1] + "…"
        parts.append(f'<text x="{_LABEL - 8}" y="{base}" text-anchor="end">{escape(short)}</text>')
        parts.append(f'<rect x="{_LABEL}" y="{top}" width="{length}" height="{_BAR}" fill="{_FILL}"/>')
        parts.append(f'<text x="{_LABEL + length + 6}" y="{base}">{escape(text)}</text>')
    return "".join([*parts, "</svg>"])
