"""What every endpoint shares: the pool, the limits, who is asking, and how a body is read."""

from collections.abc import Callable
from dataclasses import dataclass
from gzip import compress
from typing import Annotated, TypeVar

from fastapi import Depends, Request, Response
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from central.config import Settings
from central.db.pool import Pool
from central.desks import Desk, desk_of
from central.limits import Buckets
from central.problem import Problem, from_validation
from desk.records.base import Record

WORTH_COMPRESSING = 4096
"""Bytes from which gzip saves more time on the line than it costs."""

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


async def state_of(request: Request) -> State:
    """The worker's state."""
    found = request.app.state.central
    assert isinstance(found, State)
    return found


Central = Annotated[State, Depends(state_of)]


def _desk(state: Central, request: Request) -> Desk:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise Problem(401, "token_missing")
    with state.pool.connection() as db:
        desk = desk_of(db, token.strip())
    state.desks.take(desk.id)
    return desk


Asking = Annotated[Desk, Depends(_desk)]
"""The desk whose token came with the request; its bucket pays for it."""


def stranger(request: Request, state: State) -> None:
    """Let the address pay for a request that comes without a token."""
    state.strangers.take(request.client.host if request.client else "")


def parsed(model: type[R], raw: bytes) -> R:
    """A body as a record, strictly; raises 422 that echoes nothing."""
    try:
        return model.model_validate_json(raw, strict=True)
    except ValidationError as error:
        raise from_validation(error) from error


async def aside(work: Callable[[], T]) -> T:
    """Do blocking work in a thread, so that the loop stays free."""
    return await run_in_threadpool(work)


def page(request: Request, body: bytes) -> Response:
    """JSON bytes as they are, compressed where the client asks and it pays."""
    headers = {"Vary": "Accept-Encoding"}
    if len(body) >= WORTH_COMPRESSING and "gzip" in request.headers.get("accept-encoding", ""):
        body = compress(body, 1)
        headers["Content-Encoding"] = "gzip"
    return Response(body, media_type="application/json", headers=headers)
