"""The reception of the sample: visits booked online for a day, and applications with their states."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from central.sample.catalogue import offices, procedures
from central.sample.people import TODAY, SamplePerson, person, seeded
from desk.lang import BAKU
from desk.records.application import Application, ApplicationState
from desk.records.booking import Booking
from desk.records.number import Number

BOOKINGS, APPLICATIONS = 10, 12
"""So many of each for an office: bookings a day, applications altogether."""
_BOOKED = ("stay_registration", "temporary_residence", "permanent_residence", "work_permit", "consultation")
_APPLIED = ("temporary_residence", "permanent_residence", "work_permit", "stay_extension")
_SLOTS = 28
"""Quarters of an hour from nine in the morning."""


def _adult(random: Random) -> SamplePerson:
    while True:
        found = person(random.getrandbits(32), random.getrandbits(20))
        if found.born.year <= 2008 and found.citizenship != "AZE":
            return found


def bookings(seed: int, day: date) -> Iterator[Booking]:
    """The visits that people booked online for a day, in every office, by time."""
    for office in dict.fromkeys(office.code for office in offices()):
        random = seeded(seed, "bookings", office, day.isoformat())
        for n, slot in enumerate(sorted(random.sample(range(_SLOTS), BOOKINGS)), 1):
            visitor = _adult(random)
            yield Booking(
                id=f"{office}-{day:%Y%m%d}-{n:02d}",
                number=f"{office}-{day:%m%d}-{n:02d}",
                office=office,
                day=day,
                at=datetime.combine(day, time(9), BAKU) + timedelta(minutes=15 * slot),
                purpose=random.choice(_BOOKED),
                name=f"{visitor.latin_surname} {visitor.latin_given_name}".strip(),
                document_number=visitor.document_number,
            )


def applications(seed: int) -> Iterator[Application]:
    """Applications of every office: some wait, some lack a document, some lie ready, one is gone."""
    documents = {procedure.code: procedure.documents for procedure in procedures()}
    for office in dict.fromkeys(office.code for office in offices()):
        for n in range(1, APPLICATIONS + 1):
            yield _application(seeded(seed, "application", office, n), office, n, documents)


def _application(
    random: Random, office: str, n: int, documents: dict[str, list[dict[str, str]]]
) -> Application:
    visitor, procedure = _adult(random), random.choice(_APPLIED)
    state = list(ApplicationState)[(n - 1) % 4] if n < APPLICATIONS else ApplicationState.refused
    granted = state is ApplicationState.granted
    ready = TODAY - timedelta(days=random.randint(1, 20)) if granted else None
    gone = datetime.combine(TODAY, time(11), BAKU) if n == 8 else None
    name = f"{visitor.latin_surname} {visitor.latin_given_name}".strip()
    return Application(
        id=f"{office}-{n:04d}",
        receipt=str(Number("Q", TODAY.year % 100, f"{office}9", 900 + n)),
        office=office,
        procedure=procedure,
        surname=visitor.latin_surname or visitor.latin_given_name,
        given_name=visitor.latin_given_name if visitor.latin_surname else "",
        birth_date=visitor.born,
        citizenship=visitor.citizenship,
        document_number=visitor.document_number,
        state=state,
        missing=documents[procedure][-1:] if state is ApplicationState.incomplete else [],
        due_on=None if ready else TODAY + timedelta(days=random.randint(3, 30)),
        ready_since=ready,
        handed_over_at=gone,
        handed_over_to=name if gone else "",
    )
