"""The register of the Appeals Council, as its secretary keeps it."""

from desk.lang import N_
from desk.ui.case_list import CaseListScreen


class CouncilScreen(CaseListScreen):
    """Complaints by saved filter and search."""

    NAME = N_("Council")
    HELP = N_(
        "Complaints of entrepreneurs and civil-service candidates. Whether the Council may take one comes\n"
        "first: out of remit is a normal outcome. F6 goes through the saved filters, the agenda among them.\n"
        "Dates with * are internal targets: no term of the Council was confirmed in an official text."
    )
    REGISTER = "council"
    CHOICES = ("all", "agenda", "week", "overdue", "out_of_remit", "forwarded", "attention")
    FORM_SCREEN = "complaint"
