"""Which new passwords are refused, and with which code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.crypto.passwords import password_faults


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "yağışlı gündə dörd sarı çətir",
        "зелёный чайник на балконе",
        "tkR9-vexal+Morn",
        "my dog eats passwords daily",
        "x" * 3 + "Kürün sahilində söyüd ağacı" * 5,
    ],
)
def test_a_long_password_or_passphrase_of_any_letters_is_good(password: str) -> None:
    assert password_faults(password, ["aysel", "Gəncə"]) == []


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("tkR9-vexal+Mor", "password_short"),
        ("", "password_short"),
        ("a" * 40, "password_repeats"),
        ("abcabcabcabcabcabc", "password_repeats"),
        ("Xyz7Qw!Xyz7Qw!Xyz7Qw!", "password_repeats"),
        ("passwordpassword", "password_common"),
        ("Password1234567890", "password_common"),
        ("qwertyuiopasdfghjkl", "password_common"),
        ("0987654321qwerty", "password_common"),
        ("йцукенгшщзфывапролд", "password_common"),
        ("Azərbaycan2026!!!", "password_common"),
        ("Azerbaijan-Baku-2026", "password_common"),
        ("ParolParol123456", "password_common"),
        ("İstifadəçi!!2026", "password_common"),
        ("пароль1234567890", "password_common"),
        ("1qaz2wsx3edc4rfv", "password_common"),
        ("zyxwvutsrqponmlk", "password_common"),
        ("Aysel Quliyeva 86", "password_personal"),
        ("aysel.quliyeva.GNC2", "password_personal"),
        ("good but\x07 with a bell", "password_characters"),
        ("lone surrogate \ud800 here", "password_characters"),
        ("long enough " * 30, "password_long"),
    ],
)
def test_a_weak_password_is_refused_with_its_code(password: str, fault: str) -> None:
    assert fault in password_faults(password, ["aysel.quliyeva", "Aysel Quliyeva", "GNC2"])


@given(st.text(max_size=300), st.lists(st.text(max_size=20), max_size=3))
def test_any_text_gets_an_answer_and_short_text_is_never_good(password: str, about: list[str]) -> None:
    faults = password_faults(password, about)
    assert faults or len(password) >= 15


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzəüşğöç0123456789", min_size=24, max_size=40))
def test_a_random_password_is_refused_only_for_a_pattern_in_it(password: str) -> None:
    assert set(password_faults(password)) <= {"password_repeats", "password_common"}
