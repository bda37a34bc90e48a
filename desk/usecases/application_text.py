"""The state of an application in words: what is missing, whether the document lies ready, who took it."""

from desk.lang import N_, _, day, day_and_clock, in_language, ngettext
from desk.records.application import (
    APPLICATION_STATES,
    RECIPIENTS,
    ApplicationState,
    DocumentHandedOver,
)
from desk.usecases.answer_line import AnswerLine
from desk.usecases.applications import ApplicationAnswer, ApplicationView, AsOf

ENDED_WITHOUT = (ApplicationState.refused, ApplicationState.withdrawn)
"""States after which no document is made."""


def lines_of(view: ApplicationView, as_of: AsOf) -> list[AnswerLine]:
    """The answer line by line, in the language in use; what may be old is marked doubtful."""
    one = view.application
    name = " ".join(part for part in (one.surname, one.given_name) if part)
    lines = [
        AnswerLine(N_("For"), f"{name}, {one.document_number}"),
        AnswerLine(N_("Procedure"), view.procedure),
        AnswerLine(N_("State"), _(APPLICATION_STATES[one.state]), as_of.stale),
    ]
    if one.missing:
        missing = "; ".join(in_language(texts) for texts in one.missing)
        lines.append(AnswerLine(N_("Missing"), missing))
    if one.due_on and one.state not in (ApplicationState.granted, ApplicationState.refused):
        lines.append(AnswerLine(N_("Due"), day(one.due_on)))
    if document := document_text(view):
        lines.append(AnswerLine(N_("Document"), document, len(view.handed) > 1))
    lines.append(AnswerLine(N_("Central said so"), as_of.text, as_of.stale))
    return lines


def document_text(view: ApplicationView) -> str:
    """Whether the document lies ready, or to whom it went; nothing where none is made."""
    if len(view.handed) > 1:
        times = ngettext("HANDED OVER {n} TIME", "HANDED OVER {n} TIMES", len(view.handed))
        told = "; ".join(handed_text(handed) for handed in view.handed)
        return f"{times.format(n=len(view.handed))}: {told}. {_('Tell the supervisor.')}"
    if view.handed:
        return _("handed over {what}").format(what=handed_text(view.handed[0]))
    one = view.application
    if one.handed_over_at:
        told = _("handed over {time} to {name}, by central's word")
        return told.format(time=day_and_clock(one.handed_over_at), name=one.handed_over_to)
    if not view.here:
        return _("kept by another office now ({office}): ask there").format(office=one.office)
    if one.ready_since:
        return _("ready since {date}").format(date=day(one.ready_since))
    return "" if one.state in ENDED_WITHOUT else _("not ready")


def handed_text(handed: DocumentHandedOver) -> str:
    """One handing over in a few words: when, to whom, with which document, by whom."""
    return _("{time} to {name} ({who}, {document}), desk {desk}, {clerk}").format(
        time=day_and_clock(handed.at),
        name=handed.name,
        who=_(RECIPIENTS[handed.recipient]),
        document=handed.document_number,
        desk=handed.desk,
        clerk=handed.clerk_name,
    )


def nothing_text(answer: ApplicationAnswer) -> list[str]:
    """What is said where no application is known: never that there is none."""
    if answer.as_of.at is None:
        return [_("Nothing can be said: central has not told this desk anything yet.")]
    told = [_("This office knows no such application, {as_of}.").format(as_of=answer.as_of.text)]
    if answer.other_desk:
        told.append(
            _("The receipt was printed by desk {desk} of another office; ask there.").format(
                desk=answer.other_desk
            )
        )
    elif not answer.visits:
        told.append(_("It may be kept at another office, or have been made after that time."))
    return told


def visits_text(numbers: list[str]) -> str:
    """Receipts of which central has not said a state."""
    return _("Registered here, no state told yet: {numbers}").format(numbers=", ".join(numbers))
