"""One exchange with central over HTTP: bounded in time and size, and every way of failing told apart."""

import asyncio
import json
import ssl
import zlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx

from desk.records.base import utc_now
from desk.records.packing import CODING, WORTH, PackedWrong, pack, unpack
from desk.sync.outcomes import Busy, ContactFailed, Nonsense, Refused, Unreachable

ANSWER_BYTES = 16 << 20
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_HEADERS = {
    "Accept": "application/json",
    "Accept-Encoding": f"{CODING}, gzip",
    "User-Agent": "reception-desk",
}
_TRANSIENT = {408, 425, 429, 503}
_T = TypeVar("_T")


@dataclass(frozen=True)
class Limits:
    """What one exchange may take: seconds, and bytes of an answer once unpacked."""

    connect: float = 5.0
    read: float = 10.0
    write: float = 10.0
    whole: float = 60.0
    """A central that drips a byte now and then must not hold the line for ever."""
    answer: int = ANSWER_BYTES


def _tls(ca_file: str) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=ca_file or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def address_fault(base_url: str) -> str:
    """The code of what is wrong with central's address; empty when it can be used.

    Plain HTTP is for a central on the same computer only: the demo and the tests.
    """
    try:
        parts = urlsplit(base_url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return "no_address"
    if parts.scheme not in ("http", "https") or not host:
        return "no_address"
    return "" if parts.scheme == "https" or host in LOOPBACK else "insecure_address"


class Line:
    """Exchanges with one central; connections are kept between them."""

    def __init__(
        self,
        base_url: str,
        ca_file: str = "",
        transport: httpx.AsyncBaseTransport | None = None,
        limits: Limits | None = None,
    ) -> None:
        self._fault = address_fault(base_url)
        self._base_url, self._ca_file, self._transport = base_url, ca_file, transport
        self.limits = limits or Limits()
        self._http: httpx.AsyncClient | None = None
        self._packs = True

    def _open(self) -> httpx.AsyncClient:
        if self._http is None:
            limits = self.limits
            secure = self._base_url.startswith("https") and self._transport is None
            try:
                verify = _tls(self._ca_file) if secure else False
            except OSError as error:  # the CA file is missing or no certificate
                raise Unreachable("tls_failed", type(error).__name__) from error
            self._http = httpx.AsyncClient(
                base_url=self._base_url,
                verify=verify,
                transport=self._transport,
                timeout=httpx.Timeout(limits.read, connect=limits.connect, write=limits.write),
                limits=httpx.Limits(max_connections=2, max_keepalive_connections=1),
                headers=_HEADERS,
                follow_redirects=False,
                trust_env=False,
            )
        return self._http

    async def close(self) -> None:
        """Close the connections; a later exchange opens new ones."""
        if self._http is not None:
            await self._http.aclose()
            self._http = None

    async def exchange(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        token: str = "",
        query: Mapping[str, str | int] | None = None,
        kind: str = "application/json",
        span: str = "",
    ) -> bytes:
        """Send one request and return the body of a 2xx JSON answer; `span` is a part's Content-Range.

        Raises Unreachable, Nonsense, Busy or Refused; nothing else.
        """
        if self._fault:
            raise Unreachable(self._fault)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if body is not None:
            headers["Content-Type"] = kind
        if span:
            headers["Content-Range"] = span
        if body is None or method != "POST" or len(body) < WORTH or not self._packs:
            return await self._told(self._exchange(method, path, body, headers, query))
        packed = headers | {"Content-Encoding": CODING}
        try:
            return await self._told(self._exchange(method, path, pack(body), packed, query))
        except Refused as refused:
            if refused.status != 415:
                raise
        self._packs = False  # a central of an older version
        return await self._told(self._exchange(method, path, body, headers, query))

    async def receive(
        self, path: str, start: int, sink: Callable[[bytes], Awaitable[None]], *, token: str
    ) -> None:
        """Give the bytes of a file from a place on to `sink`, as they come; what came stays there on a cut.

        Raises as `exchange`; an answer may end early when it takes longer than the whole may take.
        """
        if self._fault:
            raise Unreachable(self._fault)
        headers = {
            "Authorization": f"Bearer {token}",
            "Range": f"bytes={start}-",
            "Accept": "application/octet-stream, application/json",
            "Accept-Encoding": "identity",
        }
        await self._told(self._receive(path, headers, sink))

    async def _told(self, exchange: Awaitable[_T]) -> _T:
        """Bound an exchange in time, and tell its ways of failing apart."""
        try:
            async with asyncio.timeout(self.limits.whole):
                return await exchange
        except ContactFailed:
            raise
        except (TimeoutError, httpx.TimeoutException) as error:
            raise Unreachable("too_slow", type(error).__name__) from error
        except httpx.ConnectError as error:
            raise Unreachable(_connect_code(error), type(error).__name__) from error
        except (httpx.RemoteProtocolError, httpx.DecodingError, zlib.error) as error:
            raise Unreachable("connection_cut", type(error).__name__) from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError) as error:
            raise Unreachable("unreachable", type(error).__name__) from error

    async def _exchange(
        self,
        method: str,
        path: str,
        body: bytes | None,
        headers: dict[str, str],
        query: Mapping[str, str | int] | None,
    ) -> bytes:
        http = self._open()
        async with http.stream(method, path, content=body, headers=headers, params=query) as answer:
            content = await _content(answer, self.limits.answer)
        _judge(answer, content)
        return content

    async def _receive(
        self, path: str, headers: dict[str, str], sink: Callable[[bytes], Awaitable[None]]
    ) -> None:
        async with self._open().stream("GET", path, headers=headers) as answer:
            kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            if answer.status_code != 206 or kind != "application/octet-stream":
                _judge(answer, await _content(answer, self.limits.answer))
                raise Nonsense("nonsense", f"{answer.status_code} {kind[:40]}")
            async for piece in answer.aiter_raw():
                await sink(piece)


def _connect_code(error: httpx.ConnectError) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return "tls_failed"
        cause = cause.__cause__ or cause.__context__
    return "unreachable"


async def _content(answer: httpx.Response, most: int) -> bytes:
    """The body, unpacked piece by piece under the cap: httpx itself would unpack without one."""
    encoding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("", "identity", "gzip", CODING):
        raise Nonsense("nonsense", f"encoding {encoding[:20]}")
    gunzip = zlib.decompressobj(wbits=31) if encoding == "gzip" else None
    content = bytearray()
    async for piece in answer.aiter_raw():
        content += gunzip.decompress(piece, most + 1 - len(content)) if gunzip else piece
        if len(content) > most:
            raise Nonsense("oversized")
    if gunzip and not gunzip.eof and answer.status_code != 204:
        raise Unreachable("connection_cut", "gzip")
    if encoding != CODING or answer.status_code == 204:
        return bytes(content)
    try:
        return unpack(bytes(content), most)
    except PackedWrong as error:
        if error.args[0]:
            raise Nonsense("oversized") from error
        raise Unreachable("connection_cut", CODING) from error


def _judge(answer: httpx.Response, content: bytes) -> None:
    """Tell central's own answers from each other and from those of anything that stands in between."""
    status = answer.status_code
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if 300 <= status < 400:
        raise Nonsense("redirected", str(status))
    if status == 511 or (kind == "text/html" and status < 500):
        raise Nonsense("portal", str(status))
    if status in _TRANSIENT:
        raise Busy("central_busy", retry_after(answer.headers.get("Retry-After", "")), str(status))
    if status >= 500:
        raise Busy("central_fault", retry_after(answer.headers.get("Retry-After", "")), str(status))
    if kind != "application/json":
        raise Nonsense("nonsense", f"{status} {kind[:40]}")
    if not 200 <= status < 300:
        code = "desk_unknown" if status in (401, 403) else "message_refused"
        found = _problem(content)
        raise Refused(code, status, found["code"][:60], str(found.get("server_time", "")))


def _problem(content: bytes) -> dict[str, Any]:
    """Central's own form of a refusal, with its `code`; other JSON is nonsense."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise Nonsense("nonsense", "refusal") from None
    if not isinstance(found, dict) or not isinstance(found.get("code"), str):
        raise Nonsense("nonsense", "refusal")
    return found


def retry_after(value: str) -> float:
    """Seconds to wait by a Retry-After header, a number or an HTTP date; 0 for none or an unreadable one."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        until = parsedate_to_datetime(text)
        return max(0.0, (until - utc_now()).total_seconds())
    except (ValueError, TypeError, IndexError):
        return 0.0
