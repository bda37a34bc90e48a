import asyncio
import gzip
import json
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest

from desk.records.packing import pack
from desk.sync.line import Limits, Line, address_fault, retry_after
from desk.sync.outcomes import Busy, ContactFailed, Nonsense, Refused, Unreachable
from desk.sync.states import SENTENCES, reason_text
from tests.sync.faulty import reply

Answer = Callable[[httpx.Request], httpx.Response]


def exchange(answer: Answer, limits: Limits | None = None) -> bytes:
    async def run() -> bytes:
        line = Line("http://127.0.0.1:1", transport=httpx.MockTransport(answer), limits=limits)
        try:
            return await line.exchange("POST", "/v1/hello", body=b"{}")
        finally:
            await line.close()

    return asyncio.run(run())


def failure(answer: Answer, limits: Limits | None = None) -> ContactFailed:
    with pytest.raises(ContactFailed) as caught:
        exchange(answer, limits)
    assert caught.value.code in SENTENCES
    return caught.value


def test_a_json_answer_is_returned_as_it_came() -> None:
    assert exchange(lambda request: reply(200, b'{"a":1}')) == b'{"a":1}'


PACKERS: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.compress, "zstd": pack}


@pytest.mark.parametrize("coding", PACKERS)
def test_a_packed_answer_is_unpacked(coding: str) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": coding}
    packed = PACKERS[coding](b'{"a":1}')
    assert (
        exchange(lambda request: httpx.Response(200, headers=headers, stream=_Pieces(packed))) == b'{"a":1}'
    )


@pytest.mark.parametrize(
    ("status", "headers", "code", "kind"),
    [
        (500, {}, "central_fault", Busy),
        (502, {"Content-Type": "text/html"}, "central_fault", Busy),
        (503, {"Retry-After": "7"}, "central_busy", Busy),
        (429, {"Retry-After": "7"}, "central_busy", Busy),
        (302, {"Location": "http://elsewhere.example/"}, "redirected", Nonsense),
        (200, {"Content-Type": "text/html"}, "portal", Nonsense),
        (404, {"Content-Type": "text/html"}, "portal", Nonsense),
        (511, {"Content-Type": "text/html"}, "portal", Nonsense),
        (200, {"Content-Type": "text/plain"}, "nonsense", Nonsense),
        (200, {}, "nonsense", Nonsense),
        (400, {"Content-Type": "application/json"}, "nonsense", Nonsense),
        (200, {"Content-Type": "application/json", "Content-Encoding": "br"}, "nonsense", Nonsense),
    ],
)
def test_answers_that_are_not_centrals_are_told_apart(
    status: int, headers: dict[str, str], code: str, kind: type[ContactFailed]
) -> None:
    failed = failure(lambda request: httpx.Response(status, headers=headers, stream=_Pieces(b"<x>")))
    assert (failed.code, type(failed)) == (code, kind)


def test_a_wait_that_central_asks_for_is_kept() -> None:
    failed = failure(lambda request: httpx.Response(503, headers={"Retry-After": "7"}, stream=_Pieces()))
    assert isinstance(failed, Busy)
    assert failed.retry_after == 7


@pytest.mark.parametrize(
    ("status", "code"), [(401, "desk_unknown"), (403, "desk_unknown"), (422, "message_refused")]
)
def test_centrals_own_refusal_keeps_its_status_and_code(status: int, code: str) -> None:
    failed = failure(lambda request: reply(status, b'{"code":"why"}'))
    assert isinstance(failed, Refused)
    assert (failed.code, failed.status, failed.detail) == (code, status, "why")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (httpx.ConnectError("no"), "unreachable"),
        (httpx.ConnectTimeout("no"), "too_slow"),
        (httpx.ReadTimeout("no"), "too_slow"),
        (httpx.ReadError("no"), "unreachable"),
        (httpx.RemoteProtocolError("no"), "connection_cut"),
        (OSError("no"), "unreachable"),
    ],
)
def test_errors_of_the_connection_have_their_codes(error: Exception, code: str) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise error

    failed = failure(answer)
    assert isinstance(failed, Unreachable)
    assert failed.code == code


def test_an_oversized_answer_is_dropped_at_the_cap() -> None:
    pieces = _Pieces(*[b"x" * 1000] * 100)
    json_type = {"Content-Type": "application/json"}
    failed = failure(
        lambda request: httpx.Response(200, headers=json_type, stream=pieces), Limits(answer=5000)
    )
    assert failed.code == "oversized"
    assert pieces.given < 10


@pytest.mark.parametrize("coding", PACKERS)
def test_a_packed_bomb_never_unfolds(coding: str) -> None:
    bomb = PACKERS[coding](b"0" * (64 << 20))
    headers = {"Content-Type": "application/json", "Content-Encoding": coding}
    failed = failure(lambda request: httpx.Response(200, headers=headers, stream=_Pieces(bomb)))
    assert failed.code == "oversized"


@pytest.mark.parametrize("coding", PACKERS)
def test_a_packed_answer_that_ends_early_is_cut(coding: str) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": coding}
    half = PACKERS[coding](json.dumps(list(range(5000))).encode())[:200]
    assert (
        failure(lambda request: httpx.Response(200, headers=headers, stream=_Pieces(half))).code
        == "connection_cut"
    )


def test_a_large_message_goes_packed_and_plain_to_a_central_that_does_not_know_that() -> None:
    body, seen = json.dumps(list(range(5000))).encode(), []

    def old(request: httpx.Request) -> httpx.Response:
        coding = request.headers.get("Content-Encoding", "")
        seen.append((coding, len(request.content)))
        return reply(415, b'{"code":"encoded_body"}') if coding else reply(200, b"{}")

    async def twice() -> None:
        line = Line("http://127.0.0.1:1", transport=httpx.MockTransport(old))
        for _ in range(2):
            assert await line.exchange("POST", "/v1/push", body=body) == b"{}"
        await line.close()

    asyncio.run(twice())
    assert seen == [("zstd", len(pack(body))), ("", len(body)), ("", len(body))]
    assert len(pack(body)) < len(body) / 2


def test_a_central_that_drips_does_not_hold_the_line() -> None:
    headers = {"Content-Type": "application/json"}
    drip = _Pieces(*[b" "] * 1000, pause=0.01)
    failed = failure(lambda request: httpx.Response(200, headers=headers, stream=drip), Limits(whole=0.2))
    assert failed.code == "too_slow"


def test_nobody_listening_is_unreachable() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]

    async def run() -> None:
        line = Line(f"http://127.0.0.1:{port}")
        try:
            await line.exchange("GET", "/v1/health")
        finally:
            await line.close()

    with pytest.raises(Unreachable, match="unreachable"):
        asyncio.run(run())


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("https://central.example", ""),
        ("http://127.0.0.1:8000", ""),
        ("http://[::1]:8000", ""),
        ("http://central.example", "insecure_address"),
        ("", "no_address"),
        ("central.example", "no_address"),
        ("ftp://central.example", "no_address"),
        ("http://127.0.0.1:99999999", "no_address"),
    ],
)
def test_an_address_is_used_only_when_it_is_safe(address: str, code: str) -> None:
    assert address_fault(address) == code


def test_a_missing_certificate_file_is_an_outcome_and_no_crash(tmp_path: Path) -> None:
    async def run() -> None:
        await Line("https://127.0.0.1:1", ca_file=str(tmp_path / "none.pem")).exchange("GET", "/v1/health")

    with pytest.raises(Unreachable, match="tls_failed"):
        asyncio.run(run())


def test_retry_after_is_read_as_seconds_or_date() -> None:
    assert retry_after("12") == 12
    assert retry_after("Thu, 01 Jan 1970 00:00:00 GMT") == 0
    assert retry_after("Fri, 31 Dec 2100 00:00:00 GMT") > 0
    assert [retry_after(text) for text in ("", "soon", "-5", "nan", "١٢", "Fri, 31 Dec")] == [0] * 6


def test_every_reason_has_a_sentence_and_an_unknown_one_is_named() -> None:
    assert all(reason_text(code) for code in SENTENCES)
    assert reason_text("disk_full").startswith("The disk is full")
    assert "strange" in reason_text("strange")
    assert reason_text("") == ""


class _Pieces(httpx.AsyncByteStream):
    def __init__(self, *pieces: bytes, pause: float = 0.0) -> None:
        self.pieces, self.pause, self.given = pieces, pause, 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            await asyncio.sleep(self.pause)
            self.given += 1
            yield piece
