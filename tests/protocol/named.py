"""Which tests of the real code are named after which invariant: `test_i7_…`, `test_i3_and_i10_…`."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
INVARIANTS = tuple(f"I{n}" for n in range(1, 19))
_NAME = re.compile(r"test_(i\d+(?:_and_i\d+)*)_")


def named_tests() -> dict[str, list[str]]:
    """Invariant -> `file::function` of each test that bears its name, in the order of the files."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(TESTS.rglob("test_*.py")):
        for function in _functions(path):
            if match := _NAME.match(function):
                for name in match[1].split("_and_"):
                    found[name.upper()].append(f"{path.relative_to(TESTS.parent)}::{function}")
    return found


def _functions(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
