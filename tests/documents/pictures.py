"""The receipt in its four languages as pictures of the documentation: `python -m tests.documents.pictures`.

Needs `pdftoppm` of poppler-utils, which draws the PDF and so sees what a printer would.
"""

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import time_machine

from central.sample.catalogue import offices, procedures
from desk.db import references
from desk.documents.words import PAPER_LANGUAGES
from desk.records.base import canonical
from desk.usecases.print_paper import receipt_pdf
from desk.usecases.register_visit import register_visit
from tests.desks import form, make
from tests.screens.conftest import MOMENT

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
VISITORS = {
    "az": ("Əliyev", "İlqar", "AZE"),
    "ru": ("Щербакова", "Юлия", "RUS"),
    "en": ("O’Brien-Müller", "Zoë", "IRL"),
    "ar": ("الحسيني", "محمود", "IRQ"),
}


def main() -> None:
    """Draw the receipt of one made-up visitor a language."""
    with TemporaryDirectory() as name, time_machine.travel(MOMENT, tick=False):
        desk = make(Path(name) / "desk").open()
        rows: list[dict[str, str | int]] = [
            {"kind": kind, "stream": record.code, "body": canonical(record), "feed_n": 2}
            for kind, records in (("office.set", offices()), ("procedure.set", procedures()))
            for record in records
        ]
        with desk.store.write() as connection:
            references.put(connection, rows)
        for language in PAPER_LANGUAGES:
            surname, given_name, citizenship = VISITORS[language]
            visitor = form(surname=surname, given_name=given_name, citizenship=citizenship)
            visit = visitor.model_copy(update={"procedure": "temporary_residence"})
            pdf = Path(name) / "receipt.pdf"
            pdf.write_bytes(receipt_pdf(desk, register_visit(desk, visit).number, language))
            target = FOLDER / f"paper-receipt-{language}"
            subprocess.run(["pdftoppm", "-r", "90", "-png", "-singlefile", pdf, target], check=True)
        desk.close()


if __name__ == "__main__":
    main()
