"""Finds, in source, text that could reach a widget as a `str` and so be read as markup.

Content made anywhere but in ui/text.py must be constant, so what is annotated `Content` or `Text` is safe.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

CONSTRUCTORS = {
    "Static": ("content",),
    "Label": ("content",),
    "Button": ("label",),
    "Checkbox": ("label",),
    "RadioButton": ("label",),
    "Option": ("prompt",),
    "Selection": ("prompt",),
    "Tab": ("label",),
    "TabPane": ("title",),
    "Tree": ("label",),
    "Placeholder": ("label",),
    "Markdown": ("markdown",),
    "Collapsible": (None, "title"),
    "Select": (None, "prompt"),
}
"""Textual's widgets and the parameters that are markup if a `str`; the first name also counts by position."""
METHODS = {
    "update",
    "add_row",
    "add_column",
    "add_columns",
    "update_cell",
    "add_leaf",
    "add_option",
    "set_label",
}
LITERAL_METHODS = {"notify"}
"""Methods whose `str` is no markup, as in `Content()`: `.plain` and `visible()` will do there."""
KEYWORDS = {"border_title", "border_subtitle", "tooltip"}
LITERAL_KEYWORDS = {"title", "sub_title", "placeholder"}
MAKERS = {"_", "N_", "ngettext", "plain", "plain_cell", "sentence"}
CONTENT = {"Content", "Text"}
SAFE_METHODS = {"stylize", "join", "append", "assemble", "from_markup"}


@dataclass(frozen=True)
class Sources:
    """What is known of all files together: functions that return content, and widgets of our own."""

    safe_calls: set[str] = field(default_factory=lambda: set(MAKERS))
    widgets: dict[str, tuple[str | None, ...]] = field(default_factory=lambda: dict(CONSTRUCTORS))


def violations(files: Iterable[tuple[str, str]]) -> list[str]:
    """`file:line: expression` for every unsafe text in (name, source) pairs."""
    trees = [(name, ast.parse(source)) for name, source in files]
    known = Sources()
    for _name, tree in trees:
        _learn(tree, known)
    return [
        f"{name}:{node.lineno}: {ast.unparse(node)}"
        for name, tree in trees
        if not name.endswith("ui/text.py")
        for node in _Finder(known).find(tree)
    ]


def files_of(*roots: Path) -> Iterator[tuple[str, str]]:
    """Name and source of every Python file under some folders and of the files themselves."""
    for root in roots:
        for path in [root] if root.is_file() else sorted(root.rglob("*.py")):
            yield path.as_posix(), path.read_text(encoding="utf-8")


def _learn(tree: ast.Module, known: Sources) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and _is_content(node.returns):
            known.safe_calls.add(node.name)
        if isinstance(node, ast.ClassDef):
            has_own = any(isinstance(item, ast.FunctionDef) and item.name == "__init__" for item in node.body)
            bases = [_last_name(base) for base in node.bases]
            if not has_own and (base := next((b for b in bases if b in known.widgets), None)):
                known.widgets[node.name] = known.widgets[base]


def _is_content(annotation: ast.expr | None) -> bool:
    return annotation is not None and _last_name(annotation) in CONTENT


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Subscript):
        return _last_name(node.value)
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


class _Finder(ast.NodeVisitor):
    """Walks one file, knowing in each function which names hold content only."""

    def __init__(self, known: Sources) -> None:
        self.known = known
        self.found: list[ast.expr] = []
        self.assigned: dict[str, list[ast.expr | None]] = {}
        self.base: tuple[str | None, ...] = ()

    def find(self, tree: ast.Module) -> list[ast.expr]:
        self.visit(tree)
        return self.found

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        outer, names = self.base, (_last_name(base) for base in node.bases)
        self.base = next((self.known.widgets[name] for name in names if name in self.known.widgets), ())
        self.generic_visit(node)
        self.base = outer

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        outer, self.assigned = self.assigned, dict(self.assigned)
        for argument in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]:
            self.assigned[argument.arg] = [] if _is_content(argument.annotation) else [None]
        for inner in ast.walk(node):
            if isinstance(inner, ast.Assign | ast.AnnAssign | ast.NamedExpr):
                targets = inner.targets if isinstance(inner, ast.Assign) else [inner.target]
                for target in targets:
                    if isinstance(target, ast.Name):
                        self.assigned.setdefault(target.id, []).append(inner.value)
        if node.name in ("render", "render_line") and node.returns and _last_name(node.returns) == "str":
            self.found.append(node.returns)
        self.generic_visit(node)
        self.assigned = outer

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            if isinstance(target, ast.Attribute):
                self._keyword(target.attr, node.value)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = _last_name(node.func)
        is_method = isinstance(node.func, ast.Attribute)
        if is_method and name in ("from_markup", "from_text"):
            self._check(node.args[:1], constant=True)
        elif name in CONTENT:
            self._check(node.args[:1], literal=True)
        elif name in self.known.widgets:
            self._constructor(node, self.known.widgets[name])
        elif name == "__init__" and self.base and ast.unparse(node.func) == "super().__init__":
            self._constructor(node, self.base)
        elif is_method and name in METHODS and not (node.args and isinstance(node.args[0], ast.Dict)):
            self._check(node.args[2:] if name == "update_cell" else node.args)
        elif is_method and name in LITERAL_METHODS:
            self._check(node.args[:1], literal=True)
        for keyword in node.keywords if name not in ("Binding", "bind") else ():
            self._keyword(keyword.arg, keyword.value)
        self.generic_visit(node)

    def _constructor(self, node: ast.Call, parameters: tuple[str | None, ...]) -> None:
        if parameters[0] is None:
            self._prompts(node.args[:1])
        else:
            self._check(node.args[:1])
        self._check([keyword.value for keyword in node.keywords if keyword.arg in parameters])

    def _prompts(self, options: list[ast.expr]) -> None:
        """The first of each pair in a literal list of options."""
        for option in options:
            items = option.elts if isinstance(option, ast.List) else [getattr(option, "elt", None)]
            self._check([item.elts[0] for item in items if isinstance(item, ast.Tuple) and item.elts])

    def _keyword(self, name: str | None, value: ast.expr) -> None:
        if name in KEYWORDS:
            self._check([value])
        elif name in LITERAL_KEYWORDS:
            self._check([value], literal=True)

    def _check(self, nodes: list[ast.expr], *, literal: bool = False, constant: bool = False) -> None:
        for node in nodes:
            is_safe = isinstance(node, ast.Constant) if constant else self._safe(node, literal=literal)
            if not is_safe:
                self.found.append(node)

    def _safe(self, node: ast.expr | None, *, literal: bool = False, depth: int = 0) -> bool:
        def every(*nodes: ast.expr) -> bool:
            return all(self._safe(one, literal=literal, depth=depth + 1) for one in nodes)

        if node is None or depth > 20:
            return False
        if isinstance(node, ast.Constant):
            return True
        if isinstance(node, ast.IfExp):
            return every(node.body, node.orelse)
        if isinstance(node, ast.BoolOp):
            return every(*node.values)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            return any(self._safe(one, literal=literal) for one in (node.left, node.right))
        if isinstance(node, ast.Subscript):
            return isinstance(node.value, ast.Name) and every(node.value)
        if isinstance(node, ast.JoinedStr | ast.FormattedValue):
            return literal and every(*(node.values if isinstance(node, ast.JoinedStr) else [node.value]))
        if isinstance(node, ast.BinOp):
            return every(node.left, node.right)
        if isinstance(node, ast.Starred):
            return every(node.value)
        if isinstance(node, ast.List | ast.Tuple):
            return every(*node.elts)
        if isinstance(node, ast.ListComp | ast.GeneratorExp):
            return every(node.elt)
        if isinstance(node, ast.Name):
            if node.id.isupper() and node.id not in self.assigned:
                return True
            values = self.assigned.get(node.id)
            return values is not None and all(self._safe(v, literal=literal, depth=depth + 1) for v in values)
        return self._safe_access(node, literal=literal, depth=depth)

    def _safe_access(self, node: ast.expr, *, literal: bool, depth: int) -> bool:
        if isinstance(node, ast.Attribute):
            if node.attr == "plain":
                return literal and self._safe(node.value, depth=depth + 1)
            return node.attr in self.known.safe_calls
        if not isinstance(node, ast.Call):
            return False
        name = _last_name(node.func)
        if name in self.known.safe_calls or name in CONTENT or (literal and name == "visible"):
            return True
        if isinstance(node.func, ast.Attribute) and name in SAFE_METHODS:
            is_class = isinstance(node.func.value, ast.Name) and node.func.value.id in CONTENT
            return is_class or self._safe(node.func.value, depth=depth + 1)
        return False
