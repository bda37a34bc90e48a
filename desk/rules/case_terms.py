"""When a case is due: the terms of law that bind it in its state, by the calendar given."""

from dataclasses import dataclass, replace
from datetime import date

from desk.lang import N_
from desk.records.appeal_states import OPEN, AppealCase, AppealState
from desk.records.council_states import UNDECIDED, CouncilCase, CouncilState
from desk.rules.calendar import Calendar
from desk.rules.deadlines import Due, due, due_by
from desk.rules.errors import LawError
from desk.rules.reader import rule

NAMES = {
    "appeal.consider": N_("Reply"),
    "appeal.consider_study": N_("Reply, with study"),
    "appeal.extend_info": N_("Reply, extended"),
    "appeal.forward": N_("Forward"),
    "appeal.unconsidered_notice": N_("Tell the applicant"),
    "council.consider": N_("Decide"),
    "council.consider_extended": N_("Decide, extended"),
    "council.notify": N_("Tell the complainant"),
    "council.forward": N_("Forward"),
}


@dataclass(frozen=True)
class Term:
    """One date that binds a case; `binding` is the one that the lists show."""

    due: Due
    binding: bool = True
    owed: str = ""
    """What is still to be done of the rule, where that is not the whole of it."""

    @property
    def name(self) -> str:
        """The message id of what must be done by then."""
        return self.owed or NAMES[self.due.rule.id]


def appeal_terms(case: AppealCase, days: Calendar) -> list[Term]:
    """The dates that bind an appeal now, the one that the lists show first; none when nothing is owed."""
    if case.appeal.anonymous or case.told:
        return []
    if case.state in OPEN:
        forward = case.state == AppealState.registered
        return _terms(reply_due(case, days)) + (
            _terms(_due("appeal.forward", case.since, days), binding=False) if forward else []
        )
    if case.done_on is not None and case.state == AppealState.forwarded:
        sent = _terms(_due("appeal.forward", case.since, days))
        return [replace(term, owed=NAMES["appeal.unconsidered_notice"]) for term in sent]
    if case.done_on is not None and case.state == AppealState.unconsidered:
        return _terms(_due("appeal.unconsidered_notice", case.done_on, days))
    return []


def _terms(term: Due | None, *, binding: bool = True) -> list[Term]:
    return [] if term is None else [Term(term, binding)]


def _due(rule_id: str, event: date, days: Calendar) -> Due | None:
    """A due date; nothing for an event before the law, so that old papers can be entered."""
    try:
        return due(rule_id, event, days)
    except LawError:
        return None


def reply_due(case: AppealCase, days: Calendar) -> Due | None:
    """When an appeal must be answered: 15 or 30 working days, and the extension counted from their end."""
    first = _due("appeal.consider_study" if case.study else "appeal.consider", case.since, days)
    if not case.extended or first is None or first.on is None:
        return first
    limit = rule("appeal.extend_info", on=case.since)
    longer = due_by(replace(limit, value=case.extended), first.on, days)
    return Due(longer.on, limit, tuple(dict.fromkeys((*first.doubts, *longer.doubts))))


def appeal_late(case: AppealCase, days: Calendar) -> bool:
    """Whether an appeal that is done with was answered or forwarded after its term."""
    if case.done_on is None or case.appeal.anonymous:
        return False
    if case.merits:
        return _passed(reply_due(case, days), case.done_on)
    is_forwarded = bool(case.bodies) and not case.ground and not case.merged_into
    return is_forwarded and _passed(_due("appeal.forward", case.since, days), case.done_on)


def council_terms(case: CouncilCase, days: Calendar) -> list[Term]:
    """The dates that bind a complaint now; every one of them an internal target that is not confirmed."""
    if case.state in UNDECIDED:
        return _terms(_decide_due(case, days))
    if case.decided_on is None or case.state == CouncilState.closed:
        return []
    forward = case.forward_to and not case.sent_to
    return (_terms(_council_due("council.forward", case, days)) if forward else []) + (
        _terms(_council_due("council.notify", case, days)) if not case.told else []
    )


def _decide_due(case: CouncilCase, days: Calendar) -> Due | None:
    return _council_due("council.consider_extended" if case.extended else "council.consider", case, days)


def _council_due(rule_id: str, case: CouncilCase, days: Calendar) -> Due | None:
    """A due date counted from the event that the rule names: that the complaint was received, or decided."""
    events = {"received": case.complaint.received_on, "decided": case.decided_on}
    try:
        event = events[rule(rule_id, on=case.decided_on or case.complaint.received_on).trigger]
    except LawError:
        return None
    return _due(rule_id, event, days) if event is not None else None


def council_late(case: CouncilCase, days: Calendar) -> bool:
    """Whether a complaint was decided after its target."""
    return case.decided_on is not None and _passed(_decide_due(case, days), case.decided_on)


def _passed(term: Due | None, on: date) -> bool:
    return term is not None and term.on is not None and on > term.on
