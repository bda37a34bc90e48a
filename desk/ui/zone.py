"""A form that takes scans: the zone of a document fills its empty fields, a barcode goes into its field."""

from desk.lang import _
from desk.records.mrz import Mrz, read
from desk.ui.fields import TextField
from desk.ui.form import FormScreen
from desk.ui.form_view import F
from desk.ui.scanner import Scanned
from desk.ui.text import visible

SHORTEST_ZONE = 60
"""Characters; a burst below this is a barcode or quick hands, not a badly read zone of 72 to 90."""


class ScanForm(FormScreen[F]):
    """Fields called as those of a visit are filled from the zone, as far as the form has them."""

    TAKES_SCANS = True

    def zone_taken(self, zone: Mrz) -> None:
        """A zone was read; the form names the document and the person that the zone names."""

    def on_scanned(self, event: Scanned) -> None:
        """Take a scanner's burst as the zone of a document; a barcode or fast typing goes into its field."""
        field = self.focused
        if len(event.text) < SHORTEST_ZONE and isinstance(field, TextField):
            field.insert_line(event.text)
        else:
            self.take_zone(event.text)

    def take_lines(self, text: str) -> bool:
        """Take pasted lines when they are a machine-readable zone."""
        return "<" in text and self.take_zone(text)

    def take_zone(self, text: str) -> bool:
        """Read a zone into the empty fields; False, with the reason told, when it cannot be read.

        One of another document or person than is typed fills nothing: what it says is told at the fields.
        """
        from pydantic_core import PydanticCustomError

        from desk.records.errors import sentence
        from desk.usecases.scanned import contradictions

        try:
            zone = read(text)
        except PydanticCustomError as error:
            told = sentence(error.type, dict(error.context or {}))
            self.app.notify(
                visible(told), title=_("Scan not taken"), severity="error", markup=False, timeout=10
            )
            return False
        if wrong := contradictions(self.raw(), zone):
            self.show_issues(wrong, _("The scanned document says otherwise; nothing was changed."))
            return True
        values = {name: value for name, value in _values(zone).items() if name in self.FORM.model_fields}
        if not self.fill(values, _("from the scan")):
            self.app.notify(
                _("Every field of the scan was filled already; nothing was changed."), markup=False
            )
        self.zone_taken(zone)
        self.focus_empty()
        return True


def _values(zone: Mrz) -> dict[str, str]:
    return {
        "surname": zone.surname,
        "given_name": zone.given_names,
        "birth_date": zone.birth_date.strftime("%d.%m.%Y") if zone.birth_date else "",
        "sex": zone.sex or "",
        "citizenship": zone.citizenship,
        "document_kind": zone.document_kind,
        "document_number": zone.document_number,
        "document_expires": zone.expires.strftime("%d.%m.%Y") if zone.expires else "",
        "fin": zone.fin,
    }
