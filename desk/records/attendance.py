"""Attendance at one session on one day: each mark at the door is a fact; a correction gives its reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator

from desk.lang import N_
from desk.records.appeal_steps import YesNo
from desk.records.base import Record
from desk.records.entry import Version, key_id
from desk.records.errors import Issue, refusal
from desk.records.state_machine import heads, ordered
from desk.records.text import Line, RequiredLine
from desk.records.training import TimeOfDay


class Mark(StrEnum):
    """What was marked."""

    came = "came"
    left = "left"
    corrected = "corrected"


class Means(StrEnum):
    """How a mark came to be."""

    scanned = "scanned"
    typed = "typed"
    imported = "imported"


class AttendanceFact(Version):
    """One mark: somebody came or left; or what is so after all, with the reason."""

    act: Mark
    training: UUID
    employee: UUID
    on: date
    means: Means = Means.typed
    present: bool = True
    walk_in: bool = False
    """Whether nobody had expected them: another unit, or a person typed at the door."""
    came_at: time | None = None
    left_at: time | None = None
    reason: Line = Field("", validate_default=True)

    @field_validator("reason")
    @classmethod
    def _reason_given(cls, value: str, info: ValidationInfo) -> str:
        if not value and info.data.get("act") is Mark.corrected:
            raise refusal("reason_needed")
        return value


class AttendanceCorrection(Record):
    """What the organiser types to correct a mark."""

    present: YesNo = Field(title=N_("Was there"))
    came_at: TimeOfDay | None = Field(None, title=N_("Came at"))
    left_at: TimeOfDay | None = Field(None, title=N_("Left at"))
    reason: RequiredLine = Field(title=N_("Reason"))

    def wrong(self, on: date, now: datetime) -> list[Issue]:
        """What cannot be so on the session's day at the moment `now`: times to come, and the end first."""
        moment = now.replace(tzinfo=None)
        found = [
            Issue(name, "time_future")
            for name, value in (("came_at", self.came_at), ("left_at", self.left_at))
            if value is not None and datetime.combine(on, value) > moment
        ]
        if self.came_at and self.left_at and self.left_at < self.came_at and not found:
            found.append(Issue("left_at", "time_first"))
        return found


@dataclass(frozen=True)
class Attendance:
    """What the marks of one person at one session on one day add up to."""

    present: bool
    walk_in: bool
    came_at: time | None
    left_at: time | None
    heads: tuple[UUID, ...]
    contested: bool
    """Whether a correction and something else were written without knowledge of each other."""


def attendance_id(training: UUID, employee: UUID, on: date) -> UUID:
    """The entry that every mark of this person at this session on this day belongs to."""
    return key_id("attendance", training, employee, on)


def fold_marks(marks: Sequence[AttendanceFact]) -> Attendance:
    """The present state: the first time of coming, the last of leaving, unless it was corrected."""
    present = walk_in = False
    came: time | None = None
    left: time | None = None
    for mark in ordered(marks):
        if mark.act is Mark.corrected:
            present, walk_in, came, left = mark.present, mark.walk_in, mark.came_at, mark.left_at
            continue
        present, walk_in = True, walk_in or mark.walk_in
        came = min((t for t in (came, mark.came_at) if t is not None), default=None)
        left = max((t for t in (left, mark.left_at) if t is not None), default=None)
    newest = heads(marks)
    acts = {mark.act for mark in marks if mark.id in set(newest)}
    return Attendance(present, walk_in, came, left, tuple(newest), len(newest) > 1 and Mark.corrected in acts)
