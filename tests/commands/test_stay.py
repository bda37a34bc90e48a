"""`desk stay`: the answer with its rule, or a sentence for each value that cannot be used."""

import pytest

from desk.commands import stay
from desk.config import save
from tests.desks import Made


@pytest.fixture(autouse=True)
def _english(made: Made) -> None:
    save(made.settings)


def test_answer_names_both_dates_and_the_version_of_the_rule(
    made: Made, capsys: pytest.CaptureFixture[str]
) -> None:
    assert stay.run(made.settings.folder, "KAZ", "01.11.2026") == 0
    told = capsys.readouterr().out
    assert "30.11.2026 (safe)" in told
    assert "01.12.2026" in told
    assert "stay.register.KAZ@2021-08-26" in told
    assert "Not confirmed: The term itself" not in told


def test_term_that_is_not_confirmed_is_said_to_be_so(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    stay.run(made.settings.folder, "TUR", "01.01.2014")
    assert "Not confirmed: The term itself" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("citizenship", "arrival", "told"),
    [
        (
            "XYZ",
            "31.02.2026",
            "Citizenship: There is no such country code.\nDay of arrival: There is no such date.",
        ),
        ("KAZ", "tomorrow", "Day of arrival: Write the date as 31.12.1990."),
        ("AZE", "01.11.2026", "Citizenship: Citizens of Azerbaijan need no registration"),
        ("KAZ", "31.07.2013", "Day of arrival: The tables of law have no term for an arrival on 31.07.2013."),
    ],
)
def test_value_that_cannot_be_used_is_told_by_its_name(
    made: Made, capsys: pytest.CaptureFixture[str], citizenship: str, arrival: str, told: str
) -> None:
    assert stay.run(made.settings.folder, citizenship, arrival) == 2
    assert capsys.readouterr().out.startswith(told)
