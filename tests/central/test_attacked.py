"""Central under bad input of every origin: no 5xx, no cut line, memory flat, and at work after it."""

import json
import random
import resource
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded

import central.api.push
from central.desks import Db
from desk.records.base import canonical, new_id, utc_now
from desk.records.enrolment import DevicePoll, DeviceWish, Enrol
from desk.records.wire import SCHEMA_VERSION, Hello
from tests.central.double import Double
from tests.central.test_edge import BODIES, poisons
from tests.central.world import World, add_clerks
from tests.proofs import rounds
from tests.records import mutations

REQUESTS = rounds(3_000, 50_000)
GROWTH = 20 << 20
"""Bytes that the process, attacker and central together, may grow after its first fifth of the requests."""
Serving = Callable[..., AbstractContextManager[str]]
OPEN = {"dev": True, "rate": 1e6, "burst": 1e6, "enrol_rate": 1e6, "enrol_burst": 1e6}
QUERIES = (
    "scope=office:GNC",
    "scope=all",
    "epoch={epoch}",
    "after=0",
    "limit=10",
    "pin=1",
    "after_key=x",
    "kind=visit",
)
PATHS = (
    "/pull",
    "/snapshot",
    "/digest",
    "/digest/rows",
    "/records/visit/x",
    "/rejected",
    "/list/manifest",
    "/list/1",
)


def resident() -> int:
    """Bytes of memory that this process holds now; where that is not told, the most that it ever held."""
    try:
        with open("/proc/self/statm") as told:
            return int(told.read().split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


class Attacker:
    """A desk with a valid key that sends anything."""

    def __init__(self, desk: Double, seed: int) -> None:
        self.desk, self.dice = desk, random.Random(seed)
        self.answers, self.faults = Counter[int](), list[str]()

    def send(
        self, method: str, path: str, content: bytes = b"", headers: dict[str, str] | None = None
    ) -> None:
        """Send one request and note the answer."""
        try:
            status = self.desk.line.request(method, path, content=content, headers=headers).status_code
        except (httpx.InvalidURL, httpx.LocalProtocolError):
            return  # httpx itself does not send it
        except httpx.HTTPError as error:
            self.faults.append(f"{method} {path}: {type(error).__name__}: {content[:200]!r}")
            return
        self.answers[status] += 1
        if status >= 500:
            self.faults.append(f"{method} {path}: {status}: {content[:2000]!r}")

    def valid(self) -> tuple[str, str]:
        """A message that central would take."""
        desk = self.desk
        known = {
            "/push": lambda: canonical(
                desk.batch([desk.register() for _ in range(self.dice.randrange(1, 4))])
            ),
            "/hello": lambda: canonical(_hello(desk)),
            "/token": lambda: canonical(desk.token_request()),
            "/enrol": lambda: canonical(
                Enrol(code="ABCD2345", public_key=desk.key.public, incarnation=new_id())
            ),
            "/device": lambda: canonical(DeviceWish(public_key=desk.key.public, incarnation=new_id())),
            "/device/token": lambda: canonical(DevicePoll(device_code="x" * 20)),
        }
        path = self.dice.choices(list(known), (6, 2, 1, 1, 1, 1))[0]
        return path, known[path]()

    def attack(self, requests: int) -> None:
        """So many mutated messages; a long run outlives its token."""
        for turn in range(requests):
            if turn % 1_000 == 0:
                self.desk.sign_in()
            self.mutated()

    def mutated(self) -> None:
        """A valid message with something wrong in it, in the body, the query, or a part of a blob."""
        dice = self.dice
        if dice.random() < 0.2:
            query = "&".join(dice.sample(QUERIES, dice.randrange(1, 6))).format(epoch=self.desk.me.epoch)
            text = mutations.text(dice, f"{dice.choice(PATHS)}?{query}").lstrip("/").replace("#", "")
            self.send("GET", "/" + text.encode("utf-8", "replace").decode())
        elif dice.random() < 0.05:
            span = mutations.text(dice, "bytes 0-9/10").encode("ascii", "ignore").decode()
            digest = mutations.text(dice, "0" * 64).encode("ascii", "ignore").decode()
            self.send(
                "PUT",
                f"/blob/{digest}",
                dice.randbytes(10),
                {"Content-Range": "".join(filter(str.isprintable, span))},
            )
        else:
            path, body = self.valid()
            self.send("POST", path, mutations.message(dice, body))
            self.desk.log.clear()

    def poisoned(self) -> None:
        """The corpus of bodies and changes that have broken such programs."""
        for body in BODIES:
            for path in ("/push", "/hello", "/token", "/enrol", "/device"):
                self.send("POST", path, body.encode())
        change = json.loads(canonical(self.desk.register())) | {"change_id": str(uuid4())}
        envelope = canonical(self.desk.batch([]))
        for text in poisons(change):
            body = envelope.replace('"changes":[', f'"changes":[{text}', 1)
            self.send("POST", "/push", body.encode("utf-8", "surrogatepass"))
        self.desk.log.clear()

    def described(self, url: str, requests: int) -> None:
        """What Schemathesis makes of central's own description."""
        schema = schemathesis.openapi.from_url(f"{url}/openapi.json")
        operations: list[Any] = [found.ok() for found in schema.get_all_operations()]  # type: ignore[union-attr]
        for operation in operations:
            self.desk.sign_in()
            self._one_operation(operation, url, max(1, requests // len(operations)))

    def _one_operation(self, operation: Any, url: str, examples: int) -> None:
        @seeded(8)
        @settings(
            max_examples=examples, database=None, deadline=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(operation.as_strategy())
        def attack(case: Any) -> None:
            answer = case.call(
                base_url=url, headers={"Authorization": self.desk.line.headers["Authorization"]}
            )
            self.answers[answer.status_code] += 1
            if answer.status_code >= 500:
                self.faults.append(f"{case.method} {case.path}: {answer.status_code}: {case.body!r}")

        attack()


def _hello(desk: Double) -> Hello:
    return Hello(
        incarnation=desk.incarnation, app_version="1", schema_version=SCHEMA_VERSION, epoch=desk.me.epoch,
        head_n=len(desk.log), unsent=0, sent_at=utc_now(), rejected=[UUID(int=1)],
    )  # fmt: skip


@pytest.mark.slow
def test_s8_bad_input_is_never_a_5xx_and_takes_no_memory(central_serving: Serving, db: Db) -> None:
    add_clerks(db, "GNC")
    with central_serving(**OPEN) as url:
        world = World(url, db)
        attacker, honest = Attacker(world.desk(), 8), world.desk()
        attacker.poisoned()
        attacker.described(url, REQUESTS // 3)
        half = max(1, (REQUESTS - attacker.answers.total()) // 2)
        attacker.attack(half)
        before = resident()
        attacker.attack(half)
        assert attacker.faults[:5] == []
        assert resident() - before < GROWTH
        assert attacker.answers[200] > 0
        assert attacker.answers[422] > 0
        assert attacker.answers[401] < REQUESTS // 5
        honest.sign_in()
        change = honest.register()
        assert honest.push(change).results[0].outcome == "applied"
    print(dict(attacker.answers))


def test_a_central_that_lets_an_error_through_is_found(
    central_serving: Serving, db: Db, monkeypatch: pytest.MonkeyPatch
) -> None:
    def naive(raw: bytes) -> Any:
        return json.loads(raw)["changes"][0]["body"]

    monkeypatch.setattr(central.api.push, "read_push", naive)
    add_clerks(db, "GNC")
    with central_serving(**OPEN) as url:
        attacker = Attacker(World(url, db).desk(), 8)
        attacker.poisoned()
        assert attacker.faults
