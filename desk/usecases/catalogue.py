"""Reference data as the screens read it: codes with labels in the language in use."""

from desk.db import references
from desk.lang import in_language
from desk.records.reference import Clerk, Office, Procedure
from desk.usecases.desk import Desk


def procedures(desk: Desk) -> dict[str, str]:
    """Procedure code -> name, in the order of the codes."""
    return {code: in_language(procedure.names) for code, procedure in services(desk).items()}


def services(desk: Desk) -> dict[str, Procedure]:
    """The procedures themselves by code."""
    with desk.store.read() as connection:
        found = references.every(connection, "procedure.set", Procedure)
    return {procedure.code: procedure for procedure in found}


def office_name(desk: Desk) -> str:
    """The name of the desk's office; its code while the offices have not arrived."""
    with desk.store.read() as connection:
        found = references.every(connection, "office.set", Office)
    names = {office.code: in_language(office.names) for office in found}
    return names.get(desk.identity.office, desk.identity.office)


def clerks(desk: Desk) -> list[Clerk]:
    """The active people of the desk's office."""
    with desk.store.read() as connection:
        found = references.every(connection, "clerk.set", Clerk)
    return [clerk for clerk in found if clerk.office == desk.identity.office and clerk.active]
