"""Limits hold for all workers together, refill by time, and name when to come again."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import httpx
import pytest

from central.desks import Db
from central.limits import Buckets
from central.problem import Problem
from tests.central.world import World

Serving = Callable[..., AbstractContextManager[str]]


def test_two_workers_share_one_bucket(central_serving: Serving, db: Any) -> None:
    limits = {"rate": 0.01, "burst": 6}
    with central_serving(**limits) as one, central_serving(**limits) as other:
        desk = World(one, db).desk()
        headers = {"Authorization": desk.line.headers["Authorization"]}
        told = [
            httpx.get(f"{url}/v1/snapshot", params={"scope": "all"}, headers=headers).status_code
            for url in (one, other) * 4
        ]
    assert told == [200] * 6 + [429] * 2


def test_who_asks_again_and_again_is_let_in_when_the_time_has_come(db: Db) -> None:
    bucket = Buckets("test", rate=5.0, burst=1.0)
    bucket.take(db, "a")
    begun, told = time.monotonic(), list[tuple[int, float | None]]()
    while True:
        try:
            bucket.take(db, "a")
            break
        except Problem as problem:
            told.append((problem.status, problem.retry_after))
            time.sleep(0.02)
    assert set(told) == {(429, 1)}
    assert 0.15 < time.monotonic() - begun < 1.0
    bucket.take(db, "b")


def test_an_idle_bucket_holds_no_more_than_its_burst(db: Db) -> None:
    bucket = Buckets("test", rate=1.0, burst=2.0)
    bucket.take(db, "a")
    db.execute("update bucket set at = at - interval '1 day'")
    bucket.take(db, "a")
    bucket.take(db, "a")
    with pytest.raises(Problem):
        bucket.take(db, "a")


@pytest.mark.parametrize("path", ["/enrol", "/device", "/token", "/device/token"])
def test_an_unknown_address_is_limited_before_it_has_a_desk(central_serving: Serving, path: str) -> None:
    with central_serving(rate=0.1, burst=2, enrol_rate=0.1, enrol_burst=2) as url:
        bodies = {
            "/device/token": '{"device_code":"x"}',
            "/device": '{"public_key":"x","incarnation":"00000000-0000-4000-8000-000000000000"}',
            "/enrol": '{"code":"x","public_key":"x","incarnation":"00000000-0000-4000-8000-000000000000"}',
            "/token": '{"desk_id":"00000000-0000-4000-8000-000000000000","at":"2026-01-01T00:00:00Z",'
            '"nonce":"aaaaaaaaaaaaaaaaaaaa","signature":"x"}',
        }
        told = [httpx.post(f"{url}/v1{path}", content=bodies[path]) for _ in range(4)]
    assert 429 not in [reply.status_code for reply in told[:2]]
    assert [reply.status_code for reply in told[2:]] == [429, 429]
    assert int(told[-1].headers["retry-after"]) >= 1
