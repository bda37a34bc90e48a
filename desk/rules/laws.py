"""The names of laws in the language in use: the tables quote them in the state language."""

import re

from desk.lang import N_, _

LAWS = {
    "Miqrasiya Məcəlləsi": N_("Migration Code"),
    "Dövlət rüsumu haqqında Qanun": N_("Law on the State Fee"),
    "İnzibati Xətalar Məcəlləsi": N_("Code of Administrative Offences"),
    "İnzibati Prosessual Məcəllə": N_("Code of Administrative Procedure"),
}
_DECREE = re.compile(r"(\d+) nömrəli Fərman")
_AMENDED = re.compile(r"(\d\d\.\d\d\.\d{4}) tarixli Qanun")


def law_text(basis: str) -> str:
    """A basis as the tables name it, its laws named in the language in use; numbers of articles stay."""
    for name, known in LAWS.items():
        basis = basis.replace(name, _(known))
    basis = _AMENDED.sub(lambda found: _("Law of {date}").format(date=found[1]), basis)
    return _DECREE.sub(lambda found: _("Decree No. {n}").format(n=found[1]), basis)
