"""Where every history begins: three desks that have just been enrolled at a central that knows its clerks."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree

from desk.sync.enrol import enrol_desk
from desk.sync.line import Line
from tests.protocol.real_central import OFFICE_CODES, OFFICES, RealCentral

KEY = bytes(range(32))
URL = "http://127.0.0.1"
DEVICES = {name: OFFICE_CODES[OFFICES[at // 2]] for at, name in enumerate("ABC")}
"""The desks and their offices."""


@dataclass
class Start:
    """The desks are enrolled once; each history works on a copy of their files and of central's tables."""

    central: RealCentral
    folder: Path
    histories: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        for device, office in DEVICES.items():
            line = Line(URL, transport=self.central.transport())
            code = self.central.code(office)
            opened = asyncio.run(enrol_desk(line, self.folder / "first" / device / "desk.db", KEY, code))
            opened.store.close()
        self.central.keep_first()

    def begin(self) -> Path:
        """Put central back to the start; the folder of fresh desks."""
        self.central.begin_anew()
        self.histories += 1
        folder = self.folder / str(self.histories)
        copytree(self.folder / "first", folder)
        return folder
