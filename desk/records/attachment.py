"""A scanned file that belongs to a visit or a case; the file itself travels as a blob under its hash."""

from uuid import UUID

from pydantic import Field

from desk.records.authored import Authored
from desk.records.text import RequiredLine


class Attachment(Authored):
    """Written together with the file, and sent after it."""

    of_number: RequiredLine
    """The printed number of the record that it belongs to."""
    name: RequiredLine
    """What the file was called where it lay; only to tell it from others."""
    media_type: str = Field(max_length=60)
    size: int = Field(ge=1, le=1 << 30)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")

    @property
    def belongs_to(self) -> UUID:
        """The identifier of the record."""
        raise LookupError(type(self).__name__)


class FileAttached(Attachment):
    """A file of a visit: the desks of its office know of it."""

    visit: UUID

    @property
    def belongs_to(self) -> UUID:
        """The visit."""
        return self.visit


class CaseFileAttached(Attachment):
    """A file of an appeal or of a complaint to the Council: every office knows of it, as of the case."""

    case: UUID

    @property
    def belongs_to(self) -> UUID:
        """The case."""
        return self.case
