"""Who may do what: one table of plain data, by which the desk shows and refuses and central accepts.

A screen, a command, a kind of change and a step of a case each name the roles of which one is needed. What
stands in no row is for nobody. Imports nothing heavy: the first screens read it too.
"""

from collections.abc import Collection

from desk.lang import N_, _

Roles = frozenset[str]

CLERK, SECRETARY, ORGANISER = "clerk", "secretary", "organiser"
SUPERVISOR, ADMINISTRATOR = "supervisor", "administrator"

NAMES = {
    CLERK: N_("clerk"),
    SECRETARY: N_("secretary of the Appeals Council"),
    ORGANISER: N_("training organiser"),
    SUPERVISOR: N_("supervisor"),
    ADMINISTRATOR: N_("administrator"),
}
"""The roles, in the order in which they are told."""

EVERYBODY: Roles = frozenset(NAMES)
_RECEPTION: Roles = frozenset({CLERK, SUPERVISOR})
_CASES: Roles = frozenset({CLERK, SECRETARY, SUPERVISOR})
_COUNCIL: Roles = frozenset({SECRETARY})
_TRAINING: Roles = frozenset({ORGANISER})
_SUPERVISION: Roles = frozenset({SUPERVISOR})
_CARE: Roles = frozenset({SUPERVISOR, ADMINISTRATOR})
_REPORTS: Roles = frozenset({SECRETARY, ORGANISER, SUPERVISOR})

SCREENS: dict[str, Roles] = {
    **dict.fromkeys(("sign_in", "lock", "home", "stay", "sync", "settings", "password"), EVERYBODY),
    **dict.fromkeys(("intake", "day", "correct", "conflict"), _RECEPTION),
    **dict.fromkeys(("queue", "board", "application"), _RECEPTION),
    **dict.fromkeys(("lookup", "appeals", "appeal", "council", "complaint", "case"), _CASES),
    **dict.fromkeys(("session", "sessions"), _CASES),
    **dict.fromkeys(("trainings", "training", "attendance", "totals"), _TRAINING | _SUPERVISION),
    **dict.fromkeys(("measures", "measure"), _TRAINING | _SUPERVISION),
    **dict.fromkeys(("survey", "surveys", "kiosk"), _RECEPTION | _TRAINING),
    **dict.fromkeys(("year", "report"), _REPORTS),
    **dict.fromkeys(("tasks", "log", "closing"), _SUPERVISION),
}
"""Who may open a screen."""

COMMANDS: dict[str, Roles] = {
    # Nobody may be locked out of what is not delivered, nor out of a second copy of it.
    **dict.fromkeys(("backup", "rescue", "check", "export-changes", "import-receipts"), EVERYBODY),
    # These two need a one-time code from central, which is the permission.
    **dict.fromkeys(("restore", "renew"), EVERYBODY),
    "receipt": _RECEPTION,
    "day-sheet": _SUPERVISION,
    "board": EVERYBODY,
    "lookup": _CASES,
    "kiosk": _RECEPTION | _TRAINING,
    "import": _TRAINING,
    "report": _REPORTS,
    "export-register": _CASES,
    "case-bundle": _CASES,
    "admit": _CARE,
    "transfer": _CARE,
    "purge": _CARE,
    "erase": _SUPERVISION,
    "export": _REPORTS,
    "verify-bundle": EVERYBODY,
}
"""Who may run a command of a desk that is set up."""

KINDS: dict[str, Roles] = {
    "visit.registered": _RECEPTION,
    "visit.edited": _RECEPTION,
    "lookup.made": _CASES,
    "screening.raised": EVERYBODY,
    "paper.printed": EVERYBODY,
    "export.made": _CASES | _REPORTS,
    "change.handed": EVERYBODY,
    "change.resent": EVERYBODY,
    "change.corrected": EVERYBODY,
    "conflict.settled": _RECEPTION,
    "limit.overridden": _SUPERVISION,
    "appeal.registered": _CASES,
    "council.registered": _CASES,
    "document.handed_over": _RECEPTION,
    "day.closed": _SUPERVISION,
    "file.attached": _RECEPTION,
    "password.changed": EVERYBODY,
    "person.admitted": _CARE,
    "log.viewed": _SUPERVISION,
    "record.erased": _SUPERVISION,
    "desk.transferred": _CARE,
}
"""Who may write a kind of change."""

FAMILIES: dict[str, Roles] = {
    "session": EVERYBODY,
    "ticket": _RECEPTION,
    "lookup": _CASES,
    "file": _RECEPTION,
    "document": _RECEPTION,
    "day": _RECEPTION,
    "appeal": _CASES,
    "council": _COUNCIL,
    "case_file": _CASES,
    "attendance": _TRAINING,
    "training": _TRAINING,
    "employee": _TRAINING,
    "measure": _TRAINING,
    "survey": _RECEPTION | _TRAINING,
}
"""The same for kinds that have no row of their own, by what stands before the dot."""

STEPS: dict[str, Roles] = {
    "council.noted": _CASES,
    "council.settled": _CASES - {CLERK},
}
"""Who may take a step of a case, where that is other than what the kind `<register>.event` needs."""

SCOPES: dict[str, Roles] = {"registers": _TRAINING}
"""Parts of the feed that only the desks of an office read where somebody has one of the roles."""


def for_change(kind: str, act: str = "") -> Roles:
    """The roles of which one is needed to write a change, or to take the step `act` of a case; none, nobody.

    Nobody but central writes what no row and no family names.
    """
    family = kind.partition(".")[0]
    step = STEPS.get(f"{family}.{act}") if act and kind.endswith(".event") else None
    return step or KINDS.get(kind) or FAMILIES.get(family) or frozenset()


def for_screen(name: str) -> Roles:
    """The roles of which one is needed to open a screen."""
    return SCREENS.get(name, frozenset())


def for_command(name: str) -> Roles:
    """The roles of which one is needed to run a command of the desk."""
    return COMMANDS.get(name, frozenset())


def for_scope(scope: str) -> Roles:
    """The roles of which somebody in the office needs one for its desks to read a scope; none, all may."""
    return SCOPES.get(scope, frozenset())


def has_one(held: Collection[str], needed: Roles) -> bool:
    """Whether somebody with the roles `held` may do what needs one of `needed`."""
    return not needed.isdisjoint(held)


def coded(needed: Roles) -> str:
    """The roles as a refusal carries them, in the order of NAMES: `clerk,supervisor`."""
    return ",".join(role for role in NAMES if role in needed)


def in_words(codes: str) -> str:
    """Roles from a refusal, in the language in use."""
    return ", ".join(_(NAMES.get(code, code)) for code in codes.split(",") if code) or "–"
