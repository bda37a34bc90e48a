"""The push of a desk's changes."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from central.api.state import Asking, aside, page
from central.desks import Db, Desk
from central.push.apply import apply_push
from central.push.arrivals import read_push
from central.push.examine import examine
from central.push.head import countersign
from central.quarantine import rejected
from desk.crypto.signing import DeskKey
from desk.records.base import utc_now
from desk.records.wire import PushReply, RejectedPage

router = APIRouter()


@router.post("/push", response_model=PushReply, openapi_extra={"x-body": "Push"})
async def post_push(request: Request, asking: Asking) -> Response:
    """Apply at most 500 changes, each once, and answer each with its result."""
    raw = await request.body()

    def work() -> Response:
        with asking.session() as (db, desk):
            told = push(db, desk, raw, asking.state.audit)
        return page(request, told.model_dump_json().encode())

    return await aside(work, asking.state.pushes)


@router.get("/rejected")
def get_rejected(asking: Asking, after: UUID | None = None) -> RejectedPage:
    """The desk's open rejected changes with their bodies: its file may have been restored without them."""
    with asking.session() as (db, desk):
        return rejected(db, desk, after)


def push(db: Db, desk: Desk, raw: bytes, key: DeskKey | None = None) -> PushReply:
    """Read, examine and apply what a desk sent; 409 `epoch_changed` when it was meant for another epoch."""
    arrived = read_push(raw)
    verdicts = [examine(arrival, desk) for arrival in arrived.arrivals]
    done = apply_push(db, desk, arrived, verdicts)
    signed = None
    if key is not None and done.incarnation is not None:
        signed = countersign(key, desk, done.incarnation, arrived.head_n, arrived.head)
    return PushReply(results=done.results, server_time=utc_now(), epoch=done.epoch, countersigned=signed)
