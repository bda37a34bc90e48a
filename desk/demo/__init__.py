"""The demo: a real central on this computer with sample data, and a desk enrolled at it."""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path("demo-data")


@dataclass(frozen=True)
class Wanted:
    """The report that the demo is to write: of which year, in which language, into which file."""

    year: int
    language: str
    target: Path


def demo(
    folder: Path | None,
    *,
    headless: bool,
    language: str | None,
    office: str | None = None,
    report: Wanted | None = None,
) -> int:
    """Open a desk of an office on sample data, or do the main job without a terminal; gives the exit code."""
    from desk.demo.ground import Ground

    if report is not None:
        from tempfile import TemporaryDirectory

        from desk.demo.report import play_report

        with TemporaryDirectory(prefix="desk-demo-") as temporary, Ground(Path(temporary)) as ground:
            return play_report(ground, report.year, report.language, report.target.resolve())
    if headless:
        from tempfile import TemporaryDirectory

        from desk.demo.headless import play

        with TemporaryDirectory(prefix="desk-demo-") as temporary, Ground(Path(temporary)) as ground:
            return play(ground)
    from desk.demo.terminal import open_terminal

    with Ground(folder or FOLDER) as ground:
        return open_terminal(ground, language, office)
