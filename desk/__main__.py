"""The program's beginning; imports stand inside, so that the first frame waits for none of them."""

import gc

gc.disable()

import sys  # noqa: E402


def main() -> int:
    """Run the command given; the exit code is returned."""
    from desk import opening

    plain = opening.asked(sys.argv[1:])
    if plain is not None:
        return opening.run(*plain)
    from desk.command_line import read

    asked = read(sys.argv[1:])
    code: int = asked.act(asked)
    return code


if __name__ == "__main__":
    sys.exit(main())
