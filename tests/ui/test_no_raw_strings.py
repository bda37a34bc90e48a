from pathlib import Path

import pytest

from tests.ui.raw_strings import files_of, violations

ROOT = Path(__file__).parents[2] / "desk"
APP = [ROOT / "app.py"] if (ROOT / "app.py").exists() else []


def test_no_data_reaches_a_widget_as_a_str() -> None:
    assert violations(files_of(ROOT / "ui", ROOT / "screens", *APP)) == []


UNSAFE = [
    "Label(name)",
    "Label(f'{visit.surname}')",
    "Label(visit.surname)",
    "Label(str(visit))",
    "Label(visible(name))",
    "Label(plain(name).plain)",
    "Label(_('Saved {n}').format(n=name))",
    "Static(content=name)",
    "Button(names[0])",
    "Option(person.name, id='a')",
    "Tab(name)",
    "Tree(name)",
    "Collapsible(Label('a'), title=name)",
    "Select([(person.name, 1)])",
    "Select([(p.name, p) for p in people])",
    "Select([], prompt=name)",
    "self.query_one(Label).update(name)",
    "table.add_row(plain_cell(a), b)",
    "table.add_row(*[p.name for p in people])",
    "table.update_cell(1, 2, name)",
    "tree.root.add_leaf(name)",
    "self.notify(name)",
    "self.notify(f'saved {name}')",
    "self.notify(_('Saved'), title=name)",
    "self.border_title = name",
    "widget.tooltip = visit.note",
    "Label('x' + name)",
    "Label('x' if a else name)",
    "Label(_('x') or name)",
    "Content(name)",
    "Text(name)",
    "Text.from_markup(name)",
    "Content.from_markup(name)",
    "class A(Label):\n    def __init__(self, name: str) -> None:\n        super().__init__(name)",
    "class A(Label):\n    pass\nA(name)",
    "class A(Static):\n    def render(self) -> str:\n        return self.name",
    "def f(x: str):\n    y = plain('a')\n    y = x\n    Label(y)",
    "Input(placeholder=name)",
    "Label(Content(f'{name}'))",
    "Label(f'{visible(name)}')",
    "Label(names[0])",
]

SAFE = [
    "Label(_('Surname'))",
    "Label('Ready')",
    "Label(plain(name))",
    "Label(sentence(_('Saved {n}'), n=name))",
    "Label(plain(name).stylize('bold'))",
    "Label(TITLE)",
    "Label(_(TITLE) + ':')",
    "Label(plain(a) if a else _('nothing'))",
    "Label(Content.assemble(plain(a), ' ', plain(b)))",
    "Label(Content(' ').join(plain(n) for n in names))",
    "Select([(plain(p.name), p) for p in people], prompt=_('Choose'))",
    "table.add_row(*[plain_cell(v) for v in row])",
    "table.add_row(plain_cell(a), plain_cell(b), key='k')",
    "self.notify(sentence(_('Saved {n}'), n=name).plain)",
    "self.notify(_('Saved'), title=visible(name))",
    "self.border_title = plain(name)",
    "seen.update({'a': name})",
    "def f(x: Content):\n    Label(x)",
    "def f(x):\n    y = plain(x)\n    Label(y)",
    "def headline(x) -> Content:\n    return plain(x)\nLabel(self.headline(1))",
    "Label(Content('x'))",
    "Label(id='a')",
    "Label(Content(_('Choose')))",
    "Label(Content.assemble((_('x'), 'bold'), plain(a), (visible(b), 'red')))",
    "Label(NAMES[code])",
    "Label(Content(' ' * room))",
    "Label(Content(f' {visible(name)} '))",
    "Binding('f1', 'help', tooltip=text)",
]


@pytest.mark.parametrize("source", UNSAFE)
def test_an_unsafe_text_is_found(source: str) -> None:
    assert len(violations([("desk/ui/seeded.py", source)])) >= 1


@pytest.mark.parametrize("source", SAFE)
def test_a_safe_text_is_let_through(source: str) -> None:
    assert violations([("desk/ui/seeded.py", source)]) == []
