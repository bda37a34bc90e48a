"""What stands on the receipt, read back from the PDF's data; data is text to the template, never markup."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from babel.messages.pofile import read_po

from central.sample.catalogue import offices, procedures
from desk.documents.receipt import receipt
from desk.documents.render import FOLDER, OWN, PaperFailed, render
from desk.documents.words import PAPER_LANGUAGES, marked
from desk.records.reference import Office, Procedure
from desk.records.service import PayWay, Service
from desk.records.visit import Visit
from tests.catalogues import ROOT
from tests.desks import form

TEMPLATES = sorted((FOLDER / "templates").glob("*.typ"))
HOSTILE = '#panic("x") [/bold] *x* $x$ @x <x> \\ " // /* #read("/etc/passwd")'


def _visit(**changes: object) -> Visit:
    return Visit(
        **dict(form(**changes)),
        id=uuid4(),
        number="Q-26-GNC2-000001-M",
        person_id=uuid4(),
        office="GNC",
        desk="GNC2",
        clerk="aysel",
        clerk_name="Aysel Nərimanova",
        registered_at=datetime(2026, 11, 20, 6, 5, tzinfo=UTC),
    )


def _known(code: str) -> tuple[Procedure, Office]:
    return (
        next(one for one in procedures() if one.code == code),
        next(one for one in offices() if one.code == "GNC"),
    )


@pytest.mark.parametrize("language", PAPER_LANGUAGES)
def test_receipt_names_what_the_visitor_needs(language: str) -> None:
    procedure, office = _known("temporary_residence")
    data = receipt(_visit(), procedure, office, language, (7, "ab" * 32))
    assert (data["stem"], data["check"]) == ("Q-26-GNC2-000001-", "M")
    assert data["registered_at"] == "20.11.2026 10:05"
    assert data["procedure"] == procedure.names[language]
    assert data["office"] == office.names[language]
    assert data["documents"] == [texts[language] for texts in procedure.documents]
    assert (data["due"], data["due_rule"], data["due_confirmed"]) == (
        "18.12.2026",
        "temp.decide@2013-08-01",
        True,
    )
    assert (data["log_n"], data["link"]) == ("7", "ab" * 32)


def test_receipt_of_a_corrected_procedure_prints_nothing_that_was_told_of_the_former() -> None:
    former, office = _known("temporary_residence")
    now, _office = _known("permanent_residence")
    seen = [texts["az"] for texts in former.documents]
    told = Service(
        walked=True,
        shown=seen[:2],
        missing=seen[2:],
        due_on=date(2026, 12, 18),
        due_rule="temp.decide@2013-08-01",
        fee="60.00",
        way=PayWay.cash,
        amount="50.00",
    )
    visit = _visit().model_copy(update={"service": told})
    data = receipt(visit, former, office, "az")
    assert (data["walked"], data["missing"], data["due"]) == (True, seen[2:], "18.12.2026")
    data = receipt(visit, now, office, "az")
    assert (data["walked"], data["due"], data["due_rule"], data["fee"]) == (False, "", "", "")
    assert data["paid"]


def test_term_that_is_not_confirmed_is_printed_as_such() -> None:
    procedure, office = _known("work_permit")
    assert receipt(_visit(), procedure, office, "en")["due_confirmed"] is False


def test_receipt_of_a_procedure_that_is_gone_prints_its_code() -> None:
    data = receipt(_visit(procedure="gone"), None, None, "ar")
    assert (data["procedure"], data["office"], data["documents"], data["due"]) == ("gone", "GNC", [], "")


@pytest.mark.parametrize("language", PAPER_LANGUAGES)
def test_hostile_text_is_only_text(language: str) -> None:
    data = receipt(_visit(surname=HOSTILE, note=HOSTILE), None, None, language)
    assert render("receipt", data, language).startswith(b"%PDF")


def test_name_in_letters_of_another_script_is_still_a_paper() -> None:
    data = receipt(_visit(surname="მაისურაძე 王"), None, None, "en")
    assert render("receipt", data, "en").startswith(b"%PDF")


def test_template_in_the_desks_folder_is_used_instead(tmp_path: Path) -> None:
    (tmp_path / OWN).mkdir()
    (tmp_path / OWN / "receipt.typ").write_text("#let paper = json(bytes(sys.inputs.paper))\n#paper.nowhere")
    with pytest.raises(PaperFailed, match="nowhere"):
        render("receipt", receipt(_visit(), None, None, "en"), "en", tmp_path)


@pytest.mark.parametrize("language", PAPER_LANGUAGES)
@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_every_word_of_a_template_is_translated(template: Path, language: str) -> None:
    with (ROOT / "i18n" / language / "LC_MESSAGES" / "paper.po").open("rb") as source:
        known = {message.id: message.string for message in read_po(source) if message.id}
    assert [words for words in marked(template.read_text("utf-8")) if not known.get(words)] == []


def test_catalogues_of_papers_hold_nothing_else() -> None:
    every = {words for template in TEMPLATES for words in marked(template.read_text("utf-8"))}
    with (ROOT / "i18n" / "ar" / "LC_MESSAGES" / "paper.po").open("rb") as source:
        assert {message.id for message in read_po(source) if message.id} == every
