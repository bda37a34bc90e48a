"""The reference data of the sample: offices, their clerks, procedures and a plan."""

import tomllib
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from central.sample.names import chance_name, nations
from central.sample.people import seeded
from desk.records.plan import Plan
from desk.records.reference import CalendarDay, Clerk, Office, Procedure, Role

FOREIGNERS = ("foreigner", "former_citizen")
"""Applicants, by their key in procedures.toml, among whom no citizen of Azerbaijan is."""
_FOLDER = Path(__file__).parent


@lru_cache(maxsize=8)
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))


def offices() -> Iterator[Office]:
    """Every version of every regional department, an office's oldest version first."""
    for row in _table("offices.toml")["office"]:
        yield Office.model_validate({key: row[key] for key in Office.model_fields if key in row})


def clerks(seed: int) -> Iterator[Clerk]:
    """The staff of each office: the first is the supervisor, the others clerks, some with a second role."""
    for row in _table("offices.toml")["office"]:
        roles = [[Role.clerk, Role.supervisor]] + [[Role.clerk]] * (row.get("clerks", 0) - 1)
        roles += [[Role(extra)] for extra in row.get("roles", [])]
        if "clerks" in row:
            yield from (_clerk(seed, row["code"], n, held) for n, held in enumerate(roles, 1))


def _clerk(seed: int, office: str, n: int, roles: list[Role]) -> Clerk:
    random = seeded(seed, "clerk", office, n)
    azerbaijan = next(nation for nation in nations() if nation.code == "AZE")
    name = chance_name(azerbaijan, random.choice("MF"), random)
    return Clerk(
        id=f"{office.lower()}{n:02d}",
        name=f"{name.given.native} {name.surname.native}",
        office=office,
        roles=roles,
        active=not (office == "YEV" and n == 3),
    )


def procedures() -> Iterator[Procedure]:
    """The catalogue of services, the most asked for first."""
    table = _table("procedures.toml")
    for row in table["procedure"]:
        keys, whose = row.get("documents", []), row["applicants"]
        said = {
            "documents": [table["documents"][key] for key in keys],
            "payment_proof": keys.index("fee") if "fee" in keys else None,
            "applicants": table["applicants"][whose],
            "foreigners_only": whose in FOREIGNERS,
        }
        yield Procedure.model_validate(row | said)


def plans() -> Iterator[Plan]:
    """A made-up plan of the present years: what stands in the program's own tables need not be sent."""
    yield Plan.model_validate(_table("plan.toml"))


def calendar_days() -> list[CalendarDay]:
    """Central's word on a day, here the same as the program's calendar has."""
    return [CalendarDay(id=date(2026, 12, 31), working=False, note="Həmrəylik Günü", source="nümunə")]
