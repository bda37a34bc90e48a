"""The words for a change of the log: its kind, the titles of what it says, why it was refused, its state."""

import json
from typing import Any

from sqlalchemy import Row

from desk.db.log_tables import ChangeState
from desk.lang import N_, _
from desk.records.errors import sentence
from desk.records.settling import Handed
from desk.records.visit import CorrectableVisit
from desk.usecases.day import state_text

KINDS = {
    "visit.registered": N_("visit"),
    "appeal.registered": N_("appeal"),
    "appeal.event": N_("appeal step"),
    "council.registered": N_("complaint"),
    "council.event": N_("Council step"),
    "measure.entered": N_("measure"),
    "measure.corrected": N_("measure"),
    "measure.withdrawn": N_("measure"),
    "training.entered": N_("training"),
    "training.corrected": N_("training"),
    "training.withdrawn": N_("training"),
    "employee.set": N_("employee"),
    "attendance.marked": N_("attendance"),
    "attendance.corrected": N_("attendance"),
    "visit.edited": N_("correction"),
    "session.opened": N_("sign-in"),
    "lookup.made": N_("lookup"),
    "lookup.checked": N_("comparison"),
    "screening.raised": N_("task"),
    "paper.printed": N_("paper"),
    "change.handed": N_("handed over"),
    "change.resent": N_("sent again"),
    "change.corrected": N_("handed: done"),
    "conflict.settled": N_("settled"),
    "limit.overridden": N_("limit lifted"),
    "session.closed": N_("sign-out"),
    "session.refused": N_("refused"),
    "session.altered": N_("altered"),
    "password.changed": N_("password"),
    "person.admitted": N_("admitted"),
    "log.viewed": N_("log read"),
    "export.made": N_("export"),
    "record.erased": N_("erased"),
    "desk.transferred": N_("moved"),
    "file.attached": N_("attachment"),
    "case_file.attached": N_("attachment"),
    "day.closed": N_("day closed"),
    "ticket.issued": N_("ticket"),
    "ticket.event": N_("ticket step"),
    "document.handed_over": N_("hand-over"),
    "council.session": N_("session"),
    "survey.set": N_("survey"),
    "survey.answered": N_("survey reply"),
}
TITLES = {
    "number": N_("Number"),
    "registered_at": N_("Registered"),
    "at": N_("Done"),
    "clerk_name": N_("Clerk"),
    "clerk": N_("Clerk's sign-in"),
    "desk": N_("Desk"),
    "office": N_("Office"),
    "reason": N_("Reason"),
    "how": N_("Settled as"),
    "another_reason": N_("Why another person"),
    "insisted": N_("Saved in spite of"),
    "mrz": N_("Scanned zone"),
    "person_link": N_("Same person?"),
    "person_id": N_("Person"),
    "id": N_("Identifier"),
    "change_id": N_("Change"),
}
"""What a body says besides the form's fields, in the order to read."""


def reason(result: str) -> str:
    """Why a change was not accepted, with the field by its title, in the language in use."""
    answer = json.loads(result) if result else {}
    return why(answer.get("code", ""), answer.get("field", ""), answer.get("context", {}))


def why(code: str, name: str, context: dict[str, Any]) -> str:
    """The sentence of a code, after the title of the field where it has one."""
    if not code:
        return ""
    title, told = title_of(name), sentence(code, context)
    return f"{title}: {told}" if title != name else told


def standing(row: Row[Any], over: Handed | None, *, is_settled: bool) -> str:
    """Where a change stands; `over` is the record of handing it to the supervisor, while that holds.

    `is_settled` tells of an edit that was not applied whether a person has decided since.
    """
    if row.state == ChangeState.rejected:
        told = _("rejected: {reason}").format(reason=reason(row.result))
        return _("handed over, {state}").format(state=told) if over else told
    answer = json.loads(row.result) if row.result else {}
    if row.state == ChangeState.acknowledged and answer.get("outcome") == "conflict":
        if is_settled:
            return _("not applied; the conflict was settled")
        return _("not applied: somebody else changed the same")
    return state_text(row.state, row.result, row.feed_n)


def title_of(name: str) -> str:
    """What a field of a body is called on the screen."""
    info = CorrectableVisit.model_fields.get(name)
    return _(TITLES.get(name, name) if info is None else info.title or name)
