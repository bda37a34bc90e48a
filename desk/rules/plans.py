"""The action plans that the program knows by itself; others come from central as reference data."""

from functools import lru_cache

from desk.records.plan import Plan
from desk.rules.reader import FOLDER, read_table


@lru_cache(maxsize=1)
def plans() -> tuple[Plan, ...]:
    """The plans in the tables `plan-*.toml` beside this file, the oldest first."""
    found = [Plan.model_validate(read_table(path.name)) for path in FOLDER.glob("plan-*.toml")]
    return tuple(sorted(found, key=lambda plan: plan.valid_from))
