"""Build hook: compile the gettext catalogues, which are kept as .po only, into the wheel."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(i18n: Path) -> list[Path]:
    """Write a .mo beside each .po below the folder; the paths written."""
    written = []
    for po in sorted(i18n.glob("*/LC_MESSAGES/*.po")):
        with po.open("rb") as source:
            catalogue = read_po(source)
        with po.with_suffix(".mo").open("wb") as target:
            write_mo(target, catalogue)
        written.append(po.with_suffix(".mo"))
    return written


class CatalogueHook(BuildHookInterface[Any]):
    """Compiles the catalogues and ships them as desk/i18n."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run before the wheel is filled; an editable install reads them where they are."""
        root = Path(self.root)
        for mo in compile_catalogues(root / "i18n"):
            if version != "editable":
                build_data["force_include"][str(mo)] = f"desk/{mo.relative_to(root).as_posix()}"


def get_build_hook() -> type[CatalogueHook]:
    """The hook of this project."""
    return CatalogueHook


if __name__ == "__main__":
    compile_catalogues(Path(__file__).parent / "i18n")
