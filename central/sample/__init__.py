"""Sample data that looks real: made from a seed, about nobody, the same on every machine."""

from collections.abc import Iterator

from central.sample.catalogue import calendar_days, clerks, offices, plans, procedures
from central.sample.reception import applications, bookings
from central.sample.restrictions import restrictions
from desk.lang import today
from desk.records.base import Record

RESTRICTIONS = 300
"""Rows of the restriction list in the demo."""


def records(seed: int, restriction_count: int = RESTRICTIONS) -> Iterator[tuple[str, str, Record]]:
    """The reference data in the order to load it: kind, stream and record.

    A stream may come more than once (an office that changed); its newest version comes last. Bookings are of
    today, whichever day that is; all else is the same on every day.
    """
    for office in offices():
        yield "office.set", f"office:{office.code}", office
    for clerk in clerks(seed):
        yield "clerk.set", f"clerk:{clerk.id}", clerk
    for procedure in procedures():
        yield "procedure.set", f"procedure:{procedure.code}", procedure
    for plan in plans():
        yield "plan.set", f"plan:{plan.code}", plan
    for day in calendar_days():
        yield "calendar_day.set", f"calendar_day:{day.id}", day
    for application in applications(seed):
        yield "application.set", f"application:{application.id}", application
    for booking in bookings(seed, today()):
        yield "booking.set", f"booking:{booking.id}", booking
    for restriction in restrictions(seed, restriction_count):
        yield "restriction.set", f"restriction:{restriction.id}", restriction
