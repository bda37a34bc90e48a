"""Each command of the Makefile is whole, also those that CI never calls."""

import re
import subprocess
from pathlib import Path

MAKEFILE = Path(__file__).parents[1] / "Makefile"


def test_no_command_of_the_makefile_asks_for_what_is_defined_nowhere() -> None:
    commands = re.search(r"^\.PHONY: (.+)$", MAKEFILE.read_text("utf-8"), re.MULTILINE)
    assert commands
    asked = ["make", "--warn-undefined-variables", "-n", "-C", str(MAKEFILE.parent), *commands[1].split()]
    done = subprocess.run(asked, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
