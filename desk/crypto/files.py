"""Files that are either whole and on the disk or unchanged, whatever happens in between."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

BINARY = getattr(os, "O_BINARY", 0)
"""Windows translates line ends without it; elsewhere it does not exist."""
PRIVATE = 0o600


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte; one call to the system unless it takes less than it was given."""
    written = os.write(descriptor, data)
    while written < len(data):
        written += os.write(descriptor, memoryview(data)[written:])


def sync_folder(folder: Path) -> None:
    """Make a changed name in the folder durable; Windows cannot open a folder and needs no such step."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


_one_at_a_time = Lock()
"""Two threads that replace one file would otherwise write into the same file aside."""


def write_aside(path: Path, chunks: Iterable[bytes]) -> Path:
    """Write a private file beside `path`, make it durable and return its name; on an error leave nothing.

    Raises OSError as the system gave it.
    """
    aside = path.with_name(path.name + ".new")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | BINARY, PRIVATE)
    try:
        for chunk in chunks:
            write_all(descriptor, chunk)
        os.fsync(descriptor)
    except BaseException:
        os.close(descriptor)
        with suppress(OSError):
            aside.unlink()
        raise
    os.close(descriptor)
    return aside


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` in the place of the file, mode 0600: after a crash it is the old or the new, whole.

    Raises OSError; the old file then stands.
    """
    with _one_at_a_time:
        aside = write_aside(path, [data])
        try:
            aside.replace(path)
        except OSError:
            with suppress(OSError):
                aside.unlink()
            raise
        sync_folder(path.parent)


@contextmanager
def put_back_on_error(path: Path) -> Iterator[None]:
    """Whatever the block puts in the place of the file, an error in the block brings the old file back.

    A copy is durable before the block begins: putting it back is a renaming and needs no room on a full disk.
    Raises OSError where there is no room for it; the block is then not begun.
    """
    copy = write_aside(path.with_name(path.name + ".before"), [path.read_bytes()])
    try:
        yield
    except BaseException:
        copy.replace(path)
        sync_folder(path.parent)
        raise
    with suppress(OSError):
        copy.unlink()
