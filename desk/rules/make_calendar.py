"""Write the working-day calendars of some years from the package `holidays`, for a person to review.

Run as `python -m desk.rules.make_calendar 2018 2027`; the package is needed only here, never at a desk.
"""

import sys
from datetime import date, timedelta
from importlib.metadata import version

from holidays import country_holidays

from desk.rules.reader import FOLDER

_OCCASIONS = {
    "Yeni il": "new_year",
    "Ümumxalq hüzn": "mourning",
    "Qadınlar": "women",
    "Novruz": "novruz",
    "Faşizm": "victory_over_fascism",
    "Respublika Günü": "independence",
    "Müstəqillik Günü": "independence",
    "milli qurtuluş": "salvation",
    "Silahlı": "armed_forces",
    "Zəfər": "victory",
    "bayrağı": "flag",
    "həmrəyliyi": "solidarity",
    "Ramazan": "ramazan",
    "Qurban": "qurban",
    "seçkiləri": "election",
    "İstirahət": "swap",
}
_MOVED, _ESTIMATED = "müşahidə", "təxmini"

CONFIRMED_UNTIL = 2026
"""The Cabinet fixes Novruz, Ramazan and Qurban by the end of December for the next year."""


def occasion(name: str) -> str:
    """The code of a day's reason from the package's Azerbaijani name; raises KeyError for a new one."""
    if _MOVED in name:
        return "moved"
    return next(code for part, code in _OCCASIONS.items() if part in name.split(";")[0])


def calendar_text(year: int) -> str:
    """One year's calendar as the TOML text that `calendar.py` reads."""
    # Swaps around New Year are kept with the year that they serve, so that the neighbours are needed too.
    days = country_holidays("AZ", years=range(year - 1, year + 2), language="az")
    of_year = [date(year, 1, 1) + timedelta(n) for n in range(366)]
    of_year = [day for day in of_year if day.year == year]
    off = {day: occasion(days[day]) for day in of_year if day in days}
    work = [day for day in of_year if day.weekday() > 4 and days.is_working_day(day)]
    doubtful = [day for day in off if _ESTIMATED in days[day] or off[day] == "election"]
    lines = [
        "# Made by `python -m desk.rules.make_calendar` and reviewed. Central's overrides win over it.",
        f"year = {year}",
        f"confirmed = {str(year <= CONFIRMED_UNTIL).lower()}",
        f'source = "holidays {version("holidays")}"',
        f"work = [{', '.join(map(str, work))}]",
        f"doubtful = [{', '.join(map(str, doubtful))}]",
        "",
        "[off]",
        *(f'{day} = "{code}"' for day, code in off.items()),
    ]
    return "\n".join(lines) + "\n"


def main(first: int, last: int) -> None:
    """Write the files of the years from the first to the last."""
    for year in range(first, last + 1):
        (FOLDER / f"calendar-{year}.toml").write_text(calendar_text(year), encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
