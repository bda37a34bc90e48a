"""One process a database: an advisory lock whose file names the holder.

SQLite's own EXCLUSIVE mode refuses a second process too, but cannot say who holds it.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_held: dict[Path, int] = {}
_kept: set[Path] = set()
"""Locks that are not given back when the file is closed."""


class Held(Exception):
    """Another process holds the lock; `holder` is what it wrote about itself."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


def _try_lock(descriptor: int) -> bool:
    if sys.platform == "win32":
        import msvcrt

        try:
            os.lseek(descriptor, 1 << 20, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def hold(path: Path) -> int:
    """Lock the file for the life of this process; the descriptor is returned. Raises Held."""
    key = path.resolve()
    if key in _kept:
        return _held[key]
    if key in _held:
        raise Held(f"{os.getpid()}")
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | getattr(os, "O_CLOEXEC", 0), 0o600)
    if not _try_lock(descriptor):
        os.lseek(descriptor, 0, os.SEEK_SET)
        holder = os.read(descriptor, 100).decode(errors="replace").strip()
        os.close(descriptor)
        raise Held(holder)
    os.lseek(descriptor, 0, os.SEEK_SET)
    with suppress(OSError):  # the name of the holder needs room on the disk, the lock does not
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
    _held[key] = descriptor
    return descriptor


def release(path: Path) -> None:
    """Give the lock back; nothing when it is not held, or kept."""
    if path.resolve() in _kept:
        return
    descriptor = _held.pop(path.resolve(), None)
    if descriptor is not None:
        os.close(descriptor)


@contextmanager
def keep(path: Path) -> Iterator[None]:
    """Hold the lock over everything that is opened and closed under it in the block. Raises Held."""
    hold(path)
    _kept.add(key := path.resolve())
    try:
        yield
    finally:
        _kept.remove(key)
        release(path)
