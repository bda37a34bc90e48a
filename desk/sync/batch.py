"""What goes to central in one push, and what central said to it."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from desk.db.changes import WAITS, Due
from desk.records.wire import Outcome, PushReply, Result


@dataclass(frozen=True)
class Batch:
    """Changes to send now and the newest link of the log, read in one transaction."""

    changes: list[Due]
    head_n: int
    head: str
    epoch: str = ""
    is_full: bool = False
    """Whether more may stand behind it."""

    @property
    def places(self) -> list[int]:
        """Where the changes stand in the log of this file."""
        return [change.place for change in self.changes]


@dataclass(frozen=True)
class Answered:
    """A push and what central said to it."""

    batch: Batch
    reply: PushReply

    @cached_property
    def results(self) -> list[Result]:
        """The verdicts on changes of the batch; a change that only waits for an earlier one has none."""
        mine = {change.change_id for change in self.batch.changes}
        said = self.reply.results
        return [result for result in said if result.change_id in mine and result.code != WAITS]

    @cached_property
    def told(self) -> set[UUID]:
        """The changes of the batch that have a verdict."""
        return {result.change_id for result in self.results}

    @cached_property
    def left(self) -> list[Due]:
        """The changes of the batch that have none."""
        return [change for change in self.batch.changes if change.change_id not in self.told]

    @property
    def went_well(self) -> bool:
        """Whether central applied all of it, so that what stands behind it may go without a look at it."""
        is_whole = str(self.reply.epoch) == self.batch.epoch and not self.left
        return is_whole and all(result.outcome is Outcome.applied for result in self.results)
