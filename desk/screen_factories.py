"""Every screen by its name, made when it is first opened: a file is loaded only for who comes to it."""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.screen import Screen


def _factory(module: str, name: str) -> Callable[[], "Screen[Any]"]:
    def make() -> "Screen[Any]":
        made: Screen[Any] = getattr(import_module(f"desk.screens.{module}"), name)()
        return made

    return make


FACTORIES = {
    "sign_in": _factory("sign_in", "SignInScreen"),
    "home": _factory("home", "HomeScreen"),
    "intake": _factory("intake", "IntakeScreen"),
    "day": _factory("day", "DayScreen"),
    "correct": _factory("correct", "CorrectScreen"),
    "conflict": _factory("conflict", "ConflictScreen"),
    "board": _factory("board", "BoardScreen"),
    "queue": _factory("queue", "QueueScreen"),
    "application": _factory("application", "ApplicationScreen"),
    "stay": _factory("stay", "StayScreen"),
    "appeals": _factory("appeals", "AppealsScreen"),
    "appeal": _factory("appeal", "AppealScreen"),
    "council": _factory("council", "CouncilScreen"),
    "complaint": _factory("complaint", "ComplaintScreen"),
    "case": _factory("case", "CaseScreen"),
    "sessions": _factory("sessions", "SessionsScreen"),
    "session": _factory("session", "SessionScreen"),
    "measures": _factory("measures", "MeasuresScreen"),
    "measure": _factory("measure", "MeasureScreen"),
    "trainings": _factory("trainings", "TrainingsScreen"),
    "training": _factory("training", "TrainingScreen"),
    "totals": _factory("totals", "TotalsScreen"),
    "attendance": _factory("attendance", "AttendanceScreen"),
    "closing": _factory("closing", "ClosingScreen"),
    "sync": _factory("sync", "SyncScreen"),
    "lookup": _factory("lookup", "LookupScreen"),
    "tasks": _factory("tasks", "TasksScreen"),
    "settings": _factory("settings", "SettingsScreen"),
    "log": _factory("log", "LogScreen"),
    "password": _factory("password", "PasswordScreen"),
    "lock": _factory("lock", "LockScreen"),
    "surveys": _factory("surveys", "SurveysScreen"),
    "survey": _factory("survey", "SurveyScreen"),
    "kiosk": _factory("kiosk", "KioskScreen"),
    "year": _factory("year", "YearScreen"),
    "report": _factory("report", "ReportScreen"),
}
