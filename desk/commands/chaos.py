"""`desk chaos`: a desk on sample data behind a line that fails as told, for tests and for training."""

from pathlib import Path
from tempfile import TemporaryDirectory

from desk.demo.chaos import Odds
from desk.demo.ground import Ground
from desk.demo.storm import Storm, open_terminal, play, weather

FOLDER = Path("chaos-data")


def run(folder: Path | None, odds: Odds, clock_jump: float, seed: int, headless: int) -> int:
    """Open the training desk, or save so many visits without a terminal; the exit code."""
    storm = Storm(odds, clock_jump, seed)
    if headless:
        with (
            TemporaryDirectory(prefix="desk-chaos-") as temporary,
            Ground(Path(temporary), weather(storm)) as ground,
        ):
            return play(ground, storm, headless)
    with Ground(folder or FOLDER, weather(storm)) as ground:
        return open_terminal(ground, storm)
