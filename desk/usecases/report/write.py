"""A report into a file, in the form that the file's ending names; every export is an act in the log."""

from pathlib import Path

from desk.config import Settings
from desk.crypto.files import replace_file
from desk.documents.report.model import Report
from desk.usecases.desk import Desk
from desk.usecases.print_paper import note_paper

FORMS = (".docx", ".pdf", ".json", ".html", ".portal.csv", ".portal.json")
"""Endings of files; the two of the monitoring portal have a name of their own before them."""


class FormUnknown(ValueError):
    """The file's ending names no form of the report."""


def form_of(path: Path) -> str:
    """The form that a file's name asks for: the longest ending that fits. Raises FormUnknown."""
    name = path.name.lower()
    fitting = [form for form in FORMS if name.endswith(form)]
    if not fitting:
        raise FormUnknown(path.suffix)
    return max(fitting, key=len)


def rendered(report: Report, form: str, desk_folder: Path | None = None) -> bytes:
    """The report in one of FORMS; `desk_folder` may hold a template of the office's own.

    Slow for a PDF (a second): only in a thread. Raises PaperFailed and OSError.
    """
    if form == ".pdf":
        from desk.documents.report.as_pdf import pdf

        return pdf(report, desk_folder)
    if form == ".docx":
        from desk.documents.report.as_docx import docx

        return docx(report)
    from desk.documents.report.as_html import html
    from desk.documents.report.as_json import as_json
    from desk.documents.report.portal import portal_csv, portal_json

    if form == ".portal.csv":
        return portal_csv(report)
    write = {".json": as_json, ".html": html, ".portal.json": portal_json}
    return write[form](report).encode()


def write_report(desk: Desk, report: Report, target: Path, desk_folder: Path | None = None) -> str:
    """Write the report for this user only, a file of that name replaced; first the log, then the file.

    Returns the code of why the sealed copy of the log's entry was not written, or nothing.
    Raises FormUnknown, PaperFailed, OSError and StoreFailed; no file is then written.
    """
    form = form_of(target)
    content = rendered(report, form, desk_folder)
    warning = note_paper(desk, f"report{form}", str(report.year), report.language, content)
    replace_file(target, content)
    return warning


def keep_report(desk: Desk, settings: Settings, report: Report, form: str) -> tuple[Path, str]:
    """Write the report into the desk's folder of papers; the path, and what `write_report` returns."""
    settings.papers.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = settings.papers / f"report-{report.year}-{report.language}{form}"
    return target, write_report(desk, report, target, settings.folder)
