"""A template and its data made into a PDF. Slow (tens of milliseconds and a big import): only in a thread."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from desk.documents.words import words_of

if TYPE_CHECKING:
    from typst import Fonts

FOLDER = Path(__file__).parent
_IMPORTED = re.compile(r'#import "([\w-]+\.typ)"')
ROLL_DOTS = 203.0
"""Dots an inch of receipt printers: 8 a millimetre."""
PICTURE_DOTS = 144.0
OWN = "templates"
"""Folder of a desk whose templates are used instead of those of the program."""


class PaperFailed(Exception):
    """A template cannot be made into a paper; the argument is what the typesetter says of it."""


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
    (made,) = _compiled(name, data, language, desk_folder)
    return made


def picture(name: str, data: Mapping[str, object], language: str, desk_folder: Path | None = None) -> bytes:
    """The one page of a template as PNG, 144 dots an inch; otherwise as `render`."""
    (made,) = _compiled(name, data, language, desk_folder, PICTURE_DOTS)
    return made


def roll_pages(
    name: str, data: Mapping[str, object], language: str, desk_folder: Path | None = None
) -> list[bytes]:
    """The pages of a paper as PNG, 80 mm to 576 dots, what a receipt printer of that width has.

    Raises as `render` does.
    """
    return _compiled(name, data, language, desk_folder, ROLL_DOTS, roll="1")


def _compiled(
    name: str,
    data: Mapping[str, object],
    language: str,
    desk_folder: Path | None,
    dots: float | None = None,
    **more: str,
) -> list[bytes]:
    import typst

    path = template_path(name, desk_folder)
    words = words_of(_text_of(path), language)
    told = json.dumps({**data, "language": language, "words": words}, ensure_ascii=False)
    compiler = typst.Compiler(root=path.parent, font_paths=_fonts())
    try:
        made = compiler.compile(
            path, format="png" if dots else "pdf", ppi=dots, sys_inputs={"paper": told, **more}
        )
    except typst.TypstError as error:
        raise PaperFailed(error.message) from error
    pages = made if isinstance(made, list) else [made]
    drawn = [page for page in pages if isinstance(page, bytes)]
    if not drawn or len(drawn) < len(pages):
        raise PaperFailed(path.name)
    return drawn
