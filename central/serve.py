"""Runs one worker over the database, from migration to a clean stop."""

import gc
import json
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import psycopg
import uvicorn

from central.app import create_app
from central.audit_key import audit_key
from central.config import Settings
from central.db.cluster import database
from central.db.migrate import migrate
from central.list_key import list_key
from central.recovery import recovery_key


def prepare(dsn: str, data: Path) -> list[str]:
    """Migrate the database and make sure of its keys; return the migrations that were applied."""
    with psycopg.connect(dsn) as db:
        applied = migrate(db)
        recovery_key(db, data)
        list_key(db, data)
        audit_key(db, data)
    return applied


def bind(host: str, port: int) -> socket.socket:
    """A bound TCP socket; port 0 takes a free one. Raises OSError that names the address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as error:
        error.filename = f"{host}:{port}"
        raise
    return bound


def server(settings: Settings) -> uvicorn.Server:
    """A uvicorn server over the application; SIGTERM and SIGINT let requests in work finish."""
    config = uvicorn.Config(
        create_app(settings),
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=10,
        h11_max_incomplete_event_size=16384,
        ws="none",
    )
    return uvicorn.Server(config)


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Let SIGTERM and SIGINT unwind what is open; uvicorn raises them again once its requests are done."""

    def stop(number: int, _frame: object) -> None:
        raise _Stopped(number)

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        with suppress(_Stopped):
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Stopped(Exception):
    """A signal asked the process to end."""


def serve(
    data: Path,
    dsn: str | None,
    host: str,
    port: int,
    told: Callable[[dict[str, object]], None],
    names: Sequence[str] = (),
    dev: bool = False,
    **limits: float,
) -> None:
    """Serve until SIGTERM or SIGINT; `told` gets the URL and the port once the socket is bound.

    `names` are further host names that clients may use, `limits` further values of Settings.
    """
    data.mkdir(parents=True, exist_ok=True)
    with stopped_by_signals(), database(data, dsn) as found:
        applied = prepare(found, data)
        with bind(host, port) as bound:
            bound.listen(128)
            chosen = bound.getsockname()[1]
            name = f"[{host}]" if ":" in host else host
            told({"url": f"http://{name}:{chosen}", "port": chosen, "migrations": applied})
            settings = replace(Settings(dsn=found, dev=dev, data=data), **limits)  # type: ignore[arg-type]
            settings.hosts.extend([host, *names])
            # A push makes thousands of short-lived objects: collect seldom, and never what start-up made.
            gc.freeze()
            gc.set_threshold(50_000, 20, 50)
            server(settings).run(sockets=[bound])


def tell(port_file: Path | None) -> Callable[[dict[str, object]], None]:
    """Tell the address as one JSON line on standard output, and the port in a file if one is named."""

    def told(address: dict[str, object]) -> None:
        if port_file:
            part = port_file.with_suffix(".part")
            part.write_text(f"{address['port']}\n")
            part.replace(port_file)
        sys.stdout.write(json.dumps(address) + "\n")
        sys.stdout.flush()

    return told
