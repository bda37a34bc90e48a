"""The morning at the other desks of an office: visits that a demo's central already holds."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from central.sample.catalogue import clerks
from central.sample.people import SamplePerson, people, person, seeded, seeded_id
from desk.lang import BAKU
from desk.records.number import Number
from desk.records.person import DocumentKind
from desk.records.reference import Clerk
from desk.records.visit import Visit

_VOLUMES = {
    "stay_registration": 2110,
    "stay_extension": 480,
    "temporary_residence": 520,
    "permanent_residence": 100,
    "work_permit": 60,
    "work_permit_extension": 31,
    "citizenship_acquire": 8,
    "citizenship_restore": 3,
    "citizenship_renounce": 2,
    "citizenship_determine": 99,
    "foreign_citizenship": 10,
    "application_status": 120,
    "ready_document": 150,
    "entry_ban_info": 40,
    "exit_ban_info": 15,
    "consultation": 260,
}
"""About the shares of one published reporting period, so that the day's list looks like a real one."""
_OF_CITIZENS = {"citizenship_renounce", "foreign_citizenship"}
_OF_ANYONE = {"citizenship_determine", "consultation", "application_status", "ready_document"}


def _visitor(procedure: str, random: Random) -> SamplePerson:
    """Somebody to whom the procedure is open, old enough to come alone."""
    while True:
        found = person(random.getrandbits(32), random.getrandbits(20))
        fits = procedure in _OF_ANYONE or (found.citizenship == "AZE") is (procedure in _OF_CITIZENS)
        stays = found.document_kind is DocumentKind.passport or not procedure.startswith("stay_")
        if fits and stays and found.born.year <= 2008:
            return found


def _visit(random: Random, at: datetime, number: Number, office: str, clerk: Clerk) -> Visit:
    procedure = random.choices(list(_VOLUMES), list(_VOLUMES.values()))[0]
    visitor = _visitor(procedure, random)
    own = visitor.citizenship == "AZE"
    stamp = int(at.timestamp() * 1000)
    return Visit(
        procedure=procedure,
        surname=visitor.surname if own else visitor.latin_surname,
        given_name=visitor.given_name if own else visitor.latin_given_name,
        patronymic=visitor.patronymic if own else visitor.latin_patronymic,
        birth_date=visitor.born,
        sex=visitor.sex,
        citizenship=visitor.citizenship,
        document_kind=visitor.document_kind,
        document_number=visitor.document_number,
        document_expires=visitor.expires,
        fin=visitor.fin,
        phone=visitor.phone,
        id=seeded_id(random, stamp),
        number=str(number),
        person_id=seeded_id(random, stamp),
        mrz="\n".join(visitor.mrz) if random.random() < 0.6 else "",
        office=office,
        desk=number.desk,
        clerk=clerk.id,
        clerk_name=clerk.name,
        registered_at=at,
    )


def visits(seed: int, office: str, day: date, desks: Sequence[str] = (), count: int = 24) -> list[Visit]:
    """What other desks of an office registered between 9:00 and 13:00 of a day, the earliest first.

    `desks` are their codes; without any they are the office's 8th and 9th, so that the desks that a demo
    enrols have numbers of their own. Raises IndexError for an office without clerks.
    """
    random = seeded(seed, "visits", office, day.isoformat())
    staff = [clerk for clerk in clerks(seed) if clerk.office == office and clerk.active]
    codes = list(desks) or [f"{office}8", f"{office}9"]
    opening = datetime.combine(day, time(9), BAKU)
    moments = sorted(opening + timedelta(seconds=random.randrange(4 * 3600)) for _ in range(count))
    counters = dict.fromkeys(codes, 0)
    found = []
    for at in moments:
        place = random.randrange(len(codes))
        code = codes[place]
        counters[code] += 1
        number = Number("Q", day.year % 100, code, counters[code])
        found.append(_visit(random, at, number, office, staff[place % len(staff)]))
    return found


def visitors(seed: int) -> Iterator[SamplePerson]:
    """Adults without end who may come to a desk during a demo."""
    return (found for found in people(seed) if found.born.year <= 2008)
