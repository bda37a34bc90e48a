"""Central's endpoints as the desk calls them. The desk's own key opens the line, never a person's session."""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypeVar
from uuid import UUID

from pydantic import BaseModel, ValidationError

from desk.records.base import canonical, utc_now
from desk.records.blob import BlobProgress, blob_name
from desk.records.enrolment import DeviceCodes, DevicePoll, DeviceWish, Enrol, Enrolled, Token, TokenRequest
from desk.records.wire import (
    Event,
    Hello,
    HelloReply,
    ListManifest,
    Page,
    PushReply,
    RejectedPage,
    ScopeDigest,
    Snapshot,
)
from desk.sync.line import Line
from desk.sync.outcomes import Busy, Nonsense, Refused, Unreachable
from desk.usecases.desk import Clock

A = TypeVar("A", bound=BaseModel)
Rest = Callable[[float], Awaitable[None]]
"""How waiting is done."""
SLOWER = 5.0
"""Seconds that `slow_down` adds to the pause."""
EARLY = 30.0
"""Seconds before its end at which a token is no longer used."""


class Signer(Protocol):
    """What the client needs of the desk's key."""

    def sign_token(self, desk_id: UUID, at: datetime, nonce: str) -> str:
        """The signature of a request for a token."""


def _read(answer: bytes, of: type[A]) -> A:
    """A message from central; fields that a newer central added are passed over."""
    try:
        return of.model_validate_json(answer, extra="ignore")
    except (ValidationError, RecursionError) as error:
        raise Nonsense("nonsense", of.__name__) from error


async def enrol(line: Line, request: Enrol) -> Enrolled:
    """Become a desk with a one-time code; the same request again gets the same answer.

    Raises Refused `code_refused` for a wrong, used or expired code, and like every exchange.
    """
    try:
        answer = await line.exchange("POST", "/v1/enrol", body=canonical(request).encode())
    except Refused as refused:
        if refused.status in (403, 422):
            raise Refused("code_refused", refused.status, refused.detail) from refused
        raise
    return _read(answer, Enrolled)


async def ask_to_enrol(line: Line, wish: DeviceWish) -> DeviceCodes:
    """Ask central to take this computer in; an administrator must approve. Raises like every exchange."""
    return _read(await line.exchange("POST", "/v1/device", body=canonical(wish).encode()), DeviceCodes)


async def wait_for_approval(line: Line, codes: DeviceCodes, rest: Rest = asyncio.sleep) -> Enrolled:
    """Ask until an administrator approved, as often as central allows (RFC 8628, 3.5).

    A line that is down for a while is waited for. Raises Refused `code_refused` when the code is too old.
    """
    pause, asked = float(codes.interval), DevicePoll(device_code=codes.device_code)
    until = time.monotonic() + codes.expires_in
    while time.monotonic() < until:
        await rest(pause)
        try:
            answer = await line.exchange("POST", "/v1/device/token", body=canonical(asked).encode())
        except Busy as busy:
            pause = max(pause, busy.retry_after)
        except Unreachable:
            pause = min(60.0, pause * 2)
        except Refused as refused:
            if refused.detail == "slow_down":
                pause += SLOWER
            elif refused.detail != "authorization_pending":
                raise Refused("code_refused", refused.status, refused.detail) from refused
        else:
            return _read(answer, Enrolled)
    raise Refused("code_refused", 400, "expired_token")


class CentralClient:
    """The endpoints of one central for one desk; the token is fetched and renewed as needed."""

    def __init__(self, line: Line, desk_id: UUID, key: Signer, clock: Clock) -> None:
        self._line, self._desk_id, self._key, self._clock = line, desk_id, key, clock
        self._token, self._until = "", 0.0

    async def close(self) -> None:
        """Close the line."""
        await self._line.close()

    async def hello(self, message: Hello) -> HelloReply:
        """Say what this desk is and holds; learn central's time, epoch and wishes."""
        return _read(await self._call("POST", "/v1/hello", message), HelloReply)

    async def push(self, message: bytes) -> PushReply:
        """Deliver changes: the JSON of a Push; the results may be fewer than the changes."""
        return _read(await self._call("POST", "/v1/push", raw=message), PushReply)

    async def pull(self, scope: str, epoch: UUID, after: int, limit: int) -> Page:
        """A page of one scope's feed after a cursor."""
        query: dict[str, str | int] = {"scope": scope, "epoch": str(epoch), "after": after, "limit": limit}
        return _read(await self._call("GET", "/v1/pull", query=query), Page)

    async def snapshot(self, scope: str, pin: int | None, after_key: str, limit: int) -> Snapshot:
        """A page of one scope's present state after a key; the first page gives the pin of the others."""
        query: dict[str, str | int] = {"scope": scope, "after_key": after_key, "limit": limit}
        query |= {} if pin is None else {"pin": pin}
        return _read(await self._call("GET", "/v1/snapshot", query=query), Snapshot)

    async def digest(self, scope: str, entities: str, *, buckets: bool) -> ScopeDigest:
        """What central holds of a scope, hashed; `entities` are names with commas between."""
        query: dict[str, str | int] = {"scope": scope, "entities": entities, "buckets": str(buckets).lower()}
        return _read(await self._call("GET", "/v1/digest", query=query), ScopeDigest)

    async def digest_rows(self, scope: str, entities: str, bucket: int, after_key: str) -> Snapshot:
        """A page of the rows of one bucket of a scope's digest."""
        query: dict[str, str | int] = {"scope": scope, "entities": entities, "bucket": bucket}
        query["after_key"] = after_key
        return _read(await self._call("GET", "/v1/digest/rows", query=query), Snapshot)

    async def record(self, kind: str, record_id: UUID) -> Event:
        """Central's copy of one record; raises Refused with status 404 when it has none."""
        return _read(await self._call("GET", f"/v1/records/{kind}/{record_id}"), Event)

    async def list_manifest(self) -> ListManifest:
        """What central signs of the newest file of the list; Refused with status 404 when there is none."""
        return _read(await self._call("GET", "/v1/list/manifest"), ListManifest)

    async def rejected(self, after: UUID | None) -> RejectedPage:
        """This desk's open rejected changes with their bodies, a page after an identifier."""
        query: dict[str, str | int] = {} if after is None else {"after": str(after)}
        return _read(await self._call("GET", "/v1/rejected", query=query), RejectedPage)

    async def blob_progress(self, sha256: str) -> BlobProgress:
        """How much of a blob central has."""
        return _read(await self._call("GET", f"/v1/blob/{sha256}"), BlobProgress)

    async def send_part(self, sha256: str, start: int, size: int, part: bytes) -> BlobProgress:
        """Store a part of a blob from a place on; Refused `blob_gap` when central's own ends elsewhere."""
        span = f"bytes {start}-{start + len(part) - 1}/{size}"
        return _read(await self._call("PUT", f"/v1/blob/{sha256}", raw=part, span=span), BlobProgress)

    async def blob_content(self, sha256: str, start: int, sink: Callable[[bytes], Awaitable[None]]) -> None:
        """The bytes of a blob from a place on, as they come."""
        await self._stream(f"/v1/blob/{sha256}/content", start, sink)

    async def list_file(self, version: int, start: int, sink: Callable[[bytes], Awaitable[None]]) -> None:
        """The bytes of a list's file from a place on, as they come."""
        await self._stream(f"/v1/list/{version}", start, sink)

    async def _stream(self, path: str, start: int, sink: Callable[[bytes], Awaitable[None]]) -> None:
        try:
            await self._line.receive(path, start, sink, token=await self._fresh_token())
        except Refused as refused:
            if refused.status != 401:
                raise
            self._token = ""
            await self._line.receive(path, start, sink, token=await self._fresh_token())

    async def send_blob(self, content: bytes) -> None:
        """Store bytes at central under their hash; the same again changes nothing."""
        await self._call("PUT", f"/v1/blob/{blob_name(content)}", raw=content)

    async def _call(
        self,
        method: str,
        path: str,
        message: BaseModel | None = None,
        query: dict[str, str | int] | None = None,
        raw: bytes | None = None,
        span: str = "",
    ) -> bytes:
        body = raw if message is None else message.model_dump_json().encode()
        token = await self._fresh_token()
        try:
            return await self._line.exchange(method, path, body=body, token=token, query=query, span=span)
        except Refused as refused:
            if refused.status != 401:
                raise
        self._token = ""
        token = await self._fresh_token()
        return await self._line.exchange(method, path, body=body, token=token, query=query, span=span)

    async def _fresh_token(self) -> str:
        if not self._token or time.monotonic() > self._until:
            try:
                given = await self._ask_token()
            except Refused as refused:
                if refused.detail != "clock" or not self._set_clock(refused.moment):
                    raise
                given = await self._ask_token()
            self._token = given.token
            self._until = time.monotonic() + max(0.0, given.expires_in - EARLY)
        return self._token

    async def _ask_token(self) -> Token:
        at = utc_now() + timedelta(milliseconds=self._clock.offset)
        nonce = secrets.token_urlsafe(24)
        signature = self._key.sign_token(self._desk_id, at, nonce)
        asked = TokenRequest(desk_id=self._desk_id, at=at, nonce=nonce, signature=signature)
        return _read(await self._line.exchange("POST", "/v1/token", body=canonical(asked).encode()), Token)

    def _set_clock(self, moment: str) -> bool:
        """Learn central's time from its refusal: a desk with a wrong clock still delivers."""
        try:
            there = datetime.fromisoformat(moment).astimezone(UTC)
        except ValueError:
            return False
        self._clock.offset = round((there - utc_now()).total_seconds() * 1000)
        return True


__all__ = ["CentralClient", "Line", "Signer", "enrol"]
