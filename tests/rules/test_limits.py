"""The hours without central stand in one place."""

from pathlib import Path

from desk.config import Settings, load, save
from desk.rules.limits import ListLimit, limit_of, list_limit


def test_the_shipped_hours_are_in_their_order() -> None:
    intake, restriction = limit_of("intake"), list_limit()
    assert 0 < intake.warn_hours < intake.refuse_hours
    assert 0 < intake.override_hours < intake.refuse_hours
    assert ListLimit(24, 72) == restriction


def test_a_computer_that_says_nothing_keeps_the_shipped_hours_through_its_settings(tmp_path: Path) -> None:
    save(Settings(tmp_path))
    assert (load(tmp_path).list_ageing_hours, load(tmp_path).list_stale_hours) == (0, 0)
    save(Settings(tmp_path, list_stale_hours=48))
    assert load(tmp_path).list_stale_hours == 48
