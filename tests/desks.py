"""Desks for tests: really enrolled files with really sealed keys, only without a central behind them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from os import urandom
from pathlib import Path
from uuid import uuid4

from desk.config import Settings, save
from desk.crypto.lockout import Lockout
from desk.crypto.password_key import Cost
from desk.crypto.sealing import RecoveryPrivateKey
from desk.crypto.slots import Slots
from desk.db import references
from desk.records.base import Record, canonical, utc_now
from desk.records.enrolment import Enrolled
from desk.records.reference import Clerk, Office, Procedure, Role
from desk.records.visit import VisitForm
from desk.usecases import set_up
from desk.usecases.desk import Desk, Identity
from desk.usecases.people import DEMO_PASSWORD, Person, Staff, write_staff
from desk.usecases.sign_in import enter, open_desk

CHEAP = Cost(memory_kib=8 * 1024, iterations=1)
FOREVER = datetime(2099, 1, 1, tzinfo=UTC)
CLERK = Person("aysel", "Aysel Nərimanova", ("clerk",))
SUPERVISOR = Person("rashad", "Rəşad Quliyev", ("supervisor",))
RECORDS: tuple[tuple[str, str, Record], ...] = (
    (
        "office.set",
        "GNC",
        Office(code="GNC", names={"az": "Gəncə", "ru": "Гянджа", "en": "Ganja"}, valid_from="2015-01-01"),
    ),
    (
        "procedure.set",
        "stay",
        Procedure(
            code="stay",
            names={
                "az": "Olduğu yer üzrə qeydiyyat",
                "ru": "Регистрация по месту пребывания",
                "en": "Registration at the place of stay",
            },
        ),
    ),
    (
        "procedure.set",
        "extend",
        Procedure(
            code="extend",
            names={
                "az": "Müvəqqəti olma müddətinin uzadılması",
                "ru": "Продление срока временного пребывания",
                "en": "Extension of temporary stay",
            },
        ),
    ),
    (
        "clerk.set",
        "aysel",
        Clerk(id="aysel", name=CLERK.name, office="GNC", roles=[Role.clerk, Role.secretary, Role.organiser]),
    ),
    ("clerk.set", "rashad", Clerk(id="rashad", name=SUPERVISOR.name, office="GNC", roles=[Role.supervisor])),
)


@dataclass(frozen=True)
class Made:
    """A desk's folder, its key, and central's half of the recovery key."""

    settings: Settings
    data_key: bytes
    recovery: RecoveryPrivateKey

    def open(self) -> Desk:
        """The desk with its clerk signed in."""
        return enter(open_desk(self.settings, self.data_key), CLERK)


def make(folder: Path, language: str = "en", desk: str = "GNC2", **changes: object) -> Made:
    """Set a desk up as enrolment does, with reference data and two people."""
    settings = Settings(folder, language=language, demo=True, **changes)  # type: ignore[arg-type]
    folder.mkdir(parents=True, exist_ok=True)
    save(settings)
    recovery, data_key = RecoveryPrivateKey.generate(), urandom(32)
    enrolled = Enrolled(
        desk=desk,
        desk_id=uuid4(),
        office="GNC",
        epoch=uuid4(),
        recovery_key=recovery.public.text,
        server_time=utc_now(),
    )

    def slots(identity: Identity) -> None:
        made, _key = Slots.create(settings.slots, identity.desk, recovery.public, data_key)
        for person in (CLERK, SUPERVISOR):
            made.add(person.id, DEMO_PASSWORD, data_key, FOREVER, CHEAP)

    opened = set_up.complete(set_up.begin(settings.database, data_key), enrolled, slots)
    with opened.store.write() as connection:
        rows: list[dict[str, str | int]] = [
            {"kind": kind, "stream": stream, "body": canonical(record), "feed_n": 1}
            for kind, stream, record in RECORDS
        ]
        references.put(connection, rows)
    opened.store.close()
    Lockout.create(settings.lockout)
    write_staff(settings, Staff(desk, [CLERK, SUPERVISOR]))
    return Made(settings, data_key, recovery)


def form(**changes: object) -> VisitForm:
    """A visitor who passes validation."""
    values: dict[str, object] = {
        "procedure": "stay",
        "surname": "Əliyev",
        "given_name": "İlqar",
        "birth_date": "31.12.1990",
        "citizenship": "AZE",
        "document_kind": "passport",
        "document_number": "C01234567",
    }
    return VisitForm.model_validate(values | changes)


__all__ = ["CLERK", "FOREVER", "SUPERVISOR", "Made", "form", "make"]
