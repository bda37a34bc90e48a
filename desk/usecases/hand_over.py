"""Handing a document over: once, with the identity check; a second time is refused with who and when."""

from dataclasses import dataclass

from desk.db import applications, changes
from desk.db.store import Connection
from desk.lang import _, ngettext
from desk.names.clean import MAX_LENGTH
from desk.names.words import parse
from desk.records.application import Application, DocumentHandedOver, HandoverForm, Recipient
from desk.records.errors import Issue
from desk.usecases.acts import signed
from desk.usecases.application_text import document_text
from desk.usecases.applications import ApplicationView
from desk.usecases.desk import Desk
from desk.usecases.scanned import share


class HandoverRefused(Exception):
    """The document was handed over already; `text` says to whom, when and by whom."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@dataclass(frozen=True)
class Handover:
    """A document that was handed over; `warning` is the code of why the sealed copy was not written."""

    record: DocumentHandedOver
    change_n: int
    chain: str
    warning: str = ""


def remarks(application: Application, form: HandoverForm) -> list[Issue]:
    """What is unusual: the applicant has another name, or shows another document, than the application says.

    A name is the same in every spelling and script, in any order, with a patronymic or without.
    """
    if form.recipient is not Recipient.holder:
        return []
    said = parse(form.name[:MAX_LENGTH])
    parts = [part for part in (application.surname, application.given_name) if part]
    found = []
    if not all(share(said, parse(part)) for part in parts):
        found.append(Issue("name", "handover_other_name", {"name": " ".join(parts)}))
    if form.document_number != application.document_number:
        number = {"number": application.document_number}
        found.append(Issue("document_number", "handover_other_document", number))
    return found


def hand_over(
    desk: Desk, application_id: str, form: HandoverForm, insisted: tuple[str, ...] = ()
) -> Handover:
    """Write that a document was handed over, with the identity check.

    Raises HandoverRefused when it is known to be gone or is not ready, LookupError for an unknown
    application, StoreFailed; nothing is then written.
    """
    with desk.store.write() as connection:
        found = applications.one(connection, application_id)
        if found is None:
            raise LookupError(application_id)
        _check(connection, found, found.office == desk.identity.office)
        record = DocumentHandedOver(
            **dict(form),
            **signed(desk),
            application=found.id,
            receipt=found.receipt,
            insisted=list(insisted),
        )
        stream = f"application:{found.id}"
        change = changes.append(connection, desk.author, applications.HANDED, stream, record)
        applications.add(connection, record, change.n)
    return Handover(record, change.n, change.chain, desk.keep_copy(change))


def _check(connection: Connection, found: Application, here: bool) -> None:
    view = ApplicationView(found, applications.handovers(connection, found.id), "", here)
    if view.handed or found.handed_over_at or not here:
        raise HandoverRefused(_("Not handed over: {what}.").format(what=document_text(view)))
    if found.ready_since is None:
        raise HandoverRefused(_("The document is not ready, as far as this desk knows."))


def twice_text(desk: Desk) -> str:
    """How many documents two desks handed over without knowing of each other; nothing for none."""
    with desk.store.read() as connection:
        n = len(applications.handed_twice(connection))
    told = ngettext("▲ {n} document was handed over twice", "▲ {n} documents were handed over twice", n)
    return told.format(n=n) if n else ""
