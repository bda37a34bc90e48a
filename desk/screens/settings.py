"""Settings of this computer: language and colours."""

from collections.abc import Iterator
from dataclasses import replace

from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from desk.config import THEMES
from desk.lang import LANGUAGES, N_, NAMES, _
from desk.ui.base import DeskScreen
from desk.ui.text import sentence, visible

THEME_NAMES = {
    "desk-dark": N_("Dark"),
    "desk-light": N_("Light"),
    "desk-contrast": N_("High contrast"),
}


class SettingsScreen(DeskScreen):
    """Choose with Enter; it takes effect at once and is kept."""

    NAME = N_("Settings")
    HELP = N_("Choose with the arrows and press Enter; it takes effect at once and is kept on this computer.")

    def body(self) -> Iterator[Widget]:
        """One list for both: language first, then colours."""
        with Vertical(id="settings"):
            yield OptionList(id="first")
            yield Static(id="about")

    def on_mount(self) -> None:
        """Fill the list."""
        self._fill(0)

    def _fill(self, highlighted: int) -> None:
        settings = self.host.settings
        rows = [
            (f"language:{code}", _("Language: {name}").format(name=NAMES[code]), code == settings.language)
            for code in LANGUAGES
        ]
        rows += [
            (f"theme:{code}", _("Colours: {name}").format(name=_(THEME_NAMES[code])), code == settings.theme)
            for code in THEMES
        ]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(
            [Option(Content(f"{'●' if on else '○'} {visible(text)}"), id=row) for row, text, on in rows]
        )
        options.highlighted = highlighted
        self.query_one("#about", Static).update(
            sentence(_("Files of this desk: {folder}"), folder=self.host.shown_folder)
        )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Use and keep what was chosen."""
        name, _colon, value = str(event.option.id).partition(":")
        settings = self.host.settings
        is_language = name == "language"
        self.host.keep(replace(settings, language=value) if is_language else replace(settings, theme=value))
        self._fill(event.option_index)
        self.status_changed()
        self.refresh_bindings()
