"""The floor of a first load: one SQLite file under zstd, from a bare server over loopback."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import httpx
import sqlcipher3
import zstandard

LEVEL = 6
"""As central packs its list."""


@dataclass
class PlainFile:
    """Such a file, served; `digest` is that of the packed bytes."""

    url: str
    folder: Path
    size: int
    digest: str

    def load(self) -> tuple[float, float]:
        """Seconds until the file was here with its digest, and until it was unpacked and looked through."""
        packed, opened = self.folder / "come.zst", self.folder / "come.db"
        begun = time.perf_counter()
        asyncio.run(self._fetch(packed))
        with packed.open("rb") as file:
            found = sha256()
            while piece := file.read(1 << 20):
                found.update(piece)
        if found.hexdigest() != self.digest:
            raise RuntimeError("the file is another")
        fetched = time.perf_counter()
        with packed.open("rb") as source, opened.open("wb") as target:
            zstandard.ZstdDecompressor().copy_stream(source, target)
        connection = sqlcipher3.connect(str(opened))
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise RuntimeError("the file is damaged")
        connection.close()
        ended = time.perf_counter()
        opened.unlink()
        return fetched - begun, ended - begun

    async def _fetch(self, target: Path) -> None:
        async with httpx.AsyncClient(trust_env=False) as http, http.stream("GET", self.url) as answer:
            with target.open("wb") as file:
                async for piece in answer.aiter_raw():
                    file.write(piece)


def _make(folder: Path, rows: list[tuple[str, str, str]]) -> Path:
    """The file with its rows and an index of document numbers, packed."""
    folder.mkdir(parents=True)
    plain, packed = folder / "made.db", folder / "list.zst"
    connection = sqlcipher3.connect(str(plain))
    connection.execute("CREATE TABLE restriction (id TEXT PRIMARY KEY, number TEXT, body TEXT)")
    connection.executemany("INSERT INTO restriction VALUES (?, ?, ?)", rows)
    connection.execute("CREATE INDEX restriction_number ON restriction (number)")
    connection.commit()
    connection.close()
    with plain.open("rb") as source, packed.open("wb") as target:
        zstandard.ZstdCompressor(level=LEVEL).copy_stream(source, target)
    plain.unlink()
    return packed


@contextmanager
def plain_file(folder: Path, rows: list[tuple[str, str, str]]) -> Iterator[PlainFile]:
    """Make such a file of identifier, document number and body, and serve it."""
    packed = _make(folder, rows)
    command = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "-d", str(folder)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        told = server.stdout.readline() if server.stdout else ""
        port = int(told.split(" port ")[1].split()[0])
        digest = sha256(packed.read_bytes()).hexdigest()
        yield PlainFile(f"http://127.0.0.1:{port}/list.zst", folder, packed.stat().st_size, digest)
    finally:
        server.terminate()
        server.wait(15)
