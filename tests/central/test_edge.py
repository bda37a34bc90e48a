"""The edge: bad input is answered, never echoed and never a 5xx."""

import json
import socket
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import uuid4

import httpx
import pytest

from desk.records.base import canonical
from desk.records.packing import pack
from tests.central.world import World

SECRET = "NÜMUNƏVİ"
DEEP = "[" * 100_000
BODIES = [
    "",
    "null",
    "[]",
    "{",
    DEEP,
    '{"changes":' + DEEP,
    '{"changes":null}',
    '{"a":NaN}',
    '{"a":1e999}',
    '{"a":"\\ud800"}',
    '{"a":"\\u0000"}',
    f'{{"{SECRET}":"{SECRET}"}}',
    '{"changes":[1],"head_n":0}',
    "\ufeff{}",
    "1e400",
    '"' + "x" * 1000,
]


def poisons(good: dict[str, Any]) -> list[str]:
    """Texts of a change that carry its identifier and are wrong in one place each."""
    wrong: dict[str, list[Any]] = {
        "n": [0, -1, 10**30, 1.5, "7", None, float("nan"), float("inf")],
        "schema_version": [0, 10**30, True],
        "stream": ["a\0b", "x" * 81, "\ud800", None, 5],
        "kind": ["\0", "visit.unknown", "restriction.set", "office.set", "x" * 61],
        "actor": ["\0", None],
        "at": ["yesterday", "2026-01-01T00:00:00", 1, None],
        "clock_offset": [10**40, 0.5],
        "salt": ["", "zz", "0" * 31],
        "body": [
            "",
            "\0",
            "null",
            "[]",
            DEEP,
            '{"a":"\\u0000"}',
            '{"a":"\\ud800"}',
            '{"a":NaN}',
            "\ud800",
            5,
            None,
        ],
        "body_sha256": ["0" * 64, "x"],
        "prev_sha256": ["", None],
        "extra": ["field"],
    }
    return [json.dumps(good | {name: value}) for name, values in wrong.items() for value in values]


def test_one_poison_change_in_a_push_is_kept_and_the_rest_is_applied(world: World) -> None:
    desk = world.desk()
    texts: list[str] = []
    ids: list[str] = []
    sound = []
    model = json.loads(canonical(desk.register()))
    desk.log.clear()
    for place, _ in enumerate(poisons(model)):
        change = json.loads(canonical(desk.register())) | {
            "change_id": str(uuid4()),
            "stream": f"poison:{place}",
        }
        text = poisons(change)[place]
        ids.append(change["change_id"])
        texts.append(text)
        sound.append(desk.register())
    for place, text in enumerate(texts):
        envelope = canonical(desk.batch([sound[place]]))
        body = envelope.replace('"changes":[', f'"changes":[{text},', 1)
        reply = desk.line.post("/push", content=body.encode("utf-8", "surrogatepass"))
        assert reply.status_code == 200, (text[:200], reply.text)
        results = reply.json()["results"]
        assert [one["outcome"] for one in results] == ["rejected", "applied"], text[:200]
    assert world.count("select count(*) from dead_letter where state = 'open'") == len(texts)
    assert world.count("select count(*) from dead_letter where body <> ''") >= len(texts) - 1
    assert {str(result.change_id) for result in desk.hello().results} == set(ids)


@pytest.mark.parametrize("path", ["/enrol", "/token", "/hello", "/push"])
def test_a_body_that_cannot_be_read_is_a_422_that_echoes_nothing(world: World, path: str) -> None:
    desk = world.desk()
    for body in BODIES:
        reply = desk.line.post(path, content=body.encode())
        assert reply.status_code == 422, (body[:80], reply.status_code)
        assert SECRET not in reply.text
        assert len(reply.text) < 4000
    assert desk.line.post(path, content=b"\xff\xfe{\x00}\x00").status_code == 422


def test_hostile_parameters_are_refused(world: World) -> None:
    desk = world.desk()
    epoch = str(desk.me.epoch)
    wrong: list[dict[str, str | int]] = [
        {"scope": "all\0", "epoch": epoch, "after": 0},
        {"scope": "all", "epoch": "\0", "after": 0},
        {"scope": "all", "epoch": epoch, "after": 10**30},
        {"scope": "all", "epoch": epoch, "after": "NaN"},
        {"scope": "all", "epoch": epoch, "after": 0, "limit": 100_000},
    ]
    for wish in wrong:
        assert 400 <= desk.line.get("/pull", params=wish).status_code < 500, wish
    for path in (
        "/records/visit/%00",
        "/records/%00/x",
        "/blob/xyz",
        "/snapshot?scope=all&after_key=%00",
        "/nothing",
    ):
        assert 400 <= desk.line.get(path).status_code < 500, path
    assert desk.line.delete("/push").status_code == 405


def test_an_encoded_large_or_unauthorised_body_is_refused(world: World) -> None:
    desk = world.desk()
    assert desk.line.post("/push", content=b"x", headers={"Content-Encoding": "gzip"}).status_code == 415
    assert desk.line.post("/push", content=b" " * (3 << 20)).status_code == 413
    parts = (b" " * 65536 for _ in range(48))
    assert desk.line.post("/push", content=parts).status_code == 413
    for token in ("", "Bearer", "Bearer x", "Basic abc", "Bearer " + "x" * 5000):
        assert desk.line.post("/push", content=b"{}", headers={"Authorization": token}).status_code == 401


def test_a_packed_push_is_taken_and_a_bomb_or_rubbish_is_refused(world: World) -> None:
    desk = world.desk()
    zstd = {"Content-Encoding": "zstd"}
    changes = [desk.register() for _ in range(20)]
    body = canonical(desk.batch(changes)).encode()
    reply = desk.line.post("/push", content=pack(body), headers=zstd | {"Accept-Encoding": "zstd"})
    assert reply.status_code == 200
    assert len(reply.json()["results"]) == 20
    assert world.count("select count(*) from record where entity = 'visit'") == 20
    for content, status in ((pack(bytes(64 << 20)), 413), (b"rubbish", 400), (pack(body)[:200], 400)):
        assert desk.line.post("/push", content=content, headers=zstd).status_code == status


def test_every_answer_carries_the_security_headers_and_no_documentation(world: World) -> None:
    for path in ("/v1/health", "/v1/nothing", "/docs", "/openapi.json"):
        reply = httpx.get(world.url + path)
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["cache-control"] == "no-store"
        assert (reply.status_code == 200) == (path == "/v1/health")
    assert httpx.get(f"{world.url}/v1/health", headers={"Host": "evil.example"}).status_code == 400


Serving = Callable[..., AbstractContextManager[str]]


def test_a_slow_body_is_cut_off(central_serving: Serving) -> None:
    with central_serving(body_seconds=0.3) as url:
        port = int(url.rsplit(":", 1)[1])
        with socket.create_connection(("127.0.0.1", port)) as line:
            line.sendall(b"POST /v1/enrol HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{")
            line.settimeout(5)
            started = time.monotonic()
            assert b" 408 " in line.recv(4096).split(b"\r\n")[0]
            assert time.monotonic() - started < 3


def test_too_many_requests_are_told_when_to_come_again(central_serving: Serving, db: Any) -> None:
    with central_serving(rate=0.5, burst=4) as url:
        desk = World(url, db).desk()
        replies = [desk.line.get("/snapshot", params={"scope": "all"}) for _ in range(6)]
        assert [reply.status_code for reply in replies].count(200) == 4
        assert replies[-1].status_code == 429
        assert 1 <= int(replies[-1].headers["retry-after"]) <= 2
