"""What holds for every record, whoever wrote it: a title, a widget, a round trip, a column."""

import datetime
from enum import StrEnum
from typing import Any, get_args
from uuid import UUID, uuid4

import pytest

from desk.db.reception_tables import VisitRow
from desk.records import appeal_steps, council_session, council_steps, ticket
from desk.records.appeal import AppealCard
from desk.records.application import ApplicationQuery, HandoverForm
from desk.records.attendance import AttendanceCorrection
from desk.records.base import Record, canonical
from desk.records.closing import ClosingForm
from desk.records.council import ComplaintForm
from desk.records.council_hearing import Vote
from desk.records.errors import SENTENCES
from desk.records.export import ExportForm
from desk.records.kinds import EDITABLE, FACTS, REFERENCES
from desk.records.measure import MeasureForm
from desk.records.service import PaymentForm
from desk.records.stay import StayForm
from desk.records.ticket import TicketForm
from desk.records.training import EmployeeForm, TrainingForm
from desk.records.visit import Visit, VisitForm
from desk.ui.fields import field_for
from tests.desks import form

FORMS: tuple[type[Record], ...] = (
    PaymentForm,
    ClosingForm,
    VisitForm,
    StayForm,
    AppealCard,
    ComplaintForm,
    MeasureForm,
    TrainingForm,
    EmployeeForm,
    AttendanceCorrection,
    *appeal_steps.FORMS.values(),
    *council_steps.FORMS.values(),
    *council_session.FORMS.values(),
    council_session.NewSession,
    Vote,
    ExportForm,
    TicketForm,
    *ticket.FORMS.values(),
    ApplicationQuery,
    HandoverForm,
)
RECORDS: list[type[Record]] = [*FACTS.values(), *REFERENCES.values()]
TABLES: tuple[tuple[type[Record], Any], ...] = ((Visit, VisitRow),)


def _enums(record: type[Record]) -> list[type[StrEnum]]:
    found = []
    for info in record.model_fields.values():
        for kind in (info.annotation, *get_args(info.annotation)):
            if isinstance(kind, type) and issubclass(kind, StrEnum):
                found.append(kind)
    return found


@pytest.mark.parametrize("record", FORMS)
def test_every_field_has_a_title_and_a_widget(record: type[Record]) -> None:
    for name, info in record.model_fields.items():
        assert info.title, name
        choices = {name: {"x": "X"}} if _enums(record) else {}
        assert field_for(name, info, choices).id == name


@pytest.mark.parametrize("record", [*RECORDS, *FORMS])
def test_enums_are_stored_by_a_name_that_is_their_value(record: type[Record]) -> None:
    for kind in _enums(record):
        assert all(member.name == member.value for member in kind)


@pytest.mark.parametrize("record", [*RECORDS, *FORMS])
def test_records_take_no_unknown_field(record: type[Record]) -> None:
    assert record.model_config["extra"] == "forbid"


@pytest.mark.parametrize(("record", "table"), TABLES)
def test_table_has_every_column_of_its_record(record: type[Record], table: Any) -> None:
    assert set(record.model_fields) <= set(table.__table__.columns.keys())


def test_visit_comes_back_from_the_wire_as_it_went() -> None:
    visit = Visit(
        **dict(form(document_expires="01.02.2031", sex="M", fin="94FMDDD", phone="+994 50 123-45-67")),
        id=uuid4(),
        number="Q-26-GNC2-000001-M",
        person_id=uuid4(),
        office="GNC",
        desk="GNC2",
        clerk="aysel",
        clerk_name="Aysel",
        registered_at=datetime.datetime(2026, 11, 22, 10, 5, tzinfo=datetime.UTC),
    )
    assert Visit.model_validate_json(canonical(visit)) == visit
    assert isinstance(visit.id, UUID)


def test_editable_forms_are_forms() -> None:
    assert all(any(issubclass(one, form) for form in FORMS) for one in EDITABLE.values())


def test_every_sentence_names_only_gaps_that_its_error_fills() -> None:
    assert all(sentence == sentence.strip() for sentence in SENTENCES.values())
