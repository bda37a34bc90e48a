"""The bytes of a desk's files as who has the key sees them: each page, the freed ones and the log's too."""

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

PAGE, RESERVED, SALT = 4096, 80, 16


def _page(raw: bytes, key: bytes, *, first: bool) -> bytes:
    body, vector = raw[SALT if first else 0 : PAGE - RESERVED], raw[PAGE - RESERVED : PAGE - RESERVED + 16]
    work = Cipher(AES(key), CBC(vector)).decryptor()
    return work.update(body) + work.finalize()


def decrypted(path: Path, key: bytes) -> bytes:
    """A file's content: pages of a database and its write-ahead log in the clear, others as they are.

    Whatever has the size of whole pages may be a database, whatever its name: a copy from before an update,
    one that was set aside.
    """
    raw = path.read_bytes()
    if "-wal" in path.name:
        frames = range(32, len(raw) - PAGE - 23, PAGE + 24)
        found = [raw[start : start + 24 + PAGE] for start in frames]
        return b"".join(
            _page(frame[24:], key, first=int.from_bytes(frame[:4], "big") == 1) for frame in found
        )
    starts = range(0, len(raw), PAGE) if len(raw) % PAGE == 0 else ()
    return raw + b"".join(_page(raw[start : start + PAGE], key, first=start == 0) for start in starts)


def found_in(folder: Path, key: bytes, *canaries: str) -> dict[str, list[str]]:
    """Which canaries stand in which files, in UTF-8 or UTF-16."""
    hits: dict[str, list[str]] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            content = decrypted(path, key)
            for canary in canaries:
                if any(canary.encode(code) in content for code in ("utf-8", "utf-16-le")):
                    hits.setdefault(path.name, []).append(canary)
    return hits
