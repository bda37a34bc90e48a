"""The line over real TLS: a certificate that is not trusted is named as such, a pinned one is enough."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from desk.records.base import utc_now
from desk.sync.line import Line
from desk.sync.outcomes import Unreachable

ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
)


def certificate(folder: Path, address: str, days: int = 1) -> tuple[Path, Path]:
    """A self-signed certificate for an address and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "central")])
    begin = utc_now() - timedelta(days=10)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=10 + days))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = folder / "cert.pem", folder / "key.pem"
    cert_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    key_file.write_bytes(key.private_bytes(pem, pkcs8, serialization.NoEncryption()))
    return cert_file, key_file


@asynccontextmanager
async def serving(cert: Path, key: Path, version: ssl.TLSVersion) -> AsyncIterator[str]:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(ANSWER)
        await writer.drain()
        writer.close()

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.maximum_version = version
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.load_cert_chain(cert, key)
    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
    async with server:
        yield f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def ask(
    folder: Path, *, trusted: bool, address: str = "127.0.0.1", days: int = 1, old: bool = False
) -> bytes:
    async def run() -> bytes:
        cert, key = certificate(folder, address, days)
        version = ssl.TLSVersion.TLSv1_1 if old else ssl.TLSVersion.TLSv1_3
        async with serving(cert, key, version) as url:
            line = Line(url, ca_file=str(cert) if trusted else "")
            try:
                return await line.exchange("GET", "/v1/health")
            finally:
                await line.close()

    return asyncio.run(run())


def test_a_pinned_certificate_is_enough(tmp_path: Path) -> None:
    assert ask(tmp_path, trusted=True) == b"{}"


@pytest.mark.parametrize(
    "wrong",
    [{"trusted": False}, {"trusted": True, "address": "127.0.0.2"}, {"trusted": True, "days": -1}],
    ids=["unknown", "another address", "expired"],
)
def test_a_certificate_that_is_not_good_is_named(tmp_path: Path, wrong: dict[str, object]) -> None:
    with pytest.raises(Unreachable, match="tls_failed"):
        ask(tmp_path, **wrong)  # type: ignore[arg-type]


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_an_old_version_of_tls_is_not_spoken(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="tls_failed"):
        ask(tmp_path, trusted=True, old=True)
