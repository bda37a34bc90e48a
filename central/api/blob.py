"""Scans and attachments by the hash of their content."""

from typing import Annotated

from fastapi import APIRouter, Header, Path, Request, Response

from central import blobs
from central.api.state import Asking, aside
from central.problem import Problem

router = APIRouter()

Digest = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]


@router.put("/blob/{sha256}")
async def put_blob(
    request: Request,
    asking: Asking,
    sha256: Digest,
    content_range: Annotated[str | None, Header()] = None,
) -> dict[str, object]:
    """Store a blob, whole or a part at a time by Content-Range; answer how much is there."""
    content = await request.body()
    start, size = blobs.span(content_range, len(content))
    limit = asking.state.settings.blob_limit
    if size > limit:
        raise Problem(413, "body_too_large", limit=limit)

    def work() -> dict[str, object]:
        with asking.session() as (db, desk):
            return blobs.store(db, desk, sha256, start, size, content).told()

    return await aside(work)


@router.get("/blob/{sha256}")
def get_blob(asking: Asking, sha256: Digest) -> dict[str, object]:
    """How much of a blob central has, to go on from there."""
    with asking.session() as (db, _desk):
        return blobs.progress(db, sha256).told()


@router.get("/blob/{sha256}/content", response_class=Response)
def get_blob_content(
    asking: Asking, sha256: Digest, wish: Annotated[str | None, Header(alias="Range")] = None
) -> Response:
    """A whole blob, or by Range (`bytes=a-`) the rest of it; 404 while it is not whole."""
    with asking.session() as (db, _desk):
        content, start, size = blobs.content(db, sha256, wish)
    headers = {"Accept-Ranges": "bytes", "Content-Range": f"bytes {start}-{size - 1}/{size}"}
    status = 206 if wish is not None else 200
    return Response(content, status_code=status, media_type="application/octet-stream", headers=headers)
