"""The grounds on which the border is closed to a person, in three languages."""

from dataclasses import dataclass
from functools import lru_cache

from desk.lang import in_language
from desk.rules.errors import GroundUnknown
from desk.rules.reader import read_table


@dataclass(frozen=True)
class Ground:
    """One ground; `rule` is the id of the rule that tells how long it lasts."""

    code: str
    kind: str
    rule: str
    basis: str
    verified: bool
    names: dict[str, str]

    @property
    def name(self) -> str:
        """Its wording in the language in use."""
        return in_language(self.names)


@lru_cache(maxsize=1)
def grounds() -> dict[str, Ground]:
    """Every ground by its code, in the order of the law."""
    return {row["code"]: Ground(**row) for row in read_table("grounds.toml")["ground"]}


def ground(code: str) -> Ground:
    """The ground of a code; raises GroundUnknown."""
    try:
        return grounds()[code]
    except KeyError:
        raise GroundUnknown("ground_unknown", code=code) from None
