"""The monitoring portal's export: one row a figure, as CSV and as JSON; docs/report.md tells the columns."""

import json
from typing import Any

from desk.documents.report.model import Report
from desk.documents.sheets import as_csv

FORM = "desk-portal/1"
COLUMNS = (
    "year",
    "plan",
    "clause",
    "clause_title",
    "figure",
    "value",
    "stated",
    "computed",
    "differs",
    "text",
    "entries",
    "language",
)


def rows(report: Report) -> list[dict[str, Any]]:
    """The rows of the export; a clause without figures has one row without a figure."""
    found = []
    for section in report.sections:
        common = {
            "year": report.year,
            "plan": report.plan_code,
            "clause": section.clause,
            "clause_title": section.title,
            "language": report.language,
        }
        found += [
            common
            | {
                "figure": figure.key,
                "value": figure.value,
                "stated": figure.stated,
                "computed": figure.computed,
                "differs": figure.differs,
                "text": figure.text,
                "entries": len(figure.entries),
            }
            for figure in section.figures
        ] or [
            common
            | {
                "figure": "",
                "value": None,
                "stated": False,
                "computed": None,
                "differs": False,
                "text": " ".join(section.remarks),
                "entries": len(section.sources),
            }
        ]
    return found


def portal_json(report: Report) -> str:
    """The export as a JSON object with its rows."""
    told = [{name: row[name] for name in COLUMNS} for row in rows(report)]
    return json.dumps({"form": FORM, "rows": told}, ensure_ascii=False, indent=2) + "\n"


def portal_csv(report: Report) -> bytes:
    """The export as CSV (RFC 4180, commas, a byte-order mark for sheet programs); no cell is a formula."""
    table = ([_cell(row[name]) for name in COLUMNS] for row in rows(report))
    return as_csv([COLUMNS, *table], quote_all=False)


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value
