"""Document numbers and FIN as they are compared: without spaces, labels and look-alike letters."""

import re
import unicodedata

_TWINS = str.maketrans("АВЕКМНОРСТУХІЈЅԚԜОİIО", "ABEKMH0PCTYX1JSQW0110")
_ASCII = str.maketrans("OI", "01")
_LONGEST = 100
_LABEL = re.compile(
    r"^\s*(?:passport|pasport|паспорт|document|sənəd|nömrə|number|id card|№|no\.|n°)\W*", re.IGNORECASE
)
_COUNTRY = re.compile(r"^AZE(?=[0-9]{6,})")
_LOOSE = re.compile(r"[^0-9A-Z]")
MIN_LENGTH = 4  # characters; anything shorter is not a document number


def fold_number(number: str) -> str:
    """Return the number's key ([0-9A-Z], O as 0, I as 1, Cyrillic twins as Latin), or "" when too short."""
    if number.isascii() and number.isalnum() and len(number) <= _LONGEST:
        folded = number.upper().translate(_ASCII)
    else:
        bare = _LABEL.sub("", number[:_LONGEST])
        upper = "".join(
            c for c in unicodedata.normalize("NFKC", bare) if unicodedata.category(c)[0] != "C"
        ).upper()
        folded = _LOOSE.sub("", upper.translate(_TWINS).translate(_ASCII))
    folded = _COUNTRY.sub("", folded)
    return folded if len(folded) >= MIN_LENGTH else ""
