"""Bookings and applications for tests, and the words to put them in at central."""

from datetime import UTC, date, datetime
from typing import Any

from central.references import set_references
from desk.lang import BAKU, today
from desk.records.application import Application, HandoverForm
from desk.records.booking import Booking
from tests.central.world import World


def booking(n: int = 1, hour: int = 10, **changed: Any) -> Booking:
    """A booking of today at an hour."""
    at = datetime.combine(today(), datetime.min.time(), BAKU).replace(hour=hour)
    stem = {"id": f"GNC-{n}", "number": f"GNC-1120-{n:02d}", "office": "GNC", "day": today(), "at": at}
    said = {"purpose": "stay", "name": "Yılmaz Ayşe", "document_number": f"U1234567{n}"}
    return Booking.model_validate(stem | said | changed)


def application(**changed: Any) -> Application:
    """An application whose document lies ready."""
    stem = {
        "id": "GNC-0001",
        "receipt": "Q-26-GNC9-000901-8",
        "office": "GNC",
        "procedure": "stay",
        "surname": "YILMAZ",
        "given_name": "AYSE",
        "birth_date": "1990-12-31",
        "citizenship": "TUR",
        "document_number": "U12345678",
        "state": "granted",
        "ready_since": date(2026, 11, 18),
    }
    return Application.model_validate(stem | changed)


def handover(**changed: Any) -> HandoverForm:
    """The applicant takes the document and shows the one that the application names."""
    stem = {"recipient": "holder", "name": "Yılmaz Ayşe", "document_kind": "passport"}
    return HandoverForm.model_validate(stem | {"document_number": "U12345678"} | changed)


def publish(world: World, *records: Booking | Application) -> None:
    """Central keeps these from now on."""
    kinds = {Booking: "booking.set", Application: "application.set"}
    set_references(world.db, [(kinds[type(one)], one) for one in records])


__all__ = ["UTC", "application", "booking", "handover", "publish"]
