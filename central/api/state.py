"""What every endpoint shares: the pool, the limits, who is asking, and how a body is read."""

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from gzip import compress
from typing import Annotated, TypeVar

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import Depends, Request, Response
from pydantic import ValidationError

from central.admission import admitted
from central.config import Settings
from central.db.pool import Pool
from central.desks import Db, Desk
from central.digest import Digests
from central.limits import Buckets
from central.problem import Problem, from_validation
from desk.crypto.signing import DeskKey
from desk.records.base import Record
from desk.records.packing import CODING, WORTH, pack

PUSHES = 4
"""Pushes in work at once: some in Python while others wait for PostgreSQL; more get in each other's way."""

R = TypeVar("R", bound=Record)
T = TypeVar("T")


@dataclass(frozen=True)
class State:
    """What a worker holds; everything that lasts is in PostgreSQL."""

    settings: Settings
    pool: Pool
    desks: Buckets
    strangers: Buckets
    enrolments: Buckets
    digests: Digests = dataclasses.field(default_factory=Digests)
    audit: DeskKey | None = None
    """What heads of desks' logs are countersigned with."""
    pushes: CapacityLimiter = dataclasses.field(default_factory=lambda: CapacityLimiter(PUSHES))


async def state_of(request: Request) -> State:
    """The worker's state."""
    found: State = request.app.state.central
    return found


Central = Annotated[State, Depends(state_of)]


@dataclass(frozen=True)
class Caller:
    """Somebody with a token that has not been looked at yet."""

    state: State
    token: str

    @contextmanager
    def session(self) -> Iterator[tuple[Db, Desk]]:
        """A connection and the desk that the token belongs to, which pays for it from its bucket.

        Blocks: for threads only. Raises 401, or 429 with Retry-After.
        """
        with self.state.pool.connection() as db:
            yield db, admitted(db, self.token, self.state.desks)


async def _caller(state: Central, request: Request) -> Caller:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise Problem(401, "token_missing")
    return Caller(state, token.strip())


Asking = Annotated[Caller, Depends(_caller)]
"""Who asks, by the token that came with the request."""


def address(request: Request) -> str:
    """Who pays for a request that comes without a token."""
    return request.client.host if request.client else ""


def parsed(model: type[R], raw: bytes) -> R:
    """A body as a record, strictly; raises 422 that echoes nothing."""
    try:
        return model.model_validate_json(raw, strict=True)
    except ValidationError as error:
        raise from_validation(error) from error


async def aside(work: Callable[[], T], limiter: CapacityLimiter | None = None) -> T:
    """Do blocking work in a thread, so that the loop stays free; `limiter` says how many at once."""
    return await run_sync(work, limiter=limiter)


def page(request: Request, body: bytes) -> Response:
    """JSON bytes as they are, compressed where the client asks and it pays."""
    headers = {"Vary": "Accept-Encoding"}
    taken = request.headers.get("accept-encoding", "")
    if len(body) >= WORTH and CODING in taken:
        body = pack(body)
        headers["Content-Encoding"] = CODING
    elif len(body) >= WORTH and "gzip" in taken:  # a desk of an older version
        body = compress(body, 1)
        headers["Content-Encoding"] = "gzip"
    return Response(body, media_type="application/json", headers=headers)
