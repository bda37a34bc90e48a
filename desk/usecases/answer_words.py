"""The sentences of an answer, the same on the screen, on paper and on the command line."""

from desk.lang import N_, _, day_and_clock
from desk.records.lookup import AnswerKind, ListAge
from desk.usecases.lookup import Answer

HEADS = {
    AnswerKind.found: N_("RECORD FOUND"),
    AnswerKind.possible: N_("POSSIBLE RECORDS: compare with the document"),
    AnswerKind.none: N_("NO RECORD IN THE LIST as of {time}"),
    AnswerKind.unconfirmed: N_("CANNOT CONFIRM"),
}
ABSENT = N_(
    "There is no list on this computer. Do not let the person through on this answer: ask by telephone."
)
STALE = N_(
    "The list is of {time}, {n} h old: too old to say that there is no record. "
    "Synchronise (F5 at home), or ask by telephone."
)
STALE_HIT = N_("Mind: the list is of {time}, {n} h old. The record may have been lifted since.")
OTHERS = N_("Other bodies keep lists of their own; this answer is about this list only.")
_LIST = N_("The list is of {time} by central's clock, {n} h old.")


def time_words(answer: Answer) -> str:
    """When the list was made, by central's clock."""
    return day_and_clock(answer.age.as_of) if answer.age.as_of else "?"


def head_words(answer: Answer) -> str:
    """The answer itself."""
    return _(HEADS[answer.kind]).format(time=time_words(answer))


def list_words(answer: Answer) -> str:
    """Which list answered; "" where there was none, or where it was too old to answer."""
    if answer.kind is AnswerKind.unconfirmed:
        return ""
    return _(_LIST).format(time=time_words(answer), n=answer.age.hours)


def warnings(answer: Answer) -> list[str]:
    """What keeps the answer from being the whole truth, worst first."""
    age = answer.age
    found: list[str] = []
    if answer.kind is AnswerKind.unconfirmed:
        words = ABSENT if age.state is ListAge.absent else STALE
        found.append(_(words).format(time=time_words(answer), n=age.hours))
    elif age.state is ListAge.stale:
        found.append(_(STALE_HIT).format(time=time_words(answer), n=age.hours))
    return [*found, _(OTHERS)]
