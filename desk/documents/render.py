"""A template and its data made into a PDF. Slow (tens of milliseconds and a big import): only in a thread."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from desk.documents.words import words_of

if TYPE_CHECKING:
    from typst import Fonts

FOLDER = Path(__file__).parent
DOTS_AN_INCH = 203.0
"""Of receipt printers: 8 dots a millimetre."""
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


@lru_cache(maxsize=1)
def _fonts() -> "Fonts":
    """The fonts of the program; those of the system only for letters that the program's do not have."""
    import typst

    return typst.Fonts(font_paths=[FOLDER / "fonts"])


def render(name: str, data: Mapping[str, object], language: str, desk_folder: Path | None = None) -> bytes:
    """The PDF of a template (`receipt` is `receipt.typ`) with its data, in a language of PAPER_LANGUAGES.

    Data is always text to the template, never markup. Raises PaperFailed and OSError.
    """
    (made,) = _made(name, data, language, desk_folder, "pdf")
    return made


def picture(
    name: str, data: Mapping[str, object], language: str, desk_folder: Path | None = None
) -> list[bytes]:
    """The pages of the same paper as PNG, 80 mm to 576 dots, what a receipt printer of that width has.

    Raises as `render` does.
    """
    return _made(name, data, language, desk_folder, "png", roll="1")


def _made(
    name: str,
    data: Mapping[str, object],
    language: str,
    desk_folder: Path | None,
    form: Literal["pdf", "png"],
    **more: str,
) -> list[bytes]:
    import typst

    path = template_path(name, desk_folder)
    words = words_of(path.read_text("utf-8"), language)
    told = json.dumps({**data, "language": language, "words": words}, ensure_ascii=False)
    compiler = typst.Compiler(root=path.parent, font_paths=_fonts())
    try:
        made = compiler.compile(
            path, format=form, ppi=DOTS_AN_INCH if form == "png" else None, sys_inputs={"paper": told, **more}
        )
    except typst.TypstError as error:
        raise PaperFailed(error.message) from error
    pages = made if isinstance(made, list) else [made]
    drawn = [page for page in pages if isinstance(page, bytes)]
    if not drawn or len(drawn) < len(pages):
        raise PaperFailed(path.name)
    return drawn
