"""What stands on a visitor's receipt, as plain text for its template."""

from io import BytesIO

from desk.documents.words import text_in
from desk.lang import day, day_and_clock
from desk.records.reference import Office, Procedure
from desk.records.visit import Visit
from desk.rules.services import first_decision

TEMPLATE = "receipt"


def qr(text: str) -> str:
    """The QR code of a text as SVG."""
    import segno

    drawn = BytesIO()
    segno.make_qr(text, error="m").save(drawn, kind="svg", border=0, xmldecl=False)
    return drawn.getvalue().decode()


def receipt(
    visit: Visit,
    procedure: Procedure | None,
    office: Office | None,
    language: str,
    log: tuple[int, str] | None = None,
) -> dict[str, object]:
    """The data of the receipt in a language; `log` is number and link of the desk's log, if it is its own.

    A procedure or office that the desk does not know any more is printed as its code.
    """
    due = first_decision(procedure, visit.registered_at) if procedure else None
    return {
        "number": visit.number,
        "stem": visit.number[:-1],
        "check": visit.number[-1],
        "qr": qr(visit.number),
        "visitor": " ".join(part for part in (visit.surname, visit.given_name, visit.patronymic) if part),
        "procedure": text_in(procedure.names, language) if procedure else visit.procedure,
        "office": text_in(office.names, language) if office else visit.office,
        "desk": visit.desk,
        "clerk": visit.clerk_name,
        "registered_at": day_and_clock(visit.registered_at),
        "documents": [text_in(texts, language) for texts in procedure.documents] if procedure else [],
        "due": day(due.on) if due and due.on else "",
        "due_confirmed": bool(due and due.confirmed),
        "due_rule": due.rule.version if due else "",
        "log_n": str(log[0]) if log else "",
        "link": log[1] if log else "",
    }
