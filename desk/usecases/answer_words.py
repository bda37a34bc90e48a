"""The sentences of an answer, the same on the screen, on paper and on the command line."""

from desk.lang import N_, _, day_and_clock
from desk.records.lookup import AnswerKind, ListAge
from desk.usecases.lookup import Answer, query_of

HEADS = {
    AnswerKind.found: N_("RECORD FOUND"),
    AnswerKind.possible: N_("POSSIBLE RECORDS: compare with the document"),
    AnswerKind.none: N_("NO RECORD IN THE LIST as of {time}"),
    AnswerKind.unconfirmed: N_("CANNOT CONFIRM"),
}
OTHERS = N_("Other bodies keep lists of their own; this answer is about this list only.")
REMARKS = {
    "absent": N_(
        "There is no list on this computer. Do not let the person through on this answer: ask by telephone."
    ),
    "stale": N_(
        "The list is of {time}, {n} h old: too old to say that there is no record. "
        "Synchronise (F5 at home), or ask by telephone."
    ),
    "stale_hit": N_("Mind: the list is of {time}, {n} h old. The record may have been lifted since."),
    "too_little": N_(
        "Records in the list fit what was asked, too many to say whether one is this person's. "
        "Add the date of birth, the patronymic or the document number and look up again, or ask by telephone."
    ),
    "by_number": N_(
        "Only the number was compared: a record without it would not be found. "
        "Look up by name and date of birth too."
    ),
    "by_birth": N_("A record of the same name with quite another date of birth is not shown."),
}
"""What keeps an answer from being the whole truth, by the code of `remark`."""
_LIST = N_("The list is of {time} by central's clock, {n} h old.")


def time_words(answer: Answer) -> str:
    """When the list was made, by central's clock."""
    return day_and_clock(answer.age.as_of) if answer.age.as_of else "?"


def head_words(answer: Answer) -> str:
    """The answer itself."""
    return _(HEADS[answer.kind]).format(time=time_words(answer))


def list_words(answer: Answer) -> str:
    """Which list answered; "" where there was none, or where it was too old to answer."""
    if answer.kind is AnswerKind.unconfirmed and not answer.age.is_sound:
        return ""
    return _(_LIST).format(time=time_words(answer), n=answer.age.hours)


def remark(answer: Answer) -> str:
    """The code of what keeps the answer from being the whole truth, other bodies' lists apart."""
    age = answer.age.state
    if answer.kind is AnswerKind.unconfirmed:
        return "too_little" if answer.age.is_sound else age.value
    if answer.kind is not AnswerKind.none:
        return "stale_hit" if age is ListAge.stale else ""
    query = query_of(answer.query)
    if not (query.name or query.surname or query.given or query.patronymic):
        return "by_number"
    return "by_birth" if query.birth_date else ""


def warnings(answer: Answer) -> list[str]:
    """What keeps the answer from being the whole truth, worst first."""
    words = REMARKS.get(remark(answer))
    told = [_(words).format(time=time_words(answer), n=answer.age.hours)] if words else []
    return [*told, _(OTHERS)]
