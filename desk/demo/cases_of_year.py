"""The Council's cases of a sample year, registered and taken through their steps as the secretary does."""

from collections.abc import Sequence
from typing import Any

from desk.records.council import ComplaintForm
from desk.records.council_steps import FORMS
from desk.usecases.desk import Desk
from desk.usecases.register_case import register_complaint
from desk.usecases.take_step import take_step


def enter_complaints(desk: Desk, rows: Sequence[dict[str, Any]]) -> None:
    """Register complaints and write their steps; raises StepRefused and StoreFailed."""
    for row in rows:
        said = {key: value for key, value in row.items() if key in ComplaintForm.model_fields}
        form = ComplaintForm.model_validate(said)
        case = register_complaint(desk, form, tuple(issue.code for issue in form.remarks()))
        for act, details in row.get("steps", []):
            take_step(desk, case.case_id, act, FORMS[act].model_validate(details))
