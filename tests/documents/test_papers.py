"""Every paper of the day can be set in every language, and goes to a receipt printer as a picture."""

from pathlib import Path

import pytest
from escpos.printer import Dummy

from central.sample.catalogue import procedures
from desk.config import Settings
from desk.db import references
from desk.documents import roll
from desk.documents.render import roll_pages
from desk.documents.words import PAPER_LANGUAGES
from desk.records.application import ApplicationQuery
from desk.records.base import canonical
from desk.records.ticket import TicketForm
from desk.usecases import print_paper as printing
from desk.usecases.desk import Desk
from desk.usecases.papers import NumberUnknown, documents_for, receipt_of, status_of, ticket_of
from desk.usecases.print_paper import pdf_of, print_paper
from desk.usecases.queue import issue_ticket
from desk.usecases.register_visit import register_visit
from tests.desks import Made, form
from tests.reception.world import application

RASTER = b"\x1dv0\x00"
"""GS v 0: the command that prints a picture."""


@pytest.fixture
def known(desk: Desk) -> Desk:
    """A desk that central told of its procedures and of an application."""
    records = [("procedure.set", one.code, canonical(one)) for one in procedures()]
    records.append(("application.set", "application:GNC-0001", canonical(application())))
    rows: list[dict[str, str | int]] = [
        {"kind": kind, "stream": stream, "body": body, "feed_n": 2} for kind, stream, body in records
    ]
    with desk.store.write() as connection:
        references.put(connection, rows)
    return desk


@pytest.mark.parametrize("language", PAPER_LANGUAGES)
def test_every_paper_is_set_in_every_language(known: Desk, made: Made, language: str) -> None:
    ticket = issue_ticket(known, TicketForm(purpose="temporary_residence"))
    query = ApplicationQuery(receipt="Q-26-GNC9-000901-8")
    papers = [
        ticket_of(known, ticket.ticket_id),
        documents_for(known, "temporary_residence", "IRQ"),
        status_of(known, made.settings, query),
    ]
    for paper in papers:
        assert pdf_of(paper, language).startswith(b"%PDF"), paper.template


def test_answer_says_no_more_than_central_did(known: Desk, made: Made) -> None:
    data = status_of(known, made.settings, ApplicationQuery(receipt="Q-26-GNC9-000901-8")).data("en")
    assert (data["state"], data["ready"], data["handed_to"]) == ("granted", "18.11.2026", "")
    assert (data["as_of"], data["stale"]) == ("", True)
    with pytest.raises(NumberUnknown):
        status_of(known, made.settings, ApplicationQuery(receipt="Q-26-GNC2-000001-M"))


def test_list_names_documents_terms_and_fees(known: Desk) -> None:
    data = documents_for(known, "temporary_residence").data("ru")
    known_one = next(one for one in procedures() if one.code == "temporary_residence")
    assert data["documents"] == [texts["ru"] for texts in known_one.documents]
    assert data["terms"]
    assert data["fees"]
    with pytest.raises(NumberUnknown):
        documents_for(known, "gone")


@pytest.mark.parametrize("language", PAPER_LANGUAGES)
def test_receipt_goes_to_a_roll_as_a_picture_no_wider_than_it(desk: Desk, language: str) -> None:
    paper = receipt_of(desk, register_visit(desk, form(surname="Əliyeva-Щукина")).number)
    printer = Dummy()
    roll.put_picture(printer, roll_pages(paper.template, paper.data(language), language))
    assert RASTER in printer.output
    head = printer.output.index(RASTER) + len(RASTER)
    assert int.from_bytes(printer.output[head : head + 2], "little") * 8 <= roll.WIDTH
    assert printer.output.rstrip(b"\x00")[-8:].find(b"\x1dV") >= 0


def test_roll_printer_takes_the_receipt_and_sheets_go_elsewhere(
    known: Desk, made: Made, tmp_path: Path
) -> None:
    device = tmp_path / "lp0"
    device.touch()
    settings = Settings(made.settings.folder, escpos_printer=str(device))
    number = register_visit(known, form()).number
    assert print_paper(known, settings, receipt_of(known, number), "az").outcome == "printed"
    assert RASTER in device.read_bytes()
    assert list(settings.papers.iterdir()) == []
    assert print_paper(known, settings, documents_for(known, "temporary_residence"), "az").outcome == "kept"


def test_roll_printer_that_is_not_there_leaves_the_pdf(desk: Desk, made: Made) -> None:
    settings = Settings(made.settings.folder, escpos_printer=str(made.settings.folder / "gone" / "lp0"))
    paper = receipt_of(desk, register_visit(desk, form()).number)
    printed = print_paper(desk, settings, paper, "az")
    assert printed.outcome == "not_printed"
    assert printed.path is not None
    assert printed.path.read_bytes().startswith(b"%PDF")


def test_paper_that_is_about_no_person_is_offered_in_the_programs_language(known: Desk) -> None:
    ticket = issue_ticket(known, TicketForm(purpose="other"))
    assert next(iter(printing.languages_of(ticket_of(known, ticket.ticket_id)))) == "en"
