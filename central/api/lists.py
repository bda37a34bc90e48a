"""The list of restrictions as a signed file."""

from typing import Annotated

from fastapi import APIRouter, Header, Path
from fastapi.responses import StreamingResponse

from central import lists
from central.api.state import Asking
from central.desks import Desk
from central.problem import Problem
from desk.records.wire import BIGGEST, ListManifest

router = APIRouter()

Version = Annotated[int, Path(ge=0, le=BIGGEST)]


def _permitted(desk: Desk) -> None:
    if "restrictions" not in desk.scopes:
        raise Problem(403, "not_permitted")


@router.get("/list/manifest")
def get_manifest(asking: Asking) -> ListManifest:
    """What central signs of the newest file; 404 `list_missing` when none was published."""
    with asking.session() as (db, desk):
        _permitted(desk)
        return lists.newest(db)


@router.get("/list/{version}", response_class=StreamingResponse)
def get_list(
    asking: Asking, version: Version, wish: Annotated[str | None, Header(alias="Range")] = None
) -> StreamingResponse:
    """A file of the list, or by Range (`bytes=a-` or `bytes=a-b`) the rest of it; 416 beyond its end."""
    with asking.session() as (db, desk):
        _permitted(desk)
        found = lists.span(db, version, wish)
    headers = {"Accept-Ranges": "bytes", "Content-Length": str(found.end - found.start)}
    if wish is not None:
        headers["Content-Range"] = f"bytes {found.start}-{found.end - 1}/{found.size}"
    return StreamingResponse(
        found.pieces(asking.state.pool),
        status_code=200 if wish is None else 206,
        media_type="application/octet-stream",
        headers=headers,
    )
