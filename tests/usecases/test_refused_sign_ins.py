"""Refused sign-ins are in the log after the next opening, and nobody takes them out unseen."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from desk.crypto import refused_tries
from desk.crypto.refused_tries import TriesAlteredError
from desk.db.log_tables import change
from desk.db.store import StoreRefused
from tests.desks import Made
from tests.usecases.test_access import kinds, opened


def test_refused_sign_ins_are_in_the_log_after_the_next_opening_once(made: Made) -> None:
    opened(made).close()
    for _ in range(2):
        with pytest.raises(StoreRefused):
            opened(made, "wrong")
    desk = opened(made, person="rashad")
    with desk.store.read() as connection:
        refused = select(change.c.body, change.c.actor).where(change.c.kind == "session.refused")
        rows = connection.execute(refused).all()
    assert [(json.loads(row.body)["person"], row.actor) for row in rows] == [("aysel", "rashad")] * 2
    desk.close()
    desk = opened(made)
    assert kinds(desk).count("session.refused") == 2
    desk.close()


def test_the_refused_sign_ins_are_written_once_when_the_new_file_did_not_come(made: Made) -> None:
    opened(made).close()
    with pytest.raises(StoreRefused):
        opened(made, "wrong")
    before = made.settings.refused.read_bytes()
    opened(made).close()
    made.settings.refused.write_bytes(before)
    with pytest.raises(StoreRefused):
        opened(made, "wrong")
    desk = opened(made)
    assert kinds(desk).count("session.refused") == 2
    assert "session.altered" not in kinds(desk)
    desk.close()


@pytest.mark.parametrize("tamper", ["remove", "cut", "edit", "empty"])
def test_a_tampered_file_of_refused_sign_ins_is_told_in_the_log(made: Made, tamper: str) -> None:
    opened(made).close()
    for _ in range(3):
        with pytest.raises(StoreRefused):
            opened(made, "wrong")
    path = made.settings.refused
    values = json.loads(path.read_text())
    if tamper == "cut":
        del values["tries"][-1]
    elif tamper == "edit":
        values["tries"][0]["person"] = "rashad"
    path.write_text(json.dumps(values))
    if tamper == "remove":
        path.unlink()
    elif tamper == "empty":
        path.write_text("")
    desk = opened(made)
    assert kinds(desk)[-1] == "session.altered"
    desk.close()


def test_a_key_of_an_earlier_entry_cannot_be_computed_from_the_file(tmp_path: Path) -> None:
    path, first = tmp_path / "refused.json", bytes(32)
    refused_tries.begin(path, first)
    refused_tries.add(path, "aysel", datetime.now(UTC))
    assert first.hex() not in path.read_text()
    with pytest.raises(TriesAlteredError):
        refused_tries.read(path, bytes.fromhex(json.loads(path.read_text())["key"]))
    assert [one.person for one in refused_tries.read(path, first)] == ["aysel"]
