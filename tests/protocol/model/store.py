"""What a desk keeps."""

from collections import Counter
from dataclasses import dataclass, field, replace

from tests.protocol.wire import Record, Row, State


@dataclass(slots=True)
class Store:
    """The desk's database, and so all that a restore turns back."""

    code: str
    generation: int = 0
    n: int = 0
    counter: int = 0
    fenced: bool = False
    epoch: str = ""
    cursor: int = -1
    catch_up: int = 0
    rows: dict[str, Row] = field(default_factory=dict)
    header: Counter[State] = field(default_factory=Counter)
    view: dict[str, Record] = field(default_factory=dict)
    staging: dict[str, Record] | None = None
    pin: int = 0
    after_key: str = ""

    def copy(self) -> "Store":
        """A backup; rows and records never alter, so that the tables' copies are enough."""
        staging = None if self.staging is None else dict(self.staging)
        return replace(
            self, rows=dict(self.rows), view=dict(self.view), header=Counter(self.header), staging=staging
        )

    def put(self, row: Row) -> None:
        """Write one row of the change table, and count it."""
        before = self.rows.get(row.change.id)
        if before is not None:
            self.header[before.state] -= 1
        self.header[row.state] += 1
        self.rows[row.change.id] = row
