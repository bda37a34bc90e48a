"""One thread may speak another language than the program."""

import asyncio

import pytest

from desk.lang import _, language, speaking, use_language


async def test_a_paper_in_another_language_leaves_the_programs_language_alone() -> None:
    use_language("en")

    def write() -> tuple[str, str]:
        with speaking("ru"):
            return language(), _("Home")

    other, here = await asyncio.gather(asyncio.to_thread(write), asyncio.to_thread(language))
    assert other == ("ru", "Главная")
    assert (here, language(), _("Home")) == ("en", "en", "Home")


def test_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="xx"), speaking("xx"):
        pass
