"""The line between a desk and central: loses, doubles, delays and cuts calls as the plan says."""

from collections.abc import Callable
from typing import TypeVar

from tests.protocol.world import Link, Plan

T = TypeVar("T")


class CutError(Exception):
    """The call failed as far as the desk can tell."""


class Line:
    """The fates of one synchronisation's calls, and the requests that are still under way when it has
    ended."""

    def __init__(self, plan: Plan, late: list[Callable[[], object]]) -> None:
        self.fates = iter(plan.calls)
        self.at = plan.at
        self.late = late

    def next_fate(self) -> Link:
        """The fate of the next call."""
        return next(self.fates, Link.OK)

    def call(self, fate: Link, request: Callable[[], T]) -> T:
        """Carry one request and its answer; raises CutError when the desk gets no answer or dies on it."""
        if fate is Link.LOST_REQUEST:
            raise CutError(fate)
        if fate is Link.LATE:
            self.late.append(request)
            raise CutError(fate)
        answer = request()
        if fate is Link.DUPLICATE:
            answer = request()
        if fate in (Link.LOST_RESPONSE, Link.CENTRAL_CRASH):
            raise CutError(fate)
        return answer
