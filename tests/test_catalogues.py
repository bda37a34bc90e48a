"""The translations are whole and fit their room, and each check of tests.catalogues can fail."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from rich.cells import cell_len
from textual.screen import Screen

from desk.app import DeskApp
from desk.keys import KEYS
from desk.lang import _, ngettext, use_language
from desk.records.lookup import ListAge
from desk.rules.limits import limit_of
from desk.sync.status import SyncStatus
from desk.ui.base import DeskScreen, HostedScreen
from desk.ui.key_bar import fitted
from desk.ui.status_bar import state_words
from desk.usecases.limits import Function, Level, Standing, sentence_of
from desk.usecases.list_age import Age, age_words
from i18n.update import FOLDER, template, text_of, updated
from tests.catalogues import (
    KEY_CELLS,
    LABEL_CELLS,
    LANGUAGES,
    Messages,
    catalogue,
    faults,
    messages,
    read,
)
from tests.screens.driving import kinds_of

CODE = """
COLUMNS = ((N_("Time"), 5),)
class Form:
    name = Field("", title=N_("Name of it"))
    day = Field(title=N_("Day"))
BINDINGS = [bind("save", "save", N_("Save"), N_("Save the form"))]
print(f"{_('inside'):9}", _("Long " "text {n}"), ngettext("{n} day", "{n} days", 2), _(variable), _(""))
"""
TRANSLATIONS: dict[str | tuple[str, str], str | tuple[str, ...]] = {
    "Time": "Время",
    "Name of it": "Имя",
    "Day": "День",
    "Save": "Сохранить",
    "Save the form": "Сохранить форму",
    "inside": "внутри",
    "Long text {n}": "Длинный текст {n}",
    ("{n} day", "{n} days"): ("{n} день", "{n} дня", "{n} дней"),
}


def _messages() -> Messages:
    found = Messages()
    read(CODE, found)
    return found


def _catalogue(**changed: str | tuple[str, ...]) -> Catalog:
    made = Catalog(locale="ru")
    for message, translation in TRANSLATIONS.items():
        key = message if isinstance(message, str) else "plural"
        made.add(message, changed.get(key.replace(" ", "_"), translation))
    return made


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_is_whole(language: str) -> None:
    assert list(faults(messages(), catalogue(language))) == []


def test_messages_are_found_wherever_they_are_marked() -> None:
    found = _messages()
    assert found.ids == set(TRANSLATIONS)
    assert found.room == {"Time": 5, "Name of it": LABEL_CELLS, "Day": LABEL_CELLS - 1, "Save": KEY_CELLS}


def test_whole_catalogue_has_no_fault() -> None:
    assert list(faults(_messages(), _catalogue())) == []


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"inside": ""}, "empty"),
        ({"plural": ("{n} день", "", "{n} дней")}, "empty"),
        ({"plural": ("{n} день", "{n} дней")}, "plural forms missing"),
        ({"Long_text_{n}": "Длинный текст"}, "gaps differ"),
        ({"Long_text_{n}": "Длинный текст {m}"}, "gaps differ"),
        ({"Long_text_{n}": "Длинный текст {n"}, "gaps differ"),
        ({"plural": ("один день", "{n} дня", "{n} дней")}, "gaps differ"),
        ({"inside": " внутри"}, "blanks at the ends differ"),
        ({"Name_of_it": "и" * (LABEL_CELLS + 1)}, f"{LABEL_CELLS + 1} cells of {LABEL_CELLS}"),
        ({"Save": "С" * (KEY_CELLS + 1)}, f"{KEY_CELLS + 1} cells of {KEY_CELLS}"),
        ({"Time": "Сейчас"}, "6 cells of 5"),
    ],
)
def test_fault_in_a_translation_is_told(changed: dict[str, str | tuple[str, ...]], fault: str) -> None:
    told = list(faults(_messages(), _catalogue(**changed)))
    assert len(told) == 1
    assert told[0].startswith(fault)


def test_missing_message_is_told() -> None:
    made = _catalogue()
    made.delete("inside")
    assert list(faults(_messages(), made)) == ["missing: 'inside'"]


def test_fuzzy_message_is_told() -> None:
    made = _catalogue()
    made["inside"].flags.add("fuzzy")
    assert list(faults(_messages(), made)) == ["fuzzy: 'inside'"]


def test_message_that_the_code_has_no_more_is_told() -> None:
    made = _catalogue()
    made.add("gone", "ушло")
    made.obsolete["older"] = Catalog().add("older", "старше")
    assert list(faults(_messages(), made)) == ["obsolete: 'gone'", "obsolete: 'older'"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_update_leaves_whole_catalogues_as_they_are(language: str) -> None:
    written = (FOLDER / language / "LC_MESSAGES" / "desk.po").read_text("utf-8")
    assert updated(catalogue(language), language) == written
    assert text_of(template()) == (FOLDER / "desk.pot").read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DeskApp.SCREENS)
def test_lines_of_a_screen_have_room_for_all_their_words(name: str, language: str) -> None:
    use_language(language)
    screen = DeskApp.SCREENS[name]()
    assert isinstance(screen, DeskScreen)
    texts = _key_texts(type(screen))
    assert len(fitted(texts, 80)) == len(texts)
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    cut_off = SyncStatus(online=False, counted=True, pending=12, rejected=3, conflicts=2, last_contact=noon)
    for status in (cut_off, replace(cut_off, reason="desk_unknown")):
        words = [f" {_(screen.NAME)} ", *(text for text, _style in state_words(status))]
        assert cell_len("  ".join(words)) <= 80


@pytest.mark.parametrize("language", LANGUAGES)
def test_head_line_has_room_for_a_desk_left_alone_with_an_old_list(language: str) -> None:
    use_language(language)
    alone = _("{age} alone").format(age=ngettext("{n} day", "{n} days", 13).format(n=13))
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    status = SyncStatus(counted=True, pending=212, rejected=3, last_contact=long_ago, warning=alone)
    words = [*(text for text, _style in state_words(status)), age_words(Age(ListAge.stale, 312))]
    assert cell_len(" Ap… " + "  ".join(words) + " ") <= 80


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("level", [Level.warned, Level.refused, Level.overridden])
def test_sentence_on_the_limit_of_a_desk_left_alone_fits_its_line(level: Level, language: str) -> None:
    use_language(language)
    until = datetime(2026, 12, 31, 12, tzinfo=UTC)
    found = Standing(Function.intake, level, 13 * 24, limit_of("intake"), until)
    assert cell_len(sentence_of(found)) <= 78


@pytest.mark.parametrize("language", LANGUAGES)
def test_key_bar_of_every_form_and_dialog_has_room_for_all_its_words(language: str) -> None:
    use_language(language)
    found = kinds_of(HostedScreen)
    assert len(found) > 60
    cut = [kind.__name__ for kind in found if len(fitted(texts := _key_texts(kind), 80)) < len(texts)]
    assert cut == []


def _key_texts(screen: type[Screen[Any]]) -> dict[str, str]:
    """The words of all keys that a screen shows."""
    return {
        binding.id: _(binding.description)
        for base in reversed(screen.__mro__)
        for binding in vars(base).get("BINDINGS", ())
        if getattr(binding, "id", None) in KEYS and binding.show
    }
