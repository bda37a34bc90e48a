"""Errors of the list's file: the old list keeps answering when one is raised."""


class ListError(Exception):
    """The list's file cannot be used."""


class ListCorruptError(ListError):
    """The file is unreadable, of another key, or not what its manifest says."""


class ListDiskError(ListError):
    """The disk does not take what is written to the file."""


class ListOutdatedError(ListError):
    """The list offered is not newer than the one held."""
