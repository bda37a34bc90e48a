"""Registering a citizen's appeal: the registration card."""

from desk.lang import N_
from desk.records.appeal import AppealCard
from desk.records.errors import Issue
from desk.ui.case_form import CaseFormScreen
from desk.usecases.register_case import CaseReceipt, register_appeal


class AppealScreen(CaseFormScreen[AppealCard]):
    """The card of a new appeal."""

    NAME = N_("New appeal")
    FORM = AppealCard
    DRAFT = "appeal"
    HELP = N_(
        "An appeal is registered the day it is received. Left empty, “received on” is today.\n"
        "Anonymous is only what has no name or address, no letterhead and not one contact (6.4).\n"
        "An earlier number ties a repeat to the appeal before it. Fields with * must be filled."
    )

    def remarks(self, form: AppealCard) -> list[Issue]:
        """What is unusual in the card."""
        return form.remarks()

    def register(self, form: AppealCard) -> CaseReceipt:
        """Write the appeal."""
        return register_appeal(self.host.desk, form, self.insisted_codes)
