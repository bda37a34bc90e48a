"""Enrolment, tokens, the first word and health."""

from fastapi import APIRouter, Request

from central import device
from central.api.state import Asking, Central, address, aside, parsed
from central.desks import enrol, issue_token
from central.hello import greet
from desk.records.base import utc_now
from desk.records.enrolment import DeviceCodes, DevicePoll, DeviceWish, Enrol, Enrolled, Token, TokenRequest
from desk.records.wire import Hello, HelloReply

router = APIRouter()


@router.post("/enrol", openapi_extra={"x-body": "Enrol"})
async def post_enrol(request: Request, state: Central) -> Enrolled:
    """Take in a desk that brings a one-time code."""
    raw = await request.body()

    def work() -> Enrolled:
        with state.pool.connection() as db:
            state.enrolments.take(db, address(request))
            wish = parsed(Enrol, raw)
            return enrol(db, wish)

    return await aside(work)


@router.post("/device", openapi_extra={"x-body": "DeviceWish"})
async def post_device(request: Request, state: Central) -> DeviceCodes:
    """Begin the enrolment of a computer: codes for the administrator and for the desk."""
    wish = parsed(DeviceWish, await request.body())

    def work() -> DeviceCodes:
        with state.pool.connection() as db:
            state.enrolments.take(db, address(request))
            return device.ask(db, wish)

    return await aside(work)


@router.post("/device/token", openapi_extra={"x-body": "DevicePoll"})
async def post_device_token(request: Request, state: Central) -> Enrolled:
    """What the desk is, once an administrator approved it; 400 with the codes of RFC 8628 until then."""
    wish = parsed(DevicePoll, await request.body())

    def work() -> Enrolled:
        with state.pool.connection() as db:
            state.strangers.take(db, address(request))
            return device.poll(db, wish)

    return await aside(work)


@router.post("/token", openapi_extra={"x-body": "TokenRequest"})
async def post_token(request: Request, state: Central) -> Token:
    """Give a short token for a statement signed by the desk's key."""
    wish = parsed(TokenRequest, await request.body())

    def work() -> Token:
        with state.pool.connection() as db:
            state.strangers.take(db, address(request))
            return issue_token(db, wish, state.settings.token_seconds, state.settings.clock_seconds)

    return await aside(work)


@router.post("/hello", openapi_extra={"x-body": "Hello"})
async def post_hello(request: Request, asking: Asking) -> HelloReply:
    """Exchange what each side holds of the other."""
    raw = await request.body()

    def work() -> HelloReply:
        with asking.session() as (db, desk):
            return greet(db, desk, parsed(Hello, raw))

    return await aside(work)


@router.get("/health")
def get_health(state: Central) -> dict[str, str]:
    """Whether central can reach its database."""
    with state.pool.connection() as db:
        db.execute("select 1 from feed_head")
    return {"status": "ok", "server_time": utc_now().isoformat()}
