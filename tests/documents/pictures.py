"""Every paper in its languages as pictures for the documents: `python -m tests.documents.pictures [FOLDER]`.

Needs `pdftoppm` of poppler-utils, which draws the PDF and so sees what a printer would.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import time_machine

from central.sample.catalogue import offices, procedures
from desk.db import cursors, references
from desk.documents.paper import Paper
from desk.documents.words import PAPER_LANGUAGES
from desk.lang import today, use_language
from desk.records.application import ApplicationQuery
from desk.records.base import canonical
from desk.records.closing import ClosingForm
from desk.records.reference import Clerk, Procedure, Role
from desk.records.service import PaymentForm
from desk.records.ticket import TicketForm
from desk.rules.calendar import Calendar
from desk.usecases.close_day import close_day
from desk.usecases.desk import Desk
from desk.usecases.limits import Function, override
from desk.usecases.papers import documents_for, receipt_of, status_of, ticket_of
from desk.usecases.print_day_sheet import day_sheet_of
from desk.usecases.print_paper import pdf_of
from desk.usecases.queue import issue_ticket
from desk.usecases.register_visit import register_visit
from desk.usecases.service import prices, service_of
from tests.desks import Made, form, make
from tests.reception.world import application
from tests.screens.conftest import MOMENT

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
VISITORS = {
    "az": ("Əliyev", "İlqar", "AZE"),
    "ru": ("Щербакова", "Юлия", "RUS"),
    "en": ("O’Brien-Müller", "Zoë", "IRL"),
    "ar": ("الحسيني", "محمود", "IRQ"),
}
CODE = "temporary_residence"
RECEIPT = "Q-26-GNC9-000901-8"


def _procedure() -> Procedure:
    return next(one for one in procedures() if one.code == CODE)


def _known(desk: Desk) -> None:
    """What central told: offices, procedures, and an application for each state that is drawn."""
    waits = application(
        procedure=CODE, state="incomplete", ready_since=None, missing=[_procedure().documents[-1]]
    )
    rows: list[dict[str, str | int]] = [
        {"kind": kind, "stream": record.code, "body": canonical(record), "feed_n": 2}
        for kind, records in (("office.set", offices()), ("procedure.set", procedures()))
        for record in records
    ]
    rows.append({"kind": "application.set", "stream": "a", "body": canonical(waits), "feed_n": 2})
    with desk.store.write() as connection:
        references.put(connection, rows)
        cursors.move(connection, "office:GNC", uuid4(), 2, MOMENT)


def _visit(desk: Desk, language: str) -> str:
    """The number of a visit with checklist, fee and payment."""
    surname, given_name, citizenship = VISITORS[language]
    procedure = _procedure()
    days = Calendar()
    version = next(iter(prices(procedure, today(), days, None)))
    paid = PaymentForm.model_validate({"way": "terminal", "amount": "30", "reference": "T-20418"})
    service = service_of(
        procedure, today(), days, None, set(range(len(procedure.documents) - 1)), version, paid
    )
    visitor = form(surname=surname, given_name=given_name, citizenship=citizenship)
    return register_visit(desk, visitor.model_copy(update={"procedure": CODE}), service=service).number


def _papers(made: Made, desk: Desk) -> Iterator[tuple[str, Paper, str]]:
    numbers = {language: _visit(desk, language) for language in PAPER_LANGUAGES}
    ticket = issue_ticket(desk, TicketForm(purpose=CODE)).ticket_id
    query = ApplicationQuery(receipt=RECEIPT)
    for language, number in numbers.items():
        yield "receipt", receipt_of(desk, number), language
        yield "ticket", ticket_of(desk, ticket), language
        yield "documents", documents_for(desk, CODE), language
        yield "status", status_of(desk, made.settings, query), language
    supervisor = desk.signed_in(
        Clerk(id="rashad", name="Rəşad Quliyev", office="GNC", roles=[Role.supervisor])
    )
    override(supervisor, Function.intake, "Mərkəzlə əlaqə dünəndən yoxdur")
    close_day(supervisor, today(), ClosingForm(remark="Son ziyarətçi 18:05-də qəbul edilib"))
    for language in ("az", "ru", "en"):
        use_language(language)
        yield "day-sheet", day_sheet_of(supervisor, today()), language


def main(folder: Path) -> None:
    """Draw each paper of made-up visitors; the day sheet in the languages of the program only."""
    with TemporaryDirectory() as name, time_machine.travel(MOMENT, tick=False):
        made = make(Path(name) / "desk")
        desk = made.open()
        _known(desk)
        for paper_name, paper, language in _papers(made, desk):
            pdf = Path(name) / "paper.pdf"
            pdf.write_bytes(pdf_of(paper, language))
            target = folder / f"paper-{paper_name}-{language}"
            subprocess.run(["pdftoppm", "-r", "90", "-png", "-singlefile", pdf, target], check=True)
        desk.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
