"""What desks read: the feed, the present state, and single records."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from central.api.state import Asking, page
from central.db import pages
from central.desks import Db, Desk, scopes_of
from central.problem import Problem
from desk.records.digest import BUCKETS
from desk.records.wire import BIGGEST, PULL_EVENTS, Event, Page, ScopeDigest, Snapshot

router = APIRouter()

Place = Annotated[int, Query(ge=0, le=BIGGEST)]
Limit = Annotated[int, Query(ge=1, le=PULL_EVENTS)]
Text = Annotated[str, Query(max_length=200)]


def _permitted(db: Db, desk: Desk, scope: str) -> str:
    if scope not in desk.scopes and scope not in scopes_of(db, desk):
        raise Problem(403, "not_permitted")
    return scope


@router.get("/pull", response_model=Page)
def get_pull(
    request: Request, asking: Asking, scope: Text, epoch: Text, after: Place, limit: Limit = PULL_EVENTS
) -> Response:
    """The events of a scope after a cursor; 409 `epoch_changed` when the cursor is of another epoch."""
    with asking.session() as (db, desk):
        wish = {"scope": _permitted(db, desk, scope), "epoch": epoch.lower(), "after": after, "limit": limit}
        body = pages.pull(db, wish)
        if body is None:
            row = db.execute("select epoch from feed_head").fetchone()
            raise Problem(409, "epoch_changed", epoch=str(row[0]) if row else "")
    return page(request, body)


@router.get("/snapshot", response_model=Snapshot)
def get_snapshot(
    request: Request,
    asking: Asking,
    scope: Text,
    pin: Annotated[int | None, Query(ge=0, le=BIGGEST)] = None,
    after_key: Text = "",
    limit: Limit = PULL_EVENTS,
) -> Response:
    """A page of a scope's present state by key; the first page gives the pin, which the others bring back."""
    entity, _, key = after_key.partition("/")
    with asking.session() as (db, desk):
        acts = int(key) if entity == "~" and key.isdecimal() else None
        wish = {"scope": _permitted(db, desk, scope), "pin": pin, "limit": limit}
        wish |= {"entity": entity, "id": key, "acts": acts}
        body = pages.one(db, pages.SNAPSHOT, wish)
    return page(request, body or b"")


Entities = Annotated[str, Query(max_length=500, pattern=r"^[a-z_]+(,[a-z_]+){0,39}$")]


@router.get("/digest")
def get_digest(asking: Asking, scope: Text, entities: Entities, buckets: bool = False) -> ScopeDigest:
    """What central holds of the entities of a scope, hashed; with `buckets`, by bucket too."""
    with asking.session() as (db, desk):
        found = asking.state.digests.of(db, _permitted(db, desk, scope), entities.split(","))
    return found if buckets else found.model_copy(update={"buckets": []})


@router.get("/digest/rows", response_model=Snapshot)
def get_digest_rows(
    request: Request,
    asking: Asking,
    scope: Text,
    entities: Entities,
    bucket: Annotated[int, Query(ge=0, lt=BUCKETS)],
    after_key: Text = "",
    limit: Limit = PULL_EVENTS,
) -> Response:
    """A page of the rows of one bucket, by key."""
    entity, _, key = after_key.partition("/")
    with asking.session() as (db, desk):
        wish = {"scope": _permitted(db, desk, scope), "entities": entities.split(","), "bucket": bucket}
        body = pages.one(db, pages.BUCKET, wish | {"entity": entity, "id": key, "limit": limit})
    return page(request, body or b"")


@router.get("/records/{kind}/{record_id}", response_model=Event)
def get_record(asking: Asking, kind: str, record_id: str) -> Response:
    """Central's copy of a record; 404 when there is none in the desk's scopes."""
    with asking.session() as (db, desk):
        wish = {"entity": kind.partition(".")[0], "id": record_id, "scopes": scopes_of(db, desk)}
        body = pages.one(db, pages.COPY_OF, wish)
    if body is None:
        raise Problem(404, "unknown")
    return Response(body, media_type="application/json")
