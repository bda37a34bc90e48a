"""Settings of one computer, read before anything heavy is imported: plain TOML, no validation library.

A setting that cannot be used falls back to its default; the desk opens in any case.
"""

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from desk.lang import LANGUAGES

FOLDER_VARIABLE = "DESK_FOLDER"
THEMES = ("desk-dark", "desk-light", "desk-contrast")


@dataclass(frozen=True)
class Settings:
    """What the desk is told from outside; `folder` holds all its files."""

    folder: Path
    language: str = "az"
    theme: str = "desk-dark"
    central_url: str = ""
    ca_file: str = ""
    idle_minutes: int = 10
    list_ageing_hours: int = 0
    """From this age on the list of restrictions is told to be ageing; 0: as desk/rules/limits.toml says."""
    list_stale_hours: int = 0
    """From this age on the list gives no clean answer; 0 likewise."""
    list_screening_days: int = 30
    """So long an earlier "no record" is asked again when the list brings something new."""
    lookups_an_hour: int = 60
    """Lookups of one clerk in an hour above which a warning is shown and recorded; 0 for none."""
    keep_days: int = 90
    """Days after which visits and texts that central has are forgotten here, at least 35; 0 keeps all."""
    print_command: str = ""
    """Takes the path of a PDF as its last argument, for example `lp`; without one, papers are kept."""
    escpos_printer: str = ""
    """A receipt printer for tickets and receipts: a device file, or host:port of one in the network."""
    keymap: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Keys in the place of those of desk.keys, by binding id, for example `save = "f12"`."""
    demo: bool = False

    @property
    def database(self) -> Path:
        """The encrypted database."""
        return self.folder / "desk.db"

    @property
    def slots(self) -> Path:
        """The key slots."""
        return self.folder / "slots.json"

    @property
    def lockout(self) -> Path:
        """The count of wrong passwords."""
        return self.folder / "tries.json"

    @property
    def refused(self) -> Path:
        """The refused sign-ins since the desk was last opened."""
        return self.folder / "refused.json"

    @property
    def trusted_time(self) -> Path:
        """The latest moment that is known to have passed."""
        return self.folder / "time.json"

    @property
    def restrictions(self) -> Path:
        """The folder of the list of restrictions."""
        return self.folder / "list"

    @property
    def spool(self) -> Path:
        """The folder of the sealed safety copy."""
        return self.folder / "spool"

    @property
    def papers(self) -> Path:
        """Where papers are kept that no printer took."""
        return self.folder / "papers"

    @property
    def file(self) -> Path:
        """Where the settings themselves are kept."""
        return self.folder / "settings.toml"


def default_folder() -> Path:
    """`DESK_FOLDER`, else the user's own data folder."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    base = os.environ.get("LOCALAPPDATA") if os.name == "nt" else os.environ.get("XDG_DATA_HOME")
    return Path(base or Path.home() / ".local" / "share") / "reception-desk"


def _usable(name: str, value: object, default: object) -> bool:
    if name == "language":
        return value in LANGUAGES
    if name == "theme":
        return value in THEMES
    if type(value) is not type(default):
        return False
    if isinstance(value, dict):
        return all(isinstance(keys, str) for keys in value.values())
    return not name.startswith("list_") or (isinstance(value, int) and value > 0)


def load(folder: Path | None = None) -> Settings:
    """The settings of a folder; what is missing or unusable is left at its default."""
    settings = Settings(folder or default_folder())
    try:
        found = tomllib.loads(settings.file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
        return settings
    names = {one.name for one in fields(Settings)} - {"folder"}
    usable = {
        name: value
        for name, value in found.items()
        if name in names and _usable(name, value, getattr(settings, name))
    }
    return replace(settings, **usable)


def _toml(value: object) -> str:
    """A value as TOML: JSON but for a table."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_toml(name)} = {_toml(one)}" for name, one in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)


def save(settings: Settings) -> None:
    """Write the settings: after a crash the file is the old or the new one, whole. Raises OSError."""
    from desk.crypto.files import replace_file  # the first frame only reads

    kept = {one.name: getattr(settings, one.name) for one in fields(Settings) if one.name != "folder"}
    text = "".join(f"{name} = {_toml(value)}\n" for name, value in kept.items())
    settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    replace_file(settings.file, text.encode())
