"""Whether the translations are whole: every message of the code, in every language, within its room.

Run as a script it lists the faults and exits 1. Messages are read from the syntax tree, because Babel's own
extraction sees `_()` inside an f-string on some versions of Python only.
"""

import ast
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from rich.cells import cell_len

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("az", "ru", "en")
LABEL_CELLS = 18
"""`#labels` has 21: the mark of the focus, the label, then a blank, or two and the star of a field that must
be filled: such a one has a cell less."""
KEY_CELLS = 12


@dataclass
class Messages:
    """The messages of the code: an id, or singular and plural; and the cells that some of them have."""

    ids: set[str | tuple[str, str]] = field(default_factory=set)
    room: dict[str, int] = field(default_factory=dict)

    def narrow(self, text: str, cells: int) -> None:
        """A message has so much room, or the less that it has elsewhere."""
        self.room[text] = min(cells, self.room.get(text, cells))


def _texts(nodes: Iterable[ast.AST]) -> list[str]:
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def _called(node: ast.AST) -> str:
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


def _marked(node: ast.AST) -> str:
    """The text of N_("text"), else nothing."""
    return "".join(_texts(node.args[:1])) if isinstance(node, ast.Call) and _called(node) == "N_" else ""


def read(source: str, found: Messages) -> None:
    """Add the messages of a module; titles of fields, names of keys and heads of columns have little room."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            _read_call(node, found)
        elif isinstance(node, ast.Tuple) and len(node.elts) == 2:
            head, width = node.elts
            if _marked(head) and isinstance(width, ast.Constant) and isinstance(width.value, int):
                found.narrow(_marked(head), width.value)


def _read_call(node: ast.Call, found: Messages) -> None:
    name = _called(node)
    if name in ("_", "N_"):
        found.ids.update(text for text in _texts(node.args[:1]) if text)
    elif name in ("ngettext", "NN_") and len(forms := _texts(node.args[:2])) == 2:
        found.ids.add((forms[0], forms[1]))
    elif name == "bind" and len(node.args) > 2 and _marked(node.args[2]):
        found.narrow(_marked(node.args[2]), KEY_CELLS)
    elif name == "Field":
        for keyword in node.keywords:
            if keyword.arg == "title" and _marked(keyword.value):
                found.narrow(_marked(keyword.value), LABEL_CELLS - _must_be_filled(node))


def _must_be_filled(field: ast.Call) -> bool:
    return not field.args and not {"default", "default_factory"} & {keyword.arg for keyword in field.keywords}


def messages_of(*folders: Path) -> Messages:
    """The messages of every module below the folders."""
    found = Messages()
    for path in sorted(path for folder in folders for path in folder.rglob("*.py")):
        read(path.read_text("utf-8"), found)
    return found


def messages() -> Messages:
    """All that the two programs say: what central answers is shown by the desks as well."""
    return messages_of(ROOT / "desk", ROOT / "central")


def catalogue(language: str) -> Catalog:
    """The committed catalogue of a language."""
    with (ROOT / "i18n" / language / "LC_MESSAGES" / "desk.po").open("rb") as source:
        return read_po(source, locale=language, abort_invalid=True)


def faults(messages: Messages, translated: Catalog) -> Iterator[str]:
    """What is wrong in a catalogue, a line each."""
    entries = {_key(message): message for message in translated if message.id}
    for key in sorted(_flat(messages.ids) - entries.keys()):
        yield f"missing: {key!r}"
    gone = entries.keys() - _flat(messages.ids)
    for key in sorted(gone | {_key(message) for message in translated.obsolete.values()}):
        yield f"obsolete: {key!r}"
    for key in sorted(entries.keys() - gone):
        for fault in _faults_of(entries[key], translated.num_plurals, messages.room.get(key)):
            yield f"{fault}: {key!r}"


def _flat(ids: Iterable[str | tuple[str, str]]) -> set[str]:
    """A plural message is told by both of its forms."""
    return {one if isinstance(one, str) else "\0".join(one) for one in ids}


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else "\0".join(message.id)


def _faults_of(message: Message, plurals: int, room: int | None) -> Iterator[str]:
    forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    if message.fuzzy:
        yield "fuzzy"
    if len(forms) != (1 if isinstance(message.id, str) else plurals):
        yield "plural forms missing"
    if not all(forms):
        yield "empty"
        return
    for form in forms:
        if _gaps(form) != _gaps(ids[0]):
            yield f"gaps differ in {form!r}"
        if (form[0].isspace(), form[-1].isspace()) != (ids[0][0].isspace(), ids[0][-1].isspace()):
            yield f"blanks at the ends differ in {form!r}"
        if room is not None and cell_len(form) > room:
            yield f"{cell_len(form)} cells of {room} in {form!r}"


def _gaps(text: str) -> list[str] | None:
    """The names in braces, sorted; None where the braces do not fit."""
    try:
        return sorted(name for _text, name, _form, _conversion in Formatter().parse(text) if name is not None)
    except ValueError:
        return None


def main() -> int:
    """Print the faults of every catalogue; the exit code."""
    whole = messages()
    found = [f"{code}: {fault}" for code in LANGUAGES for fault in faults(whole, catalogue(code))]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
