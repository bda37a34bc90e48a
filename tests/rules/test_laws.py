"""A basis names its law in the language of who reads it, with the same article."""

import pytest

from desk.lang import use_language
from desk.rules.laws import law_text

AMENDED = "29.06.2018 tarixli Qanun"


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("az", ["Miqrasiya Məcəlləsi, 21", "762 nömrəli Fərman (23.06.2016)", AMENDED]),
        ("ru", ["Миграционный кодекс, 21", "Указ № 762 (23.06.2016)", "Закон от 29.06.2018"]),
        ("en", ["Migration Code, 21", "Decree No. 762 (23.06.2016)", "Law of 29.06.2018"]),
    ],
)
def test_basis_names_its_law_in_the_language_in_use(code: str, told: list[str]) -> None:
    use_language(code)
    quoted = ["Miqrasiya Məcəlləsi, 21", "762 nömrəli Fərman (23.06.2016)", AMENDED]
    found = [law_text(basis) for basis in quoted]
    use_language("en")
    assert found == told
