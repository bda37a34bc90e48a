"""A template and its data made into a PDF. Slow (tens of milliseconds and a big import): only in a thread."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from desk.documents.words import words_of

if TYPE_CHECKING:
    from typst import Fonts

FOLDER = Path(__file__).parent
_IMPORTED = re.compile(r'#import "([\w-]+\.typ)"')
OWN = "templates"
"""Folder of a desk whose templates are used instead of those of the program."""


class PaperFailed(Exception):
    """A template cannot be made into a paper; `text` is what the typesetter says of it."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def template_path(name: str, desk_folder: Path | None = None) -> Path:
    """Where a template lies: in the desk's own folder if there is one, else with the program."""
    own = desk_folder / OWN / f"{name}.typ" if desk_folder else None
    return own if own and own.is_file() else FOLDER / "templates" / f"{name}.typ"


def _text_of(path: Path) -> str:
    """A template with what it imports from beside it: the words of both are translated."""
    own = path.read_text("utf-8")
    return own + "".join((path.parent / name).read_text("utf-8") for name in _IMPORTED.findall(own))


@lru_cache(maxsize=1)
def _fonts() -> "Fonts":
    """The fonts of the program; those of the system only for letters that the program's do not have."""
    import typst

    return typst.Fonts(font_paths=[FOLDER / "fonts"])


def render(name: str, data: Mapping[str, object], language: str, desk_folder: Path | None = None) -> bytes:
    """The PDF of a template (`receipt` is `receipt.typ`) with its data, in a language of PAPER_LANGUAGES.

    Data is always text to the template, never markup. Raises PaperFailed and OSError.
    """
    return _compiled(name, data, language, desk_folder, "pdf")


def picture(name: str, data: Mapping[str, object], language: str, desk_folder: Path | None = None) -> bytes:
    """The one page of a template as PNG, 144 dots an inch; otherwise as `render`."""
    return _compiled(name, data, language, desk_folder, "png")


def _compiled(
    name: str,
    data: Mapping[str, object],
    language: str,
    desk_folder: Path | None,
    form: Literal["pdf", "png"],
) -> bytes:
    import typst

    path = template_path(name, desk_folder)
    words = words_of(_text_of(path), language)
    told = json.dumps({**data, "language": language, "words": words}, ensure_ascii=False)
    compiler = typst.Compiler(root=path.parent, font_paths=_fonts())
    try:
        made = compiler.compile(path, format=form, sys_inputs={"paper": told}, ppi=144)
    except typst.TypstError as error:
        raise PaperFailed(error.message) from error
    if not isinstance(made, bytes):
        raise PaperFailed(path.name)
    return made
