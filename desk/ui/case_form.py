"""A form that opens a case: remarks once, then the number and the term."""

from collections.abc import Mapping
from typing import TypeVar

from desk.records.base import Record
from desk.records.errors import Issue
from desk.ui.case_fields import choices_of
from desk.ui.case_receipt import CaseReceiptModal
from desk.ui.fields import Choices
from desk.ui.form import FormScreen
from desk.ui.saving import saved
from desk.usecases.register_case import CaseReceipt

F = TypeVar("F", bound=Record)


class CaseFormScreen(FormScreen[F]):
    """Registers what the form holds and stays open for the next one."""

    def choices(self) -> Mapping[str, Choices]:
        """Choices by the fields' types."""
        return choices_of(self.FORM)

    def remarks(self, form: F) -> list[Issue]:
        """What is unusual in the form."""
        raise LookupError(type(self).__name__)

    def register(self, form: F) -> CaseReceipt:
        """Write the case."""
        raise LookupError(type(self).__name__)

    async def action_save(self) -> None:
        """Register the case and show its number; everything typed stays until then."""
        form = self.read()
        if form is None or not self.insisted(self.remarks(form)):
            return
        receipt = await self.ending(saved(self, self.register, form))
        if receipt is not None:
            self.clear()
            self.app.push_screen(CaseReceiptModal(receipt))
