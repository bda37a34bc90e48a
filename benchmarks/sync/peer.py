"""PouchDB 9 with leveldb against express-pouchdb with leveldb: the peer, run by node on the same records.

Its modules are installed once, from the package registry, into a folder beside the temporary files.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
MODULES = Path(tempfile.gettempdir()) / "reception-desk-peer"


@dataclass(frozen=True)
class Figures:
    """Documents a second pushed and pulled; milliseconds of one change from its writing to its receipt.

    `open` is the peer's time for one change over a replication that stays open.
    """

    push: float
    pull: float
    one: list[float]
    open: list[float] = field(default_factory=list)


def install() -> None:
    """Fetch the peer's modules unless they are there."""
    if not (MODULES / "node_modules" / "express-pouchdb").exists():
        MODULES.mkdir(exist_ok=True)
        shutil.copy(HERE / "package.json", MODULES)
        subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error"], cwd=MODULES, check=True
        )


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The peer's server in a process of its own; its URL."""
    served = folder / "served"
    served.mkdir()
    command = ["node", str(HERE / "peer.mjs"), "serve", str(served)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=_environment()) as server:
        try:
            yield f"http://127.0.0.1:{int(server.stdout.readline() if server.stdout else 0)}"
        finally:
            server.terminate()


def measure(folder: Path, url: str, records: list[dict[str, object]], turn: int) -> Figures:
    """One round: push all, pull all into another database, then one change at a time."""
    file, local = folder / "records.json", folder / f"local{turn}"
    file.write_text(json.dumps(records), encoding="utf-8")
    local.mkdir()
    command = ["node", str(HERE / "peer.mjs"), "measure", str(local), url, str(file), str(turn)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=_environment())
    return Figures(**json.loads(done.stdout))


def _environment() -> dict[str, str]:
    return os.environ | {"PEER_MODULES": str(MODULES)}
