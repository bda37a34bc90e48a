"""A year of citizens' appeals: what came in, what was done with each and when, and what must be counted.

The plan is the truth that a register is compared with: each appeal carries its own outcome and whether it
was late, chosen here before any register has seen it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from central.sample.people import person, seeded
from desk.records.appeal import AppealCard, AppealForm, AppealKind, ApplicantKind
from desk.rules.calendar import Calendar

FORWARD, REPLY, STUDY = 3, 15, 30
"""The terms in working days as the generator's own words, so that it errs alone if the tables err."""
_SUBJECTS = (
    "Olduğu yer üzrə qeydiyyat",
    "Müvəqqəti yaşamaq icazəsi",
    "İş icazəsinin müddəti",
    "Vətəndaşlığın müəyyən edilməsi",
    "Ölkəyə gəliş qadağası",
    "Daimi yaşamaq icazəsi",
    "Ödənilmiş rüsumun qaytarılması",
    "Qəbul növbəsi",
)
_OUTCOMES = {
    "satisfied": 30,
    "partly": 8,
    "rejected": 14,
    "explained": 30,
    "forwarded": 12,
    "withdrawn": 3,
    "anonymous": 3,
}
_KINDS = {AppealKind.application: 60, AppealKind.complaint: 30, AppealKind.proposal: 10}
_BODIES = ("Daxili İşlər Nazirliyi", "Ədliyyə Nazirliyi", "Xarici İşlər Nazirliyi", "Dövlət Gömrük Komitəsi")


@dataclass(frozen=True)
class Move:
    """One step on a day: the act and what is written of it."""

    on: date
    act: str
    said: dict[str, Any]


@dataclass(frozen=True)
class PlannedAppeal:
    """An appeal, its steps in order, and what a register must say of it in the end."""

    card: AppealCard
    received: date
    moves: tuple[Move, ...]
    outcome: str
    late: bool
    forwarded: bool
    extended: bool

    @property
    def collective(self) -> bool:
        """Whether several persons signed it."""
        return self.card.collective


def appeals(seed: int, year: int, count: int) -> Iterator[PlannedAppeal]:
    """The appeals of a year; everything is done with before the year ends. The n-th is always the same."""
    days = Calendar()
    for n in range(count):
        yield _planned(seeded(seed, "appeal", year, n), n, year, days)


def _planned(random: Random, n: int, year: int, days: Calendar) -> PlannedAppeal:
    # The last hundred days are left for the slowest answers.
    received = days.on_or_after(date(year, 1, 3) + timedelta(days=random.randrange(255)))
    outcome = random.choices(list(_OUTCOMES), list(_OUTCOMES.values()))[0]
    late = outcome not in ("withdrawn", "anonymous") and random.random() < 0.15
    card = _card(random, n, outcome)
    extended = outcome in ("satisfied", "explained") and random.random() < 0.1
    if outcome == "forwarded":
        moves = _forwarding(random, received, late, days)
    elif outcome in ("withdrawn", "anonymous"):
        moves = _leaving(outcome, received, days)
    else:
        moves = _answering(random, outcome, received, days, late=late, extended=extended)
    return PlannedAppeal(card, received, moves, outcome, late, outcome == "forwarded", extended)


def _card(random: Random, n: int, outcome: str) -> AppealCard:
    applicant = person(random.getrandbits(32), n)
    anonymous = outcome == "anonymous"
    return AppealCard(
        kind=random.choices(list(_KINDS), list(_KINDS.values()))[0],
        manner=random.choice((AppealForm.written, AppealForm.electronic)),
        applicants=random.randint(2, 40) if random.random() < 1 / 3 else 1,
        applicant_kind=ApplicantKind.person,
        applicant="" if anonymous else f"{applicant.surname} {applicant.given_name}",
        address="" if anonymous else "Nümunə küçəsi 1",
        phone="" if anonymous else applicant.phone,
        summary=f"{random.choice(_SUBJECTS)}, {n}",
    )


def _forwarding(random: Random, received: date, late: bool, days: Calendar) -> tuple[Move, ...]:
    bodies = random.sample(_BODIES, random.choice((1, 1, 1, 2)))
    on = days.forward(received, FORWARD + random.randint(1, 4) if late else random.randint(0, FORWARD))
    told = {"channel": "letter"}
    return (
        Move(on, "forwarded", {"bodies": bodies, "reason": "Aidiyyəti üzrə"}),
        Move(on, "applicant_told", told),
        Move(on, "closed", {"filed_to": "İ-2"}),
    )


def _leaving(outcome: str, received: date, days: Calendar) -> tuple[Move, ...]:
    on = days.forward(received, 2)
    left = Move(on, "left_unconsidered", {"ground": outcome, "reason": "Qanunun tələbi"})
    closed = Move(on, "closed", {"filed_to": "İ-3"})
    return (
        (left, closed)
        if outcome == "anonymous"
        else (left, Move(on, "applicant_told", {"channel": "letter"}), closed)
    )


def _answering(
    random: Random, outcome: str, received: date, days: Calendar, *, late: bool, extended: bool
) -> tuple[Move, ...]:
    started = days.forward(received, 1)
    moves = [Move(started, "assigned", {"executor": "icraçı"})]
    term = REPLY
    if random.random() < 0.2:
        moves.append(Move(days.forward(received, 2), "study_begun", {"reason": "Yoxlama tələb olunur"}))
        term = STUDY
    if extended:
        more = random.randint(5, 30)
        moves.append(Move(days.forward(received, 3), "extended", {"days": more, "reason": "Əlavə məlumat"}))
        term += more
    on = days.forward(received, term + random.randint(1, 5) if late else random.randint(4, term))
    reply = {"merits": outcome, "summary": "Cavab", "complain_to": "Yuxarı orqan və ya məhkəmə"}
    return (*moves, Move(on, "answered", reply), Move(on, "closed", {"filed_to": "İ-1"}))
