"""The demo of the year's report: figures entered as by the screens, synchronised, written as a file."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from desk.config import Settings
from desk.demo.ground import Ground, synchronise
from desk.demo.year import enter_year
from desk.usecases.desk import Desk
from desk.usecases.people import DEMO_PASSWORD, read_staff
from desk.usecases.report.build import PlanMissing, build_report
from desk.usecases.report.write import FORMS, FormUnknown, form_of, write_report
from desk.usecases.sign_in import sign_in

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
    ground.enrol(settings)
    staff = read_staff(settings)
    desk = sign_in(settings, staff.people[0].id, DEMO_PASSWORD)
    try:
        return _write(settings, desk, year, language, target, tell)
    except FileNotFoundError:
        tell(f"There is no sample of the year {year}.")
        return 2
    except PlanMissing:
        tell(f"No plan that this desk knows covers {year}.")
        return 2
    finally:
        desk.close()


def _write(settings: Settings, desk: Desk, year: int, language: str, target: Path, tell: Tell) -> int:
    tell(f"desk: {desk.clerk.name} signed in")
    enter_year(desk, year)
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
