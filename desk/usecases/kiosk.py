"""Leaving a kiosk: only the person who opened it may, by the password that opens the desk."""

from desk.config import Settings
from desk.usecases.desk import Desk
from desk.usecases.people import read_staff
from desk.usecases.sign_in import unlock


def may_leave(desk: Desk, settings: Settings, password: str) -> None:
    """Pass with the password of who works at the desk. Raises StoreRefused as the sign-in does."""
    unlock(settings, read_staff(settings).desk, desk.clerk.id, password)
