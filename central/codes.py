"""How far desk codes were ever issued, beyond what one database remembers: no code is issued twice.

A restored database has forgotten the codes of the lost days. The database that it replaces and a file beside
the recovery key still know them, a known desk tells its own at each contact, and some are skipped anyway.
"""

import json
import re
from pathlib import Path

from central.desks import Db, Desk, alarm
from desk.crypto.files import replace_file

FILE = "codes.json"
_CODE = re.compile(r"([A-Z]{2,4})(\d{1,3})")
AHEAD = 200
"""Codes further than this above the last one known are no honest desk's."""

REMEMBER = """
create temp table known_code (office text, last integer);
do $$ begin
    if to_regclass('public.desk_series') is not null then
        insert into pg_temp.known_code select office, last from public.desk_series;
    end if;
end $$;
"""
"""Before a backup takes the place of a database."""

CARRY_ON = """
insert into desk_series (office, last) select office, max(last) from pg_temp.known_code group by office
on conflict (office) do update set last = greatest(desk_series.last, excluded.last);
"""
"""After it; in the same transaction."""


def written(data: Path) -> str:
    """SQL that adds what the file of the data folder knows, between REMEMBER and CARRY_ON."""
    try:
        known = json.loads((data / FILE).read_text("utf-8"))
    except FileNotFoundError:
        return ""
    except ValueError as error:
        raise RuntimeError(f"{data / FILE}") from error
    rows = [(office, int(last)) for office, last in known.items() if office.isalpha() and office.isascii()]
    return "".join(f"insert into pg_temp.known_code values ('{office}', {last});\n" for office, last in rows)  # noqa: S608


def write(db: Db, data: Path) -> None:
    """Note in the data folder how far codes were issued, for a restore on another database."""
    rows = db.execute("select office, last from desk_series order by office")
    data.mkdir(parents=True, exist_ok=True)
    replace_file(data / FILE, json.dumps(dict(rows)).encode())


def heard(db: Db, desk: Desk, code: str) -> None:
    """A desk told its code: what comes after a restore begins behind it, though the database forgot it."""
    match = _CODE.fullmatch(code)
    if match is None or match[1] != desk.office or code in desk.codes:
        return
    raised = db.execute(
        "update desk_series set last = greatest(last, %s) where office = %s and %s <= last + %s",
        (int(match[2]), desk.office, int(match[2]), AHEAD),
    )
    alarm(db, desk.id, "desk_code_forgotten" if raised.rowcount else "desk_code_foreign", code=code)
