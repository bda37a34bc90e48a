"""What the last registration date is asked with."""

from pydantic import Field

from desk.lang import N_
from desk.records.base import Record
from desk.records.countries import Country
from desk.records.days import Day


class StayForm(Record):
    """Who came, and when; the day may lie ahead."""

    citizenship: Country = Field(title=N_("Citizenship"))
    arrival: Day = Field(title=N_("Day of arrival"))
