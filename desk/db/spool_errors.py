"""Why the spool could not take a change, as types: the change itself is committed already."""

import errno
from enum import StrEnum


class SpoolCode(StrEnum):
    """What the clerk is told about the second copy."""

    spool_full = "spool_full"
    spool_read_only = "spool_read_only"
    spool_failed = "spool_failed"


class SpoolError(Exception):
    """The second copy was not made; the change is still in the store and is refilled later."""

    code = SpoolCode.spool_failed

    def __init__(self, number: int | None) -> None:
        """Keep the system's error number; no path or content is part of the text."""
        super().__init__(f"{self.code.value} ({errno.errorcode.get(number or 0, number)})")
        self.errno = number


class SpoolFullError(SpoolError):
    """No space, quota used up, or the file may not grow."""

    code = SpoolCode.spool_full


class SpoolReadOnlyError(SpoolError):
    """The disk or the file may not be written."""

    code = SpoolCode.spool_read_only


class SpoolFailedError(SpoolError):
    """The disk answered with an error, or the file cannot be used."""


_TYPES: dict[int, type[SpoolError]] = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), SpoolFullError),
    **dict.fromkeys((errno.EROFS, errno.EACCES, errno.EPERM), SpoolReadOnlyError),
}


def typed(error: OSError) -> SpoolError:
    """The spool's error for a system error."""
    return _TYPES.get(error.errno or 0, SpoolFailedError)(error.errno)
