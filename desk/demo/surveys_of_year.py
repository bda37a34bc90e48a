"""The surveys of a sample year, opened and tallied as the organiser does."""

from collections.abc import Sequence
from typing import Any

from desk.records.survey import Channel, SurveyForm
from desk.usecases.desk import Desk
from desk.usecases.surveys import open_survey, tally


def enter_surveys(desk: Desk, rows: Sequence[dict[str, Any]]) -> None:
    """Open surveys and write their counts by the day that they closed. Raises StoreFailed."""
    for row in rows:
        said = {key: value for key, value in row.items() if key in SurveyForm.model_fields}
        survey = open_survey(desk, SurveyForm.model_validate(said), tuple(row["codes"]))
        counts = dict(zip(row["codes"], row["counts"], strict=True))
        tally(desk, survey.id, survey.closes_on, counts, row["blank"], Channel(row["channel"]))
