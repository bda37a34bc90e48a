"""Who may sign in at this computer: names and roles from a small file, read before anything heavy."""

import json
from dataclasses import dataclass, field

from desk.config import Settings
from desk.lang import _
from desk.records.roles import NAMES

DEMO_PASSWORD = "nar bağı çiçəkləyəndə"  # noqa: S105 - of the demo's made-up people, shown to everybody


@dataclass(frozen=True)
class Person:
    """One line of the sign-in screen."""

    id: str
    name: str
    roles: tuple[str, ...]

    def role_names(self) -> list[str]:
        """The roles in the language in use."""
        return [_(NAMES.get(role, role)) for role in self.roles]


@dataclass(frozen=True)
class Staff:
    """The desk's code and its people; neither is proven before a slot was opened."""

    desk: str = ""
    people: list[Person] = field(default_factory=list)


def read_staff(settings: Settings) -> Staff:
    """The people of this desk in the order of the file; none where the desk is not set up."""
    try:
        found = json.loads((settings.folder / "people.json").read_text("utf-8"))
        persons = [Person(one["id"], one["name"], tuple(one["roles"])) for one in found["people"]]
        return Staff(str(found["desk"]), persons)
    except (OSError, ValueError, KeyError, TypeError):
        return Staff()


def keys_missing(settings: Settings) -> str:
    """Why there is no file of keys, as a code of desk.usecases.refusals: it was lost, or this is no desk."""
    return "keys_missing" if settings.database.exists() else "slots_missing"


def nobody_known(settings: Settings) -> str:
    """Why the list of people is empty, as such a code."""
    return "people_missing" if settings.slots.exists() else keys_missing(settings)


def write_staff(settings: Settings, staff: Staff) -> None:
    """Keep the people for the next start: after a crash the file is the old or the new. Raises OSError."""
    from desk.crypto.files import replace_file  # the first frame only reads

    rows = [{"id": one.id, "name": one.name, "roles": list(one.roles)} for one in staff.people]
    text = json.dumps({"desk": staff.desk, "people": rows}, ensure_ascii=False)
    replace_file(settings.folder / "people.json", text.encode())
