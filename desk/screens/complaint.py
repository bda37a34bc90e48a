"""Registering a complaint to the Appeals Council."""

from desk.lang import N_
from desk.records.council import ComplaintForm
from desk.records.errors import Issue
from desk.ui.case_form import CaseFormScreen
from desk.usecases.register_case import CaseReceipt, complaint_remarks, register_complaint


class ComplaintScreen(CaseFormScreen[ComplaintForm]):
    """The form of a new complaint."""

    NAME = N_("New complaint")
    FORM = ComplaintForm
    DRAFT = "council"
    HELP = N_(
        "For entrepreneurs about their business, and for civil-service candidates about an interview.\n"
        "The VÖEN is checked by its check digit. “Considered before”: the number or date of the body's\n"
        "own reply; whether the Council may take the complaint is the first step after registration."
    )

    def remarks(self, form: ComplaintForm) -> list[Issue]:
        """What is unusual in the complaint."""
        return complaint_remarks(form)

    def register(self, form: ComplaintForm) -> CaseReceipt:
        """Write the complaint."""
        return register_complaint(self.host.desk, form, self.insisted_codes)
