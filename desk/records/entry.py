"""An entry of a register: versions of one form, each a fact, never altered; the newest counts.

Two people who correct one entry without knowing of each other leave two newest versions: the entry is then
contested until somebody who has seen both writes a third.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Generic, TypeVar
from uuid import UUID, uuid5

from pydantic import Field, ValidationInfo, field_validator

from desk.records.authored import Authored
from desk.records.base import Record
from desk.records.errors import refusal
from desk.records.state_machine import heads, ordered
from desk.records.text import Line

NAMESPACE = UUID("6f0c1a52-8a55-5b0e-9a3d-5d7f0f6b7a10")
"""Under which natural keys become identifiers: the same import on two desks then means the same entries."""


class EntryAct(StrEnum):
    """What was done to an entry."""

    entered = "entered"
    corrected = "corrected"
    withdrawn = "withdrawn"


def key_id(*parts: object) -> UUID:
    """The identifier (UUIDv5) of an entry with this natural key."""
    return uuid5(NAMESPACE, "\x1f".join(str(part) for part in parts))


class Version(Authored):
    """Something written about an entry: by whom, where and when, and which versions they had seen."""

    entry: UUID
    after: list[UUID] = Field(default_factory=list, max_length=100)
    """The newest versions that the writer had seen."""


class EntryFact(Version):
    """A version that says what the entry is from now on."""

    REASONED: ClassVar[frozenset[EntryAct]] = frozenset({EntryAct.corrected, EntryAct.withdrawn})
    """Acts that need a reason."""

    act: EntryAct
    reason: Line = Field("", validate_default=True)

    @field_validator("reason")
    @classmethod
    def _reason_given(cls, value: str, info: ValidationInfo) -> str:
        if not value and info.data.get("act") in cls.REASONED:
            raise refusal("reason_needed")
        return value

    @property
    def said(self) -> Record | None:
        """What the version says of its entry; nothing for a withdrawn one."""
        return None


R = TypeVar("R", bound=Record)


class FormFact(EntryFact, Generic[R]):
    """A version of an entry that can be withdrawn; a withdrawn one has no form."""

    form: R | None = Field(None, validate_default=True)

    @field_validator("form")
    @classmethod
    def _form_unless_withdrawn(cls, value: R | None, info: ValidationInfo) -> R | None:
        if (value is None) is not (info.data.get("act") is EntryAct.withdrawn):
            raise refusal("missing")
        return value

    @property
    def said(self) -> R | None:
        """The entry as this version has it."""
        return self.form


F = TypeVar("F", bound=EntryFact)


@dataclass(frozen=True)
class Folded(Generic[F]):
    """What an entry's versions add up to: the one that counts, and the newest ones to answer."""

    newest: F
    """The last in order; of two that did not know of each other the later one."""
    shown: F | None
    """The last in order that says something: what a withdrawn entry was; nothing while that has not come."""
    heads: tuple[UUID, ...]
    contested: bool
    """Whether versions of which none knew the other say different things."""


def fold(versions: Sequence[F]) -> Folded[F]:
    """The present state of an entry from all its versions, in whatever order they arrived."""
    in_order = ordered(versions)
    newest = heads(versions)
    rivals = [fact.said for fact in versions if fact.id in set(newest)]
    shown = next((fact for fact in reversed(in_order) if fact.said is not None), None)
    return Folded(in_order[-1], shown, tuple(newest), any(rival != rivals[0] for rival in rivals))
