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
    except (RuntimeError, ValueError, OSError) as error:
        print(f"central: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
