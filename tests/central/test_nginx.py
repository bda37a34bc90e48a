"""deploy/nginx.conf as it is delivered: its limits hold, and a desk synchronises through it."""

import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from central.serve import bind
from tests.central.world import World
from tests.sync.office import open_office
from tests.sync.test_tls import certificate

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
CONFIGURATION = Path(__file__).parents[2] / "deploy" / "nginx.conf"
SECONDS = 1
"""What the configuration's ten seconds are here."""
pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
MAIN = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    include {folder}/central.conf;
}}
"""


@dataclass(frozen=True)
class Proxy:
    """A running nginx before a real central."""

    port: int
    ca: Path
    log: Path

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    def connect(self) -> ssl.SSLSocket:
        """A line as a desk has it."""
        context = ssl.create_default_context(cafile=self.ca)
        return context.wrap_socket(
            socket.create_connection(("127.0.0.1", self.port)), server_hostname="127.0.0.1"
        )


def adapted(folder: Path, port: int, upstream: int) -> str:
    """The delivered file with this machine's names, and seconds for its tens of seconds."""
    text = CONFIGURATION.read_text("utf-8")
    cert, key = certificate(folder, "127.0.0.1")
    for old, new in {
        "127.0.0.1:8080": f"127.0.0.1:{upstream}",
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "central.example": "127.0.0.1",
        "/etc/central/tls/fullchain.pem": str(cert),
        "/etc/central/tls/key.pem": str(key),
        "/var/log/nginx/central.log": str(folder / "access.log"),
        "client_header_timeout 10s": f"client_header_timeout {SECONDS}s",
        "client_body_timeout 10s": f"client_body_timeout {SECONDS}s",
    }.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@pytest.fixture
def proxy(world: World, tmp_path: Path) -> Iterator[Proxy]:
    assert NGINX is not None
    with bind("127.0.0.1", 0) as free:
        port = int(free.getsockname()[1])
    (tmp_path / "central.conf").write_text(adapted(tmp_path, port, int(world.url.rsplit(":", 1)[1])))
    (tmp_path / "nginx.conf").write_text(MAIN.format(folder=tmp_path))
    command = [
        NGINX,
        "-c",
        str(tmp_path / "nginx.conf"),
        "-p",
        str(tmp_path),
        "-e",
        str(tmp_path / "error.log"),
    ]
    running = subprocess.Popen(command, stderr=subprocess.PIPE)
    proxy = Proxy(port, tmp_path / "cert.pem", tmp_path / "access.log")
    try:
        for _ in range(200):
            try:
                proxy.connect().close()
                break
            except OSError:
                assert running.poll() is None, running.communicate()[1].decode()
                time.sleep(0.02)
        yield proxy
    finally:
        running.terminate()
        running.wait(10)


def answer(proxy: Proxy, request: bytes) -> tuple[bytes, float]:
    """What comes back for bytes after which nothing more is sent, and after how long the line is closed."""
    begun = time.monotonic()
    with proxy.connect() as line:
        line.settimeout(10 * SECONDS)
        line.sendall(request)
        said = b""
        with suppress(ConnectionError, ssl.SSLError):
            while piece := line.recv(4096):
                said += piece
    return said.split(b"\r\n")[0], time.monotonic() - begun


def test_a_desk_enrols_and_synchronises_through_the_proxy(
    world: World, proxy: Proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(proxy.ca))
    office = open_office(World(proxy.url, world.db), tmp_path / "desk")
    numbers = office.register(3)
    status = office.sync()
    assert (status.online, status.unsent) == (True, 0)
    stored = world.db.execute("select number from record where entity = 'visit' order by number").fetchall()
    assert [number for (number,) in stored] == numbers
    log = proxy.log.read_text()
    assert "/v1/push" in log
    assert "?" not in log


def test_slow_headers_and_slow_bodies_are_cut_off_while_others_are_served(proxy: Proxy) -> None:
    half_open = [proxy.connect() for _ in range(60)]
    for line in half_open:
        line.sendall(b"GET /v1/health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
    reply = httpx.get(f"{proxy.url}/v1/health", verify=ssl.create_default_context(cafile=proxy.ca))
    assert reply.status_code == 200
    _said, seconds = answer(proxy, b"GET /v1/health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
    assert seconds < 4 * SECONDS
    for line in half_open:
        line.settimeout(5 * SECONDS)
        with suppress(ConnectionError, ssl.SSLError):
            said = line.recv(100)  # a line that is still open would end in TimeoutError
            assert said == b"" or b" 408 " in said
        line.close()
    _said, seconds = answer(
        proxy, b"POST /v1/push HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99\r\n\r\n{"
    )
    assert seconds < 4 * SECONDS


def test_large_bodies_and_headers_and_foreign_paths_do_not_reach_central(proxy: Proxy) -> None:
    head = b"POST /v1/push HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
    assert b" 413 " in answer(proxy, head + b"Content-Length: 2097153\r\n\r\n")[0]
    assert b" 400 " in answer(proxy, head + b"X: " + b"x" * 9000 + b"\r\n\r\n")[0]
    assert b" 404 " in answer(proxy, b"GET /docs HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")[0]


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_old_tls_is_not_spoken(proxy: Proxy) -> None:
    context = ssl.create_default_context(cafile=proxy.ca)
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    with socket.create_connection(("127.0.0.1", proxy.port)) as line, pytest.raises(ssl.SSLError):
        context.wrap_socket(line, server_hostname="127.0.0.1")
