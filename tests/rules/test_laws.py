"""A basis names its law in the language of who reads it, with the same article."""

import pytest

from desk.lang import use_language
from desk.rules.laws import law_text


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("az", ["Miqrasiya Məcəlləsi, 21", "762 nömrəli Fərman (23.06.2016)"]),
        ("ru", ["Миграционный кодекс, 21", "Указ № 762 (23.06.2016)"]),
        ("en", ["Migration Code, 21", "Decree No. 762 (23.06.2016)"]),
    ],
)
def test_basis_names_its_law_in_the_language_in_use(code: str, told: list[str]) -> None:
    use_language(code)
    found = [law_text("Miqrasiya Məcəlləsi, 21"), law_text("762 nömrəli Fərman (23.06.2016)")]
    use_language("en")
    assert found == told
