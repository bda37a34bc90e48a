"""Spools of the tests, and what central reads in them."""

import os
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from desk.crypto.sealing import RecoveryPrivateKey
from desk.db.spool import Damaged, Recovered, Spool, read

CENTRAL = RecoveryPrivateKey.generate()
INCARNATION = uuid4()
ROOT = Path(__file__).parents[2]


def opened(folder: Path) -> Spool:
    return Spool.open(folder, "GNC2", INCARNATION, CENTRAL.public.raw)


def content(spool: Spool) -> dict[UUID, bytes]:
    found = list(read(spool.path, CENTRAL))
    assert not [item for item in found if isinstance(item, Damaged)]
    return {item.change_id: item.payload for item in found if isinstance(item, Recovered)}


def filled(folder: Path, count: int = 5, size: int = 300) -> tuple[Spool, dict[UUID, bytes]]:
    spool = opened(folder)
    changes = {uuid4(): os.urandom(size) for _ in range(count)}
    for change_id, payload in changes.items():
        spool.append(change_id, payload)
    return spool, changes


def noted(monkeypatch: pytest.MonkeyPatch, *calls: tuple[object, str]) -> list[str]:
    """The names of these functions, in the order in which they are called from now on."""
    steps: list[str] = []

    def watched(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object) -> object:
            steps.append(name)
            return real(*given)

        return call

    for owner, name in calls:
        monkeypatch.setattr(owner, name, watched(name, getattr(owner, name)))
    return steps
