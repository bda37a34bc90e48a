"""Sums of money as each language writes them, on the screen and on paper."""

from decimal import Decimal

import pytest

from desk.lang import amount, use_language


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("az", ["0", "30", "60,50", "1.200"]),
        ("ru", ["0", "30", "60,50", "1\u00a0200"]),
        ("en", ["0", "30", "60.50", "1,200"]),
    ],
)
def test_amount_is_written_as_its_language_does(code: str, told: list[str]) -> None:
    sums = (Decimal("0.00"), 30, "60.50", Decimal(1200))
    assert [amount(one, code) for one in sums] == told
    use_language(code)
    assert [amount(one) for one in sums] == told
    use_language("en")
