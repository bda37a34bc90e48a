"""A visit booked online: central knows of it first, and the desk that the visitor comes to checks it in."""

from datetime import date

from pydantic import AwareDatetime

from desk.records.base import Record
from desk.records.text import Line, RequiredLine


class Booking(Record):
    """One booked visit, as central keeps it."""

    id: RequiredLine
    number: RequiredLine
    """What the visitor was told online."""
    office: RequiredLine
    day: date
    at: AwareDatetime
    purpose: RequiredLine
    """Code of the procedure, or `other`."""
    name: RequiredLine
    document_number: Line = ""
    cancelled: bool = False
