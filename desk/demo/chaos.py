"""A faulty line for tests and for the training of clerks, between the real desk and the real central.

The relay looks at whole requests, so that each meets one fault or none, by dice with a seed: the same seed
and the same requests give the same faults.
"""

import asyncio
import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass

from desk.demo.link import Link

_ERROR = b'{"code":"error"}'
_ANSWER = b"HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\nConnection: close\r\n"


@dataclass(frozen=True)
class Odds:
    """How often what goes wrong, from 0 to 1; `delay` in milliseconds at most, each way."""

    drop: float = 0.0
    """The request never arrives."""
    delay: float = 0.0
    duplicate: float = 0.0
    """The request arrives twice."""
    cut: float = 0.0
    """It arrives, and the answer breaks off in its middle or before it begins."""
    error: float = 0.0
    """Somebody answers 500, half of the time after central did the work."""


CALM = Odds()


class FaultyLink(Link):
    """A relay that spoils requests by the odds in use; `odds` may be changed while it runs."""

    def __init__(self, target: int, odds: Odds = CALM, seed: int = 1) -> None:
        super().__init__(target)
        self.odds = odds
        self.done: Counter[str] = Counter()
        """How many requests met which fault."""
        self._dice = random.Random(seed)

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._is_up:
            writer.transport.abort()
            return
        self._lines.add(writer)
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                await self._one(await _request(reader), writer)
        finally:
            self._lines.discard(writer)
            with suppress(OSError):
                writer.close()

    def _fault(self) -> str:
        """The fate of one request."""
        odds, roll = self.odds, self._dice.random()
        for name in ("drop", "duplicate", "cut", "error"):
            roll -= getattr(odds, name)
            if roll < 0:
                return name
        return "none"

    async def _one(self, request: bytes, writer: asyncio.StreamWriter) -> None:
        fault, late, part = self._fault(), self._dice.random() < 0.5, self._dice.random()
        pauses = [self._dice.random() * self.odds.delay / 1000 for _ in range(2)]
        self.done[fault] += 1
        await asyncio.sleep(pauses[0])
        if fault == "drop":
            writer.transport.abort()
            return
        answer = b""
        if fault != "error" or late:
            answer = await self._ask(request)
        if fault == "duplicate":
            answer = await self._ask(request)
        await asyncio.sleep(pauses[1])
        if fault == "error":
            answer = _ANSWER + b"Content-Length: %d\r\n\r\n" % len(_ERROR) + _ERROR
        writer.write(answer[: int(len(answer) * part)] if fault == "cut" else answer)
        await writer.drain()

    async def _ask(self, request: bytes) -> bytes:
        """Central's whole answer."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._target)
        try:
            writer.write(request)
            await writer.drain()
            return await reader.read()
        finally:
            writer.close()


async def _request(reader: asyncio.StreamReader) -> bytes:
    """One whole request, altered to end its connection, so that an answer ends where the line does."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = [line for line in head[:-4].split(b"\r\n") if not line.lower().startswith(b"connection:")]
    length = next(
        (line.split(b":")[1] for line in lines if line.lower().startswith(b"content-length:")), b"0"
    )
    body = await reader.readexactly(int(length))
    return b"\r\n".join([*lines, b"Connection: close"]) + b"\r\n\r\n" + body
