"""The command line of central: serve, and what an administrator does."""

import argparse
import sys
from collections.abc import Callable

from central.command_line import parser_of_central


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked, 1 with a sentence on standard error when not."""
    given = parser_of_central().parse_args(arguments)
    try:
        run: Callable[[argparse.Namespace], None] = given.run
        run(given)
    except Exception as error:
        if not (told := _sentence(error)):
            raise
        print(f"central: {told}", file=sys.stderr)
        return 1
    return 0


def _sentence(error: Exception) -> str:
    """What kept a command from its end, and what to do; nothing for a mistake of the program itself."""
    from psycopg import InterfaceError, OperationalError

    from desk.lang import _
    from desk.records.system_errors import system_reason

    if isinstance(error, OSError):
        return system_reason(error)
    if isinstance(error, RuntimeError | ValueError):
        return str(error)
    cause = getattr(error, "orig", error)  # where it came through SQLAlchemy
    if isinstance(cause, InterfaceError | OperationalError):
        reason = next(iter(str(cause).splitlines()), "")
        told = _("PostgreSQL broke off: {reason}. See that it runs, then give the command again.")
        return told.format(reason=reason.rstrip("."))
    return ""


if __name__ == "__main__":
    sys.exit(main())
