"""The report for 2018 as pictures of the documentation: `python -m tests.documents.report_pictures`.

Needs `pdftoppm` of poppler-utils, and LibreOffice Writer's `soffice` to set the DOCX as an office does.
"""

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import time_machine

from desk.demo.year import enter_year
from desk.usecases.report.build import build_report
from desk.usecases.report.write import rendered
from tests.desks import make
from tests.screens.conftest import MOMENT

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
DPI = "60"


def _page(pdf: Path, number: int, name: str) -> None:
    drawn: list[str] = [
        "pdftoppm",
        "-r",
        DPI,
        "-gray",
        "-png",
        "-singlefile",
        "-f",
        str(number),
        "-l",
        str(number),
    ]
    subprocess.run([*drawn, str(pdf), str(FOLDER / name)], check=True)


def main() -> None:
    """Draw the first page of the DOCX and of the PDF, and the page with the surveys."""
    with TemporaryDirectory() as name, time_machine.travel(MOMENT, tick=True):
        desk = make(Path(name) / "desk").open()
        enter_year(desk, 2018)
        report = build_report(desk, 2018, "az")
        desk.close()
        pdf, docx = Path(name) / "report.pdf", Path(name) / "written.docx"
        pdf.write_bytes(rendered(report, ".pdf"))
        docx.write_bytes(rendered(report, ".docx"))
        _page(pdf, 1, "report-pdf")
        _page(pdf, 6, "report-pdf-survey")
        convert = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", name, str(docx)]
        subprocess.run(convert, check=True, stdout=subprocess.DEVNULL)
        _page(docx.with_suffix(".pdf"), 1, "report-docx")


if __name__ == "__main__":
    main()
