"""Made-up visitors of a demo's reception day; no two have one document."""

from collections.abc import Iterator
from datetime import date, timedelta

from desk.records.visit import VisitForm

_NAMES = (
    ("AZE", "Nümunəli", "Aysel", "F"),
    ("GEO", "Nimushashvili", "Nino", "F"),
    ("TUR", "Örnekoğlu", "Emre", "M"),
    ("RUS", "Образцова", "Дарья", "F"),
    ("IRN", "Nemunehzadeh", "Reza", "M"),
    ("UKR", "Зразкова", "Олена", "F"),
    ("PAK", "Misali", "Bilal", "M"),
    ("IRQ", "المثالي", "محمود", "M"),
    ("UZB", "Namunaev", "Jasur", "M"),
    ("KAZ", "Ulgibayeva", "Aigerim", "F"),
)
_PROCEDURES = ("stay_registration", "temporary_residence", "consultation", "stay_extension", "work_permit")
_FIRST_BORN = date(1970, 3, 1)


def visitors(count: int) -> Iterator[VisitForm]:
    """So many visitors, the same each time."""
    for n in range(count):
        citizenship, surname, given_name, sex = _NAMES[n % len(_NAMES)]
        own = citizenship == "AZE"
        yield VisitForm.model_validate(
            {
                "procedure": "consultation" if own else _PROCEDURES[n % len(_PROCEDURES)],
                "surname": surname,
                "given_name": given_name,
                "birth_date": (_FIRST_BORN + timedelta(days=137 * n)).isoformat(),
                "sex": sex,
                "citizenship": citizenship,
                "document_kind": "passport",
                "document_number": f"C{10_000_000 + n}" if own else f"{citizenship[:2]}{1_000_000 + 7 * n}",
                "document_expires": "2034-01-31",
            }
        )
