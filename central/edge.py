"""What stands before the application: size, time and encoding of bodies, and the headers of answers."""

import asyncio
import logging
import traceback
from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from central.problem import Problem
from desk.records.packing import CODING, PackedWrong, unpack

log = logging.getLogger("central")
PLACES = 12
"""Of an error in the log, the innermost."""

HEADERS = [
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"strict-transport-security", b"max-age=31536000"),
    (b"x-content-type-options", b"nosniff"),
]


class Edge:
    """ASGI middleware: the application sees only whole bodies of at most `limit` bytes.

    415 for a body in another coding than zstd, 413 for a large one, 408 for one slower than `seconds`; an
    error of the program is a 500 that tells nothing.
    """

    def __init__(self, app: ASGIApp, limit: int, seconds: float) -> None:
        self.app = app
        self.limit = limit
        self.seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def answer(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message["headers"] = [*message.get("headers", []), *HEADERS]
            await send(message)

        try:
            body = await self._body(scope, receive)
            if body is not None:
                await self.app(scope, _replay(body, receive), answer)
        except Problem as problem:
            await problem.response()(scope, receive, answer)
        except Exception as error:
            told = (type(error).__name__, scope["method"], scope["path"], _places(error))
            log.error("error %s on %s %s at %s", *told)
            if not started:
                await Problem(500, "error").response()(scope, receive, answer)

    async def _body(self, scope: Scope, receive: Receive) -> bytes | None:
        headers = dict(scope["headers"])
        coding = headers.get(b"content-encoding", b"identity").strip().lower()
        if coding not in (b"", b"identity", CODING.encode()):
            raise Problem(415, "encoded_body")
        length = headers.get(b"content-length", b"0")
        if length.isdigit() and int(length) > self.limit:
            raise Problem(413, "body_too_large", limit=self.limit)
        try:
            async with asyncio.timeout(self.seconds):
                body = await self._read(receive)
        except TimeoutError as error:
            raise Problem(408, "body_too_slow") from error
        return body if body is None or coding != CODING.encode() else self._unpacked(body)

    def _unpacked(self, body: bytes) -> bytes:
        try:
            return unpack(body, self.limit)
        except PackedWrong as error:
            if error.args[0]:
                raise Problem(413, "body_too_large", limit=self.limit) from error
            raise Problem(400, "body_coding") from error

    async def _read(self, receive: Receive) -> bytes | None:
        parts: list[bytes] = []
        size = 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            part = message.get("body", b"")
            size += len(part)
            if size > self.limit:
                raise Problem(413, "body_too_large", limit=self.limit)
            parts.append(part)
            if not message.get("more_body"):
                return b"".join(parts)


def _places(error: Exception) -> str:
    """Where in the program it happened, innermost last; the message of an error may hold a person's data."""
    frames = traceback.extract_tb(error.__traceback__)[-PLACES:]
    return " ".join(f"{Path(frame.filename).name}:{frame.name}:{frame.lineno}" for frame in frames)


def _replay(body: bytes, receive: Receive) -> Receive:
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
