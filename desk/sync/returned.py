"""Fetches what central rejected of this desk, for a file that was restored without it."""

import asyncio
from typing import Protocol, runtime_checkable
from uuid import UUID

from desk.db.store import Store
from desk.records.wire import RejectedPage
from desk.sync import ledger


@runtime_checkable
class RejectedLine(Protocol):
    """A client that can fetch rejected changes."""

    async def rejected(self, after: UUID | None) -> RejectedPage:
        """A page of this desk's open rejected changes."""


async def take_back(store: Store, client: object) -> None:
    """Take back every rejected change that the file lacks; raises ContactFailed and StoreFailed."""
    if not isinstance(client, RejectedLine):
        return
    page = await client.rejected(None)
    while page.rejected:
        await asyncio.to_thread(ledger.take_back, store, page)
        page = await client.rejected(page.rejected[-1].change.change_id)
