"""Repeats: earlier appeals of the same applicant about the same thing, answered on their merits."""

from rapidfuzz.fuzz import token_set_ratio

from desk.db import case_lists
from desk.db.store import Connection
from desk.lang import fold
from desk.records.appeal import Appeal
from desk.rules.deadlines import add_months
from desk.rules.errors import RuleOutsideDates
from desk.rules.reader import rule

ALIKE = 85
"""From this likeness of two summaries on (0 to 100, order and repetition of words do not count)."""


def earlier_answers(connection: Connection, appeal: Appeal) -> list[str]:
    """The applicant's appeals about the same thing that were answered on their merits within the year before.

    The same thing is what the earlier number says, or a summary that reads alike. The newest first.
    """
    since = add_months(appeal.received_on, -12)
    subject = fold(appeal.summary)[:200]
    named = _chain(connection, appeal.prior)
    return [
        row.number
        for row in case_lists.answered_of_person(
            connection, fold(appeal.applicant), since, appeal.received_on
        )
        if row.id != appeal.id and (row.number in named or token_set_ratio(subject, row.subject_key) >= ALIKE)
    ]


def _chain(connection: Connection, number: str) -> set[str]:
    """A number with those that its appeal, and that one's, named as earlier."""
    found: set[str] = set()
    while number and number not in found:
        found.add(number)
        row = case_lists.by_number(connection, number)
        number = row.prior if row else ""
    return found


def is_third_repeat(connection: Connection, appeal: Appeal) -> bool:
    """Whether it was answered as often within a year as article 8.1.4 allows it to be left unconsidered."""
    try:
        limit = rule("appeal.repeat_limit", on=appeal.received_on).value
    except RuleOutsideDates:
        return False
    return len(earlier_answers(connection, appeal)) >= limit
