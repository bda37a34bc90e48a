"""What the tests of the registers enter."""

from typing import Any

from desk.records.measure import MeasureForm
from desk.records.training import EmployeeForm, TrainingForm


def measure(**changes: Any) -> MeasureForm:
    """A measure that passes validation."""
    values = {
        "clause": "1.3",
        "kind": "mobile_service",
        "title": "Səyyar xidmət",
        "year": 2018,
        "quantity": 23,
    }
    return MeasureForm.model_validate(values | changes)


def training(**changes: Any) -> TrainingForm:
    """A session that passes validation."""
    values = {"topic": "Etik davranış", "starts_on": "28.02.2018", "clause": "8.6"}
    return TrainingForm.model_validate(values | changes)


def employee(n: int, **changes: Any) -> EmployeeForm:
    """An employee that passes validation."""
    values = {"name": f"Əliyev {n:03d}", "unit": "Gəncə", "badge": f"DMX-{n:05d}"}
    return EmployeeForm.model_validate(values | changes)
