"""The register of citizens' appeals."""

from desk.lang import N_
from desk.ui.case_list import CaseListScreen


class AppealsScreen(CaseListScreen):
    """Appeals by saved filter and search."""

    NAME = N_("Appeals")
    HELP = N_(
        "Appeals under the Law on Citizens' Appeals, of every office; a permit application is none.\n"
        "F6 goes through the saved filters, F3 searches in any spelling, Enter opens the appeal.\n"
        "“Attention” means that two offices wrote what does not fit together: nothing is lost."
    )
    REGISTER = "appeal"
    CHOICES = ("all", "week", "overdue", "mine", "forwarded", "attention")
    FORM_SCREEN = "appeal"
