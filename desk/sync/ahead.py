"""Fetches the next page while the present one is applied: line and disk then work at the same time."""

import asyncio
from collections.abc import AsyncGenerator
from typing import TypeVar

T = TypeVar("T")


async def one_ahead(source: AsyncGenerator[T, None]) -> AsyncGenerator[T, None]:
    """The items of a source in their order, the next one always under way; its failures come in their place.

    Nothing runs on once this is closed, the source included.
    """
    coming = asyncio.ensure_future(_next(source))
    try:
        while (item := await coming) is not None:
            coming = asyncio.ensure_future(_next(source))
            yield item
    finally:
        coming.cancel()
        await asyncio.wait({coming})
        if not coming.cancelled():
            coming.exception()  # nobody waits for this page any more
        await source.aclose()


async def _next(source: AsyncGenerator[T, None]) -> T | None:
    return await anext(source, None)
