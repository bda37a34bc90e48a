"""The catalogue that is read where it lies says what gettext's own reader says."""

import gettext

import pytest

from desk.catalogue import Catalogue
from desk.lang import LANGUAGES, catalogues


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_and_plural_is_found_as_by_gettext(language: str) -> None:
    whole = gettext.translation("desk", catalogues(), [language], gettext.GNUTranslations)
    lying = gettext.translation("desk", catalogues(), [language], Catalogue)
    known = vars(whole)["_catalog"]
    assert len(known) > 1000
    assert [key for key, text in known.items() if lying._catalog.get(key) != text] == []
    for n in range(130):
        assert lying.ngettext("{n} case", "{n} cases", n) == whole.ngettext("{n} case", "{n} cases", n)
    for unknown in ("", "no such message", "zzz\U0010ffff", "{n} case", "\x01"):
        assert lying.gettext(unknown) == whole.gettext(unknown)
