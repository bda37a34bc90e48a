"""Sample years for the registers: what a file of `desk/demo/years` has, entered as the screens enter it."""

import tomllib
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from desk.demo.cases_of_year import enter_complaints
from desk.demo.surveys_of_year import enter_surveys
from desk.records.measure import MeasureForm
from desk.records.training import EmployeeForm, TrainingForm
from desk.usecases.attendance import mark_list
from desk.usecases.desk import Desk
from desk.usecases.employees import Employee, set_employee
from desk.usecases.measures import enter_measure
from desk.usecases.trainings import enter_training

FOLDER = Path(__file__).parent / "years"


def sample_years() -> list[int]:
    """The years that there is a sample of."""
    return sorted(int(path.stem) for path in FOLDER.glob("*.toml"))


def year_data(year: int) -> dict[str, Any]:
    """The sample of a year; raises FileNotFoundError for a year without one."""
    return tomllib.loads((FOLDER / f"{year}.toml").read_text(encoding="utf-8"))


def enter_year(desk: Desk, year: int, secretary: Desk | None = None) -> None:
    """Enter everything of a sample year: measures, trainings with who was there, complaints, surveys.

    The organiser at work enters it, and the Council's secretary the complaints where that is somebody else.
    Raises FileNotFoundError for a year without a sample, and StoreFailed.
    """
    data = year_data(year)
    for form in measures(data, year):
        enter_measure(desk, form)
    _enter_trainings(desk, data, year)
    enter_complaints(secretary or desk, data.get("complaint", []))
    enter_surveys(desk, data.get("survey", []))


def measures(data: dict[str, Any], year: int) -> Iterator[MeasureForm]:
    """The measures of a sample; one for each partner where a row says `each_partner`."""
    for row in data["measure"]:
        values = {key: value for key, value in row.items() if key in MeasureForm.model_fields}
        values |= {"year": year} | _spoken("title", row["titles"]) | _spoken("text", row.get("texts", []))
        for partner in row.get("each_partner", [None]):
            own = {"partners": [partner]} if partner else {}
            yield MeasureForm.model_validate(values | own)


def _spoken(name: str, texts: list[str]) -> dict[str, str]:
    """Texts in az, ru and en as the form's three fields."""
    return dict(zip((name, f"{name}_ru", f"{name}_en"), texts, strict=False))


def _people(desk: Desk, data: dict[str, Any], year: int) -> Iterator[Employee]:
    """Made-up employees, set at the desk as they are asked for."""
    people = data["people"]
    for n, (given, surname) in enumerate(product(people["given"], people["surnames"])):
        unit = people["units"][n % len(people["units"])]
        form = EmployeeForm(name=f"{surname} {given}", unit=unit, badge=f"N{year % 100:02d}-{n + 1:04d}")
        yield Employee(set_employee(desk, form), form.name, form.unit, form.badge)


def _enter_trainings(desk: Desk, data: dict[str, Any], year: int) -> None:
    """Enter the sessions; those of one clause have different people, those of another may have the same."""
    pool: list[Employee] = []
    source = _people(desk, data, year)
    used: dict[str, int] = {}
    for row in data["training"]:
        values = {key: value for key, value in row.items() if key in TrainingForm.model_fields}
        form = TrainingForm.model_validate(values | _spoken("topic", row["topics"]))
        session = enter_training(desk, form).entry
        start = used.get(form.clause or "", 0)
        used[form.clause or ""] = end = start + row["employees"]
        while len(pool) < end:
            pool.append(next(source))
        mark_list(desk, session, form, pool[start:end], form.starts_on)
