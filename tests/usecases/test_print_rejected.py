"""The paper of a rejected change says what the screen says, as plain text."""

import json
from typing import Any
from uuid import uuid4

import pytest

from desk.config import Settings
from desk.db import changes
from desk.documents import render as module
from desk.lang import speaking
from desk.usecases.print_rejected import print_rejected, rejected_of
from desk.usecases.quarantine import log_lines
from tests.sync.house import House
from tests.usecases.test_quarantine import register_badly

HOSTILE = '#panic("x") [/bold] *x* $x$ @x'


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The data that each paper was set from."""
    found: list[dict[str, Any]] = []
    real = module.render

    def render(name: str, data: dict[str, Any], language: str, folder: Any = None) -> bytes:
        found.append({"template": name, "language": language, **data})
        return real(name, data, language, folder)

    monkeypatch.setattr(module, "render", render)
    return found


@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_the_paper_says_kind_reason_field_and_body(
    house: House, told: list[dict[str, Any]], language: str
) -> None:
    register_badly(house, fin="12", surname=HOSTILE)
    house.sync()
    settings = Settings(house.opened.store.path.parent)
    with speaking(language):
        (line,) = log_lines(house.desk)
        printed = print_rejected(house.desk, settings, line.change_id)
    assert printed.path is not None
    assert printed.path.read_bytes().startswith(b"%PDF")
    (data,) = told
    rows = dict(data["rows"])
    assert (data["template"], data["language"]) == ("rejected", language)
    assert data["title"] == line.what
    assert line.state in rows.values()
    assert HOSTILE in rows.values()
    assert "12" in rows.values()
    with house.opened.store.read() as connection:
        written = changes.newest(connection, 5)
    noted = [json.loads(row.body) for row in written if row.kind == "paper.printed"]
    assert [(one["document"], one["of_number"]) for one in noted] == [("rejected", str(line.change_id))]


def test_a_change_that_nobody_knows_is_not_printed(house: House) -> None:
    with pytest.raises(LookupError):
        rejected_of(house.desk, uuid4())
