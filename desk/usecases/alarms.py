"""What central found wrong with this desk's log, as the supervisor reads it at the desk."""

import json
from dataclasses import dataclass
from datetime import datetime

from desk.db import facts
from desk.db.store import Connection
from desk.lang import _, day_and_clock
from desk.records.alarms import words
from desk.records.wire import Alarmed
from desk.usecases.desk import Desk

_FACT = "alarms"


@dataclass(frozen=True)
class AlarmLine:
    """One alarm in words."""

    at: datetime
    kind: str
    n: int

    @property
    def text(self) -> str:
        """When, what, and at which change."""
        place = _(" (change {n})").format(n=self.n) if self.n else ""
        return f"{day_and_clock(self.at)}  {words(self.kind)}{place}"


def keep(connection: Connection, told: list[Alarmed]) -> None:
    """Keep what central told at hello in the place of what it told before."""
    text = json.dumps([one.model_dump(mode="json") for one in told])
    if facts.get(connection, _FACT, "[]") != text:
        facts.put(connection, **{_FACT: text})


def alarms(desk: Desk) -> list[AlarmLine]:
    """The alarms about this desk, the newest first."""
    with desk.store.read() as connection:
        told = json.loads(facts.get(connection, _FACT, "[]"))
    found = [Alarmed.model_validate_json(json.dumps(one)) for one in told]
    return [AlarmLine(one.at, one.kind, one.n) for one in found]
