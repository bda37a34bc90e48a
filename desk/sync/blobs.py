"""Sends files to central part by part, before the changes that name them, and fetches those asked for.

Central says how much it has, so that a cut costs at most the part that was under way.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Protocol, runtime_checkable

from desk.db import blobs
from desk.db.log_tables import BlobState
from desk.db.store import Store
from desk.records.blob import BLOB_BYTES, BLOB_PART, BlobProgress
from desk.sync.outcomes import Nonsense, Refused

log = logging.getLogger("desk.sync")

_TURNS = 3
"""How often central may say that it has something else than we were told before it is left in peace."""
_UNFIT = {409, 413, 415, 422}
"""Statuses with which central refuses a blob for what it is."""


@runtime_checkable
class BlobLine(Protocol):
    """What sending and fetching blobs needs of desk.sync.client."""

    async def blob_progress(self, sha256: str) -> BlobProgress:
        """How much of a blob central has."""

    async def send_part(self, sha256: str, start: int, size: int, part: bytes) -> BlobProgress:
        """Store a part of a blob."""

    async def blob_content(self, sha256: str, start: int, sink: Callable[[bytes], Awaitable[None]]) -> None:
        """The bytes of a blob from a place on."""


def _waiting(store: Store, state: BlobState) -> list[str]:
    with store.read() as connection:
        return blobs.waiting(connection, state)


def _content(store: Store, name: str) -> bytes:
    with store.read() as connection:
        return blobs.content_of(connection, name)


def _settle(store: Store, name: str, state: BlobState) -> None:
    with store.write() as connection:
        blobs.settle(connection, name, state)


def _arrived(store: Store, name: str, content: bytes) -> bool:
    with store.write() as connection:
        return blobs.arrived(connection, name, content)


async def send_next(store: Store, client: object) -> bool:
    """Send the oldest file that central lacks; False when there is none.

    One that central refuses is set aside, and what names it goes all the same. Raises ContactFailed.
    """
    names = await asyncio.to_thread(_waiting, store, BlobState.pending)
    if not names or not isinstance(client, BlobLine):
        return False
    content = await asyncio.to_thread(_content, store, names[0])
    try:
        await _send(client, names[0], content)
    except Refused as refused:
        if refused.status not in _UNFIT:
            raise
        log.warning("central refuses a blob: %s", refused.detail)
        await asyncio.to_thread(_settle, store, names[0], BlobState.refused)
    else:
        await asyncio.to_thread(_settle, store, names[0], BlobState.sent)
    return True


async def _send(client: BlobLine, name: str, content: bytes) -> None:
    """Go on from what central has; raises Refused when it says the same no three times."""
    told = await client.blob_progress(name)
    refusals = 0
    while not told.complete:
        start = told.have if told.have < len(content) and told.size in (0, len(content)) else 0
        try:
            told = await client.send_part(name, start, len(content), content[start : start + BLOB_PART])
        except Refused as refused:
            refusals += 1
            if refused.status not in _UNFIT or refusals == _TURNS:
                raise
            told = await client.blob_progress(name)


async def fetch_wanted(store: Store, client: object) -> None:
    """Fetch the files that somebody asked for and central has; a cut one goes on at the next contact.

    Raises ContactFailed.
    """
    if not isinstance(client, BlobLine):
        return
    for name in await asyncio.to_thread(_waiting, store, BlobState.wanted):
        try:
            await _fetch(store, client, name)
        except Refused as refused:
            if refused.status != 404:  # its desk has not sent it yet: it stays wanted
                raise


async def _fetch(store: Store, client: BlobLine, name: str) -> None:
    content = bytearray(await asyncio.to_thread(_content, store, name))

    async def sink(piece: bytes) -> None:
        content.extend(piece)
        if len(content) > BLOB_BYTES:
            raise Nonsense("oversized")

    try:
        await client.blob_content(name, len(content), sink)
    except Refused as refused:
        if refused.status == 416:  # all of it came and was not what its name says
            content.clear()
        raise
    finally:
        kept = b"" if len(content) > BLOB_BYTES else bytes(content)
        whole = await asyncio.to_thread(_arrived, store, name, kept)
    if not whole:
        log.warning("a blob came that is not what its name says; it is fetched anew next time")
        await asyncio.to_thread(_arrived, store, name, b"")
