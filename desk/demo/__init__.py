"""The demo: a real central on this computer with sample data, and a desk enrolled at it."""

from pathlib import Path

FOLDER = Path("demo-data")


def demo(folder: Path | None, *, headless: bool, language: str | None) -> int:
    """Open the desk on sample data, or do the main job without a terminal; the exit code is returned."""
    from desk.demo.ground import Ground

    if headless:
        from tempfile import TemporaryDirectory

        from desk.demo.headless import play

        with TemporaryDirectory(prefix="desk-demo-") as temporary, Ground(Path(temporary)) as ground:
            return play(ground)
    from desk.demo.terminal import open_terminal

    with Ground(folder or FOLDER) as ground:
        return open_terminal(ground, language)
