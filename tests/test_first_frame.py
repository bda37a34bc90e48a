"""What the first frame may load: a clerk must not wait for the ORM, the network or the forms."""

import subprocess
import sys

HEAVY = (
    "sqlalchemy",
    "sqlmodel",
    "sqlcipher3",
    "httpx",
    "babel",
    "pydantic",
    "cryptography",
    "stdnum",
    "anyascii",
)
PROGRAM = """
import sys
from pathlib import Path
import desk.__main__
from desk.app import DeskApp
from desk.config import load

app = DeskApp(load(Path(sys.argv[1])))
found = []

def look():
    found.append(sorted(set(sys.argv[2].split(",")) & set(sys.modules)))
    app.exit()

app._warm_up = look
app.run(headless=True)
print(found[0])
"""


def test_first_frame_loads_nothing_heavy(made_folder: str) -> None:
    command = [sys.executable, "-c", PROGRAM, made_folder, ",".join(HEAVY)]
    told = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert told.stdout.strip().splitlines()[-1] == "[]", told.stdout + told.stderr


def test_use_cases_and_records_load_no_terminal() -> None:
    names = "desk.usecases.register_visit, desk.usecases.sign_in, desk.sync.worker, desk.records.kinds"
    program = f"import sys; import {names}; print(sorted({{'textual', 'rich'}} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert told.stdout.strip() == "[]", told.stderr
