"""The specimen zones of ICAO Doc 9303 (parts 4, 5 and 6): made-up people of the made-up state Utopia."""

from desk.records.mrz import Mrz
from desk.records.visit import VisitForm

SPECIMENS = (
    (
        "TD3 passport",
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ),
    (
        "TD1 identity card",
        "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    ),
    (
        "TD2 identity card",
        "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6",
    ),
)
"""Size and zone, the one of the first visitor first."""


def visit_form(zone: Mrz) -> VisitForm:
    """What the clerk takes in of a visitor with this document."""
    return VisitForm.model_validate(
        {
            "procedure": "stay_registration",
            "surname": zone.surname,
            "given_name": zone.given_names,
            "birth_date": zone.birth_date,
            "sex": zone.sex,
            "citizenship": zone.citizenship,
            "document_kind": zone.document_kind,
            "document_number": zone.document_number,
            "document_expires": zone.expires,
        }
    )
