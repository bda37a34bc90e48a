"""The command line speaks the language of the desk's folder, argparse's own words included."""

import argparse
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.command_line import parser, read
from desk.config import Settings, save

ENGLISH = re.compile(r"\b(usage|error|argument|arguments|required|expected|invalid|choice|options?|could)\b")
WRONG = (
    "nothing",
    "receipt",
    "report year --to x",
    "lookup --d",
    "lookup --json=yes",
    "stay --citizenship",
    "export-register cases",
    "export x --days 1",
    "report 2018 --to x --unknown",
    "demo --report 2018",
    "lookup --batch",
)


@pytest.fixture(autouse=True)
def _own_domain(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LANGUAGE", "en")
    yield
    gettext.textdomain("messages")


def speaking(language: str, folder: Path) -> list[str]:
    """The first words of a command line for a folder whose program speaks this language."""
    save(Settings(folder, language=language))
    return ["--folder", str(folder)]


def helps(within: argparse.ArgumentParser) -> Iterator[tuple[str, str]]:
    """What the help says of each argument and command, at all depths."""
    for action in within._actions:
        if action.help:
            yield f"{within.prog} {action.dest}", action.help
        if isinstance(action, argparse._SubParsersAction):
            for choice in action._choices_actions:
                yield f"{within.prog} {choice.dest}", choice.help or ""
            for below in action.choices.values():
                yield from helps(below)


def helps_in(language: str, folder: Path) -> dict[str, str]:
    read([*speaking(language, folder), "run"])
    return dict(helps(parser()))


@pytest.mark.parametrize("language", ["az", "ru"])
def test_help_has_no_english_text(language: str, tmp_path: Path) -> None:
    english, other = helps_in("en", tmp_path), helps_in(language, tmp_path)
    assert len(english) > 100
    assert [name for name, text in other.items() if text in ("", english[name])] == []


@pytest.mark.parametrize("language", ["az", "ru"])
@pytest.mark.parametrize("words", WRONG)
def test_wrong_words_are_refused_in_the_language_of_the_folder(
    words: str, language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        asked = read([*speaking(language, tmp_path), *words.split()])
    except SystemExit as ended:
        code = ended.code
    else:
        code = asked.act(asked)
    told = capsys.readouterr().err
    assert code == 2
    assert told
    assert ENGLISH.findall(told) == []


def test_folder_without_its_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        read(["--folder"])
    assert "--folder" in capsys.readouterr().err
