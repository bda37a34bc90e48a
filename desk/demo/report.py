"""The demo of the year's report: figures entered as by the screens, synchronised, written as a file."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from desk.config import Settings
from desk.demo.ground import Ground, synchronise
from desk.demo.year import enter_year, sample_years
from desk.usecases.desk import Desk
from desk.usecases.people import DEMO_PASSWORD, read_staff
from desk.usecases.report.build import PlanMissing, build_report
from desk.usecases.report.write import FORMS, FormUnknown, form_of, write_report
from desk.usecases.sign_in import sign_in

HEADQUARTERS = "BAK"
"""Where the organiser of the plan and the secretary of the Council work."""
Tell = Callable[[str], None]


def play_report(ground: Ground, year: int, language: str, target: Path, tell: Tell = print) -> int:
    """Write the report of a sample year; 2 without such a form or plan, 1 where central lacks anything."""
    try:
        form_of(target)
    except FormUnknown:
        tell(f"The file's name must end in one of {', '.join(FORMS)}.")
        return 2
    tell(f"central: sample data loaded on loopback port {ground.central.port}")
    ground.central.load_sample()
    settings = ground.settings()
    ground.enrol(settings, HEADQUARTERS)
    secretary = _sign_in(settings, "secretary")
    desk = _sign_in(settings, "organiser", secretary)
    try:
        return _write(settings, desk, secretary, year, language, target, tell)
    except FileNotFoundError:
        known = ", ".join(map(str, sample_years()))
        tell(f"There is no sample of the year {year}: there are {known}.")
        return 2
    except PlanMissing:
        tell(f"No plan that this desk knows covers {year}.")
        return 2
    finally:
        desk.close()


def _sign_in(settings: Settings, role: str, desk: Desk | None = None) -> Desk:
    """Let the first person with a role work at the desk, beside who works there already."""
    person = next(one for one in read_staff(settings).people if role in one.roles)
    return sign_in(settings, person.id, DEMO_PASSWORD, desk)


def _write(
    settings: Settings, desk: Desk, secretary: Desk, year: int, language: str, target: Path, tell: Tell
) -> int:
    tell(f"desk: {desk.clerk.name} (organiser) and {secretary.clerk.name} (secretary) signed in")
    enter_year(desk, year, secretary)
    status = asyncio.run(synchronise(desk, settings))
    line = "online" if status.online else "offline"
    tell(f"sync: {line}, {status.unsent} unsent, {status.rejected} rejected")
    report = build_report(desk, year, language)
    write_report(desk, report, target, settings.folder)
    asyncio.run(synchronise(desk, settings))
    figures = sum(len(section.figures) for section in report.sections)
    tell(
        f"report: {year}, {language}, {len(report.sections)} clauses, {figures} figures, written to {target}"
    )
    return 1 if status.unsent or status.rejected else 0
