"""The application: endpoints, edge and error answers put together."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from central.api import blob, contact, feed, lists, push
from central.api.contract import describe
from central.api.state import State
from central.audit_key import countersigning_key
from central.config import Settings
from central.db.pool import open_pool
from central.edge import Edge
from central.limits import Buckets
from central.problem import Problem, invalid

log = logging.getLogger("central")


def create_app(settings: Settings) -> FastAPI:
    """One worker over a migrated database; it opens its connections when it is started."""
    pool = open_pool(settings.dsn, settings.connections)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        pool.open(wait=False)
        try:
            yield
        finally:
            pool.close()

    app = FastAPI(
        title="central",
        lifespan=lifespan,
        docs_url="/docs" if settings.dev else None,
        redoc_url=None,
        openapi_url="/openapi.json" if settings.dev else None,
        redirect_slashes=False,
    )
    app.state.central = State(
        settings,
        pool,
        desks=Buckets("desks", settings.rate, settings.burst),
        strangers=Buckets("strangers", settings.rate, settings.burst),
        enrolments=Buckets("enrolments", settings.enrol_rate, settings.enrol_burst),
        audit=countersigning_key(settings.data),
    )
    for part in (contact, push, feed, blob, lists):
        app.include_router(part.router, prefix="/v1")
    _answer_errors(app)
    describe(app)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=settings.hosts, www_redirect=False)
    app.add_middleware(Edge, limit=settings.body_limit, seconds=settings.body_seconds)
    return app


def _answer_errors(app: FastAPI) -> None:
    @app.exception_handler(Problem)
    async def _problem(_request: Request, problem: Problem) -> Response:
        return problem.response()

    @app.exception_handler(RequestValidationError)
    async def _invalid(_request: Request, error: RequestValidationError) -> Response:
        return invalid(error.errors()).response()

    @app.exception_handler(HTTPException)
    async def _http(_request: Request, error: HTTPException) -> Response:
        return Problem(
            error.status_code, {404: "unknown", 405: "method"}.get(error.status_code, "refused")
        ).response()

    @app.exception_handler(psycopg.DataError)
    async def _data(_request: Request, error: psycopg.DataError) -> Response:
        log.warning("data that PostgreSQL refused: %s", type(error).__name__)
        return Problem(422, "invalid", errors=[]).response()

    @app.exception_handler(psycopg.OperationalError)
    async def _busy(_request: Request, error: psycopg.OperationalError) -> Response:
        log.warning("database not available: %s", type(error).__name__)
        return Problem(503, "busy", retry_after=1).response()
