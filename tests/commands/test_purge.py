"""`desk purge` forgets what the setting lets go, and nothing where the setting keeps everything."""

import io
from dataclasses import replace
from unittest.mock import Mock

import pytest

from desk.commands import privacy
from desk.commands.session import told
from desk.config import save
from desk.usecases.people import DEMO_PASSWORD
from desk.usecases.retention import Purged
from tests.desks import Made


@pytest.mark.parametrize(("days", "asked"), [(0, False), (90, True)])
def test_zero_days_keep_everything_at_a_purge_too(
    days: int, asked: bool, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    purge = Mock(return_value=Purged(0, 0, 0))
    monkeypatch.setattr("desk.usecases.retention.purge", purge)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{DEMO_PASSWORD}\n"))
    save(replace(made.settings, keep_days=days))
    assert told(lambda: privacy.purge(made.settings.folder, "rashad")) == 0
    assert purge.called is asked
