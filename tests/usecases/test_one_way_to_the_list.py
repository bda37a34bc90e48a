"""Nothing but the lookup asks the list of restrictions."""

import ast
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "desk"


def _asks(tree: ast.AST) -> list[str]:
    """Functions in which the list is asked."""
    found = []
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Attribute) and node.attr in ("ask", "find") and _is_list(node.value):
                    found.append(function.name)
    return found


def _is_list(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return name in ("restrictions", "held", "_reader") or (isinstance(node, ast.Call) and _is_list(node.func))


def test_nothing_but_the_lookup_asks_the_list() -> None:
    asking = {
        (path.relative_to(SOURCE).as_posix(), name)
        for path in SOURCE.rglob("*.py")
        if not path.is_relative_to(SOURCE / "db" / "restrictions")
        for name in _asks(ast.parse(path.read_text("utf-8")))
    }
    measuring = ("usecases/list_trial.py", "answered")  # of a list that is no desk's
    assert asking == {("usecases/lookup.py", "_ask"), measuring}


def test_nothing_but_lookup_and_load_imports_the_list() -> None:
    importing = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom | ast.Import)
        and "desk.db.restrictions" in ast.dump(node)
        and not path.is_relative_to(SOURCE / "db" / "restrictions")
    }
    assert importing == {
        "commands/lookup_batch.py",
        "sync/list_load.py",
        "usecases/candidates.py",
        "usecases/desk.py",
        "usecases/list_trial.py",
        "usecases/live_check.py",
        "usecases/lookup.py",
        "usecases/screening.py",
        "usecases/sign_in.py",
    }
