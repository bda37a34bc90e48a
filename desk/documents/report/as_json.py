"""The report as JSON of a stable shape: docs/report.md tells every member."""

import json
from dataclasses import asdict
from typing import Any

from desk.documents.report.model import Figure, Report, Section, Source, Table

FORM = "desk-report/1"
"""Changes when a member changes its meaning or goes; new members may come at any time."""


def as_json(report: Report) -> str:
    """The report as indented JSON in UTF-8 without escapes."""
    return json.dumps(members(report), ensure_ascii=False, indent=2) + "\n"


def members(report: Report) -> dict[str, Any]:
    """The report as JSON's own types."""
    return {
        "form": FORM,
        "year": report.year,
        "language": report.language,
        "title": report.title,
        "body": report.body,
        "plan": {"code": report.plan_code, "name": report.plan},
        "due_on": report.due_on.isoformat(),
        "due_confirmed": report.due_confirmed,
        "made_at": report.made_at.isoformat(timespec="seconds"),
        "missing": list(report.missing),
        "clauses": {section.clause: _section(section) for section in report.sections},
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "heading": section.heading,
        "title": section.title,
        "empty": section.is_empty,
        "remarks": list(section.remarks),
        "states": section.states,
        "figures": [_figure(figure) for figure in section.figures],
        "surveys": [asdict(question) for question in section.questions],
        "paragraphs": [
            {"text": one.text, "entries": [str(entry) for entry in one.entries]} for one in section.paragraphs
        ],
        "tables": [_table(table) for table in section.tables],
        "charts": [
            {
                "title": chart.title,
                "bars": [{"label": label, "percent": share} for label, share, _text in chart.bars],
            }
            for chart in section.charts
        ],
        "entries": [_source(source) for source in section.sources],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    told: dict[str, Any] = {
        "key": figure.key,
        "value": figure.value,
        "text": figure.text,
        "stated": figure.stated,
        "entries": [str(entry) for entry in figure.entries],
    }
    if figure.stated:
        told |= {
            "computed": figure.computed,
            "differs": figure.differs,
            "computed_text": figure.computed_text,
        }
    return told


def _table(table: Table) -> dict[str, Any]:
    rows = [list(row) for row in table.rows]
    return {"title": table.title, "columns": list(table.columns), "rows": rows, "more": table.more}


def _source(source: Source) -> dict[str, Any]:
    return {
        "id": str(source.id),
        "register": source.register,
        "text": source.text,
        "on": source.on.isoformat() if source.on else None,
    }
