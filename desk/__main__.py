"""The command line. Imports stand inside the functions, so that the first frame waits for none of them."""

import gc

gc.disable()

import argparse  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="desk", description="The reception desk.")
    parser.add_argument(
        "--folder", type=Path, help="the desk's folder (default: DESK_FOLDER or the user's data)"
    )
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("run", help="open the desk (the default)")
    demo = commands.add_parser("demo", help="open a desk on sample data with a central of its own")
    demo.add_argument(
        "--headless", action="store_true", help="do the main job without a terminal and tell each step"
    )
    demo.add_argument("--language", choices=("az", "ru", "en"), help="language of the program")
    return parser


def run(folder: Path | None) -> int:
    """Open the terminal program on the desk of a folder."""
    os.environ.setdefault("TEXTUAL_FPS", "240")
    os.umask(0o077)
    from desk.app import DeskApp
    from desk.config import load
    from desk.ui.crash import quieten

    quieten()
    app = DeskApp(load(folder))
    app.run()
    return app.return_code or 0


def main() -> int:
    """Run the command given; the exit code is returned."""
    asked = _parser().parse_args()
    if asked.command == "demo":
        from desk.demo import demo

        return demo(asked.folder, headless=asked.headless, language=asked.language)
    return run(asked.folder)


if __name__ == "__main__":
    sys.exit(main())
