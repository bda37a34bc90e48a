"""What stands on a visitor's receipt, as plain text for its template."""

from desk.documents.paper import Data, split_number
from desk.documents.words import text_in
from desk.lang import amount, day, day_and_clock
from desk.records.reference import Office, Procedure
from desk.records.service import Service
from desk.records.visit import Visit
from desk.rules.calendar import Calendar
from desk.rules.deadlines import SHIPPED
from desk.rules.services import first_decision


def receipt(
    visit: Visit,
    procedure: Procedure | None,
    office: Office | None,
    language: str,
    log: tuple[int, str] | None = None,
    days: Calendar = SHIPPED,
) -> Data:
    """The data of the receipt in a language; `log` is number and link of the desk's log, if it is its own.

    What was told at the desk and kept with the visit is printed as it was told. A procedure or office that
    the desk does not know any more is printed as its code.
    """
    told = visit.service or _told(visit, procedure, days)
    if procedure and not _is_of(told, procedure):  # it was corrected since; what was paid stays paid
        told = Service(way=told.way, amount=told.amount, reference=told.reference)
    return split_number(visit.number) | {
        "visitor": " ".join(part for part in (visit.surname, visit.given_name, visit.patronymic) if part),
        "procedure": text_in(procedure.names, language) if procedure else visit.procedure,
        "office": text_in(office.names, language) if office else visit.office,
        "desk": visit.desk,
        "clerk": visit.clerk_name,
        "registered_at": day_and_clock(visit.registered_at),
        "documents": [text_in(texts, language) for texts in procedure.documents] if procedure else [],
        "walked": told.walked,
        "missing": _missing(told, procedure, language) if procedure else [],
        "due": day(told.due_on) if told.due_on else "",
        "due_confirmed": told.due_confirmed,
        "due_rule": told.due_rule,
        "fee": amount(told.fee, language) if told.fee else "",
        "fee_confirmed": told.fee_confirmed,
        "paid": amount(told.amount, language) if told.amount else "",
        "paid_by": str(told.way or ""),
        "reference": told.reference,
        "log_n": str(log[0]) if log else "",
        "link": log[1] if log else "",
    }


def _told(visit: Visit, procedure: Procedure | None, days: Calendar) -> Service:
    """What a visit of before, that keeps nothing of its procedure, would have been told."""
    due = first_decision(procedure, visit.registered_at, days) if procedure else None
    if due is None:
        return Service()
    return Service(due_on=due.on, due_rule=due.rule.version, due_confirmed=due.confirmed)


def _is_of(told: Service, procedure: Procedure) -> bool:
    """Whether documents and term were told of this procedure, and not of one that was chosen by mistake."""
    listed = {*told.shown, *told.missing}
    named = {text_in(texts, "az")[:200] for texts in procedure.documents}
    rule = told.due_rule.partition("@")[0]
    return (not listed or bool(listed & named)) and (not rule or rule in procedure.decide_rules)


def _missing(told: Service, procedure: Procedure, language: str) -> list[str]:
    """The documents of the procedure that were not seen at the desk, in a language."""
    return [
        text_in(one, language) for one in procedure.documents if text_in(one, "az")[:200] not in told.shown
    ]
