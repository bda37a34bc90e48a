"""What all records of what somebody did have in common."""

from uuid import UUID

from pydantic import AwareDatetime

from desk.records.base import Record
from desk.records.text import Line


class Authored(Record):
    """Who did it, where and when."""

    id: UUID
    clerk: Line
    clerk_name: Line
    office: Line
    desk: Line
    at: AwareDatetime
