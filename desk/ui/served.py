"""A visit's form goes through the documents, the fee and the payment of its procedure before it is saved."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import date

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from desk.lang import today
from desk.records.days import parse_day
from desk.records.errors import Issue
from desk.records.reference import Procedure
from desk.records.service import PaymentForm, Service
from desk.records.visit import VisitForm
from desk.rules.deadlines import SHIPPED
from desk.ui.fields import ChoiceField, Choices
from desk.ui.form import FormScreen
from desk.ui.service import Chosen, ServiceModal
from desk.usecases.correct_visit import visit_choices
from desk.usecases.service import prices, service_of, working_days

AZERBAIJAN = "AZE"
SERVICE = "service"
"""Under this name a draft keeps what was noted of the procedure."""


class ServedForm(FormScreen[VisitForm]):
    """The form of a visit, with what the clerk noted of its procedure."""

    FORM = VisitForm

    def __init__(self) -> None:
        super().__init__()
        self._services: dict[str, Procedure] = {}
        self._days = SHIPPED
        self._chosen_service: Chosen | None = None
        self._known_service: Chosen | None = None
        """What stood there already, as `_known` is of the fields."""

    def choices(self) -> Mapping[str, Choices]:
        """Procedures from the catalogue, countries, sexes and documents."""
        from desk.usecases.catalogue import services

        self._services, self._days = services(self.host.desk), working_days(self.host.desk)
        return visit_choices(self.host.desk)

    def clear(self) -> None:
        """Forget what was noted, too."""
        super().clear()
        self._chosen_service = self._known_service = None

    def _typed_values(self) -> dict[str, str]:
        """The fields, and what was noted of the procedure."""
        typed, chosen = super()._typed_values(), self._chosen_service
        if chosen is not None and chosen != self._known_service:
            typed[SERVICE] = chosen.model_dump_json()
        return typed

    def take_draft(self, values: Mapping[str, str]) -> None:
        """Put the fields back, and what was noted of the procedure."""
        super().take_draft({name: value for name, value in values.items() if name != SERVICE})
        with suppress(ValidationError, KeyError):
            self._chosen_service = Chosen.model_validate_json(values[SERVICE])

    def _day(self) -> date:
        """The day whose fees and terms hold."""
        return today()

    def _chosen(self) -> tuple[Procedure | None, date | None]:
        """The procedure and the birth date, as far as they can be read already."""
        field = self.field("procedure")
        code = field.raw_code if isinstance(field, ChoiceField) and field.raw else ""
        born = None
        with suppress(PydanticCustomError):
            born = parse_day(self.field("birth_date").raw)
        return self._services.get(code), born if isinstance(born, date) else None

    def _remarks(self, form: VisitForm) -> list[Issue]:
        """What is unusual but may be right, in the form and by the procedure."""
        procedure = self._services.get(form.procedure)
        if form.citizenship != AZERBAIJAN or procedure is None or not procedure.foreigners_only:
            return form.remarks()
        return [*form.remarks(), Issue("citizenship", "foreigners_only")]

    def _checklist(self, procedure: Procedure, then: Callable[[], Awaitable[None]] | None = None) -> None:
        """Go through documents, fee and payment; `then` goes on when that is done."""

        async def noted(chosen: Chosen | None) -> None:
            if chosen is not None:
                self._chosen_service = chosen
                self._keeper.changed(self.draft_values())
                self._redraw()
                if chosen.finished and then is not None:
                    await then()

        before = self._chosen_service
        if before is not None and before.procedure != procedure.code:  # what was paid stays paid
            before = Chosen(procedure=procedure.code, payment=before.payment)
        self.app.push_screen(
            ServiceModal(procedure, self._days, self._chosen()[1], before, self._day()), noted
        )

    def _is_gone_through(self, procedure: Procedure) -> bool:
        """Whether its checklist was, if it has one, and with the fees of the visitor as typed now.

        A payment is gone through with every procedure, also with one that has neither documents nor fees.
        """
        chosen = self._chosen_service
        is_paid = chosen is not None and chosen.payment != PaymentForm()
        if not procedure.documents and not procedure.fee_table and not is_paid:
            return True
        if chosen is None or not chosen.finished or chosen.procedure != procedure.code:
            return False
        return chosen.fits(prices(procedure, self._day(), self._days, self._chosen()[1]))

    def _service(self) -> Service | None:
        """What is kept of the procedure; nothing for one that the catalogue has not."""
        procedure, born = self._chosen()
        if procedure is None:
            return None
        chosen = self._chosen_service or Chosen(procedure=procedure.code)
        ticked = chosen.ticked if self._chosen_service is not None else None
        return service_of(
            procedure, self._day(), self._days, born, ticked, chosen.fee_version, chosen.payment
        )
