"""A line that misbehaves on order: an httpx transport around a real one."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

import httpx


class Fault(StrEnum):
    """What happens to one request."""

    NONE = "none"
    DROP_REQUEST = "the request never arrives"
    LOSE_REPLY = "it arrives and the answer is lost"
    DUPLICATE = "it arrives twice and the second answer comes"
    LATE = "it times out now and arrives later"
    CUT = "the answer is cut in the middle of its body"
    SLOW = "the answer comes after a pause"
    ERROR_500 = "a proxy answers 500"
    PORTAL = "a portal answers 200 with its page"
    WRONG_JSON = "something answers 200 with JSON of its own"
    REDIRECT = "something leads elsewhere"
    OVERSIZED = "an answer without end"
    BUSY = "central asks to wait"


@dataclass
class FaultyTransport(httpx.AsyncBaseTransport):
    """Passes requests on with the next fault of the plan; none when the plan is at its end.

    `path` limits faults to requests whose path ends so; others pass. `late` holds what arrives later.
    """

    inner: httpx.AsyncBaseTransport
    plan: Iterator[Fault] = field(default_factory=lambda: iter(()))
    path: str = ""
    pause: float = 0.05
    late: list[httpx.Request] = field(default_factory=list)
    seen: list[tuple[str, Fault]] = field(default_factory=list)
    before: Callable[[httpx.Request], None] = lambda request: None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        content = await request.aread()
        fault = next(self.plan, Fault.NONE) if request.url.path.endswith(self.path) else Fault.NONE
        self.seen.append((request.url.path, fault))
        self.before(request)
        if fault is Fault.DROP_REQUEST:
            raise httpx.ConnectError("dropped")
        if fault is Fault.LATE:
            self.late.append(_copy(request, content))
            raise httpx.ReadTimeout("late")
        if fault in _ANSWERS:
            status, body, kind, headers = _ANSWERS[fault]
            return reply(status, body, kind, **headers)
        answer = await self.inner.handle_async_request(_copy(request, content))
        body = await _drained(answer)
        if fault is Fault.LOSE_REPLY:
            raise httpx.ReadError("lost")
        if fault is Fault.DUPLICATE:
            answer = await self.inner.handle_async_request(_copy(request, content))
            body = await _drained(answer)
        if fault is Fault.SLOW:
            await asyncio.sleep(self.pause)
        cut = fault is Fault.CUT
        return httpx.Response(answer.status_code, headers=answer.headers, stream=Body(body, cut=cut))

    async def deliver_late(self, place: int = 0) -> None:
        """Let one of the requests that timed out arrive now; its answer goes nowhere."""
        if self.late:
            request = self.late.pop(place % len(self.late))
            await _drained(await self.inner.handle_async_request(request))

    async def aclose(self) -> None:
        await self.inner.aclose()


class Body(httpx.AsyncByteStream):
    """The bytes of an answer, whole or broken off in the middle."""

    def __init__(self, body: bytes, *, cut: bool = False) -> None:
        self.body, self.cut = body, cut

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if self.cut:
            yield self.body[: len(self.body) // 2]
            raise httpx.RemoteProtocolError("peer closed connection")
        yield self.body


_JSON = "application/json"
_ANSWERS: dict[Fault, tuple[int, bytes, str, dict[str, str]]] = {
    Fault.ERROR_500: (500, b'{"code":"error"}', _JSON, {}),
    Fault.PORTAL: (200, b"<html><title>Wi-Fi</title></html>", "text/html", {}),
    Fault.WRONG_JSON: (200, b'{"hello":"world"}', _JSON, {}),
    Fault.REDIRECT: (302, b"", "text/html", {"Location": "https://elsewhere.example/"}),
    Fault.OVERSIZED: (200, b" " * (17 << 20), _JSON, {}),
    Fault.BUSY: (503, b'{"code":"busy"}', _JSON, {"Retry-After": "2"}),
}
"""What answers in central's place."""


def reply(status: int, body: bytes, kind: str = "application/json", **headers: str) -> httpx.Response:
    """An answer whose body is still to be read, as from a real connection."""
    return httpx.Response(status, headers={"Content-Type": kind, **headers}, stream=Body(body))


def _copy(request: httpx.Request, content: bytes) -> httpx.Request:
    return httpx.Request(request.method, request.url, headers=request.headers, content=content)


async def _drained(answer: httpx.Response) -> bytes:
    """The body as it came over the wire, still packed."""
    try:
        return b"".join([piece async for piece in answer.aiter_raw()])
    finally:
        await answer.aclose()
