"""The names of citizenship codes: one that several codes have is taken for the usual one."""

import pytest

from desk.lang import LANGUAGES, use_language
from desk.records.countries import FREQUENT, countries, country_name

USUAL = ("DEU", "FRA", "MMR", "YEM", "COD", "TLS", "RKS", "EUE")


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_name_of_several_codes_is_taken_for_the_usual_one(code: str) -> None:
    use_language(code)
    offered = countries()
    first = {name: code for code, name in reversed(list(offered.items()))}
    assert [first[offered[code]] for code in USUAL] == list(USUAL)
    assert tuple(offered)[: len(FREQUENT)] == FREQUENT


def test_a_paper_names_a_country_in_its_own_language() -> None:
    use_language("az")
    assert country_name("XXA") == "Vətəndaşlığı olmayan şəxs"
    assert country_name("XXA", "ru") == "Лицо без гражданства"
    assert country_name("TUR", "ar") == "تركيا"
