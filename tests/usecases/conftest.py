"""A list of restrictions in the hands of a desk, and somebody looked up in it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desk.crypto.trusted_time import TrustedTime
from desk.db.restrictions.held import HeldList
from desk.records.lookup import LookupForm
from desk.usecases.desk import Clock, Desk
from desk.usecases.lookup import Answer, look_up
from tests.desks import Made
from tests.lists import BUILT, copied

NOW = BUILT + timedelta(hours=1)
Ask = Callable[..., Answer]


def clock_at(moment: datetime) -> Clock:
    return Clock(trusted=TrustedTime(moment, wall=lambda: moment, monotonic=lambda: 0.0))


@pytest.fixture
def held(tmp_path: Path) -> Iterator[HeldList]:
    found = copied(tmp_path / "list", BUILT)
    yield found
    found.close()


@pytest.fixture
def ask(desk: Desk, held: HeldList, made: Made) -> Ask:
    """Look somebody up an hour after the list's time, or at `now`."""

    def asked(name: str = "", *, now: datetime = NOW, **more: Any) -> Answer:
        options = more.pop("options", made.settings)
        asking = replace(desk, restrictions=more.pop("held", held), clock=clock_at(now))
        return look_up(asking, options, LookupForm(purpose="reception", name=name, **more))

    return asked
