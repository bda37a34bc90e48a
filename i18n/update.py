"""Bring the template and the catalogues in line with the code: new messages empty, gone ones dropped.

Nothing else changes, so that a second run leaves no difference: Babel itself writes dates, its version
and placeholders into every header.
"""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

from tests.catalogues import LANGUAGES, messages

FOLDER = Path(__file__).parent
HEADER = r"""msgid ""
msgstr ""
"Language: {language}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: {plurals}\n"

"""


def template() -> Catalog:
    """Every message of the code, untranslated."""
    made = Catalog(charset="utf-8")
    for message in messages().ids:
        made.add(message)
    return made


def updated(catalogue: Catalog, language: str) -> str:
    """The text of a catalogue with exactly the messages of the code; English ones are their own."""
    catalogue.update(template(), no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    for message in catalogue:
        if language == "en" and message.id:
            message.string = message.id
    return HEADER.format(language=language, plurals=get_plural(language).plural_forms) + text_of(catalogue)


def text_of(catalogue: Catalog) -> str:
    """A catalogue without its header, as it is written."""
    written = BytesIO()
    write_po(written, catalogue, omit_header=True, sort_output=True, no_location=True, width=100)
    return written.getvalue().decode().lstrip("\n")


def main() -> None:
    """Rewrite desk.pot and the catalogue of each language."""
    (FOLDER / "desk.pot").write_text(text_of(template()), encoding="utf-8")
    for language in LANGUAGES:
        path = FOLDER / language / "LC_MESSAGES" / "desk.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("rb") if path.exists() else BytesIO() as source:
            catalogue = read_po(source, locale=language)
        path.write_text(updated(catalogue, language), encoding="utf-8")


if __name__ == "__main__":
    main()
