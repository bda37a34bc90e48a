"""A ticket of the reception's queue, and what is written of each step of it.

Nothing here says who the visitor is: a wall board receives tickets and no more.
"""

import re
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from desk.lang import N_
from desk.records.authored import Authored
from desk.records.base import Record
from desk.records.case_event import CaseEvent, Nothing
from desk.records.errors import refusal
from desk.records.text import Line, RequiredLine

LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
"""Without I, O and Q: nobody takes a letter for a digit or another letter when it is read out."""
OTHER = "other"
"""The purpose of who comes for none of the procedures."""
_DESK = re.compile(r"[A-Z]{2,4}(\d{1,3})")


def place_of(desk: str) -> str:
    """The number of a desk in its office, as visitors are told it: `2` of GNC2."""
    match = _DESK.fullmatch(desk)
    return match[1] if match else desk


def letters_of(desk: str) -> str:
    """What stands before the number on a desk's tickets: A for the first desk of an office, B, … AA, AB.

    Desk codes are never used again, so no two desks of an office ever have the same letters.
    """
    match = _DESK.fullmatch(desk)
    if match is None:
        raise refusal("number_form")
    rest, found = int(match[1]), ""
    while rest > 0:
        rest, place = divmod(rest - 1, len(LETTERS))
        found = LETTERS[place] + found
    return found


def label_of(desk: str, counter: int) -> str:
    """The number of a ticket: the desk's letters and the count of its day, `B-017`."""
    return f"{letters_of(desk)}-{counter:03d}"


class TicketForm(Record):
    """What is asked of a visitor at the door."""

    purpose: RequiredLine = Field(title=N_("Purpose"))


class TicketIssued(Authored, TicketForm):
    """A ticket as it was issued; unique in its office on its day."""

    label: Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,3}-[0-9]{3,5}$")]
    day: date
    booking: Line = ""
    """Id of the booking that was checked in; nothing for who comes without one."""
    booked_for: AwareDatetime | None = None

    @model_validator(mode="after")
    def _is_its_desks(self) -> "TicketIssued":
        if not self.label.startswith(letters_of(self.desk) + "-"):
            raise refusal("number_other_desk", desk=self.desk)
        return self


class Transferred(Record):
    """To another desk or another service; the place in the queue is kept."""

    to_desk: Line = Field("", title=N_("To desk"))
    purpose: Line = Field("", title=N_("New purpose"))
    reason: Line = Field("", title=N_("Reason"))


class TakenIn(Record):
    """The visit that was registered for the ticket."""

    visit: UUID = Field(title=N_("Visit"))
    number: RequiredLine = Field(title=N_("Number"))


FORMS: dict[str, type[Record]] = {
    "called": Nothing,
    "recalled": Nothing,
    "taken_in": TakenIn,
    "served": Nothing,
    "no_show": Nothing,
    "transferred": Transferred,
    "left": Nothing,
}
ACTS = {
    "called": N_("Call"),
    "recalled": N_("Call again"),
    "taken_in": N_("Register the visit"),
    "served": N_("End"),
    "no_show": N_("Did not come"),
    "transferred": N_("Transfer"),
    "left": N_("Visitor left"),
}
"""Each act as the choice that the clerk makes."""


class TicketEvent(CaseEvent):
    """One event of a ticket; `case` is the ticket."""

    FORMS: ClassVar = FORMS
