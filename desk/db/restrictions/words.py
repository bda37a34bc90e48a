"""Names to token numbers while a list is written: every distinct word gets one number."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from desk.db.restrictions.row import RestrictionRow
from desk.names.clean import MAX_LENGTH
from desk.names.words import Role, Word, parse

BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"
_KNOWN_NAMES = 400_000  # texts whose words are remembered; bounds the memory of a build


@dataclass
class WordBook:
    """The numbers of words and texts given so far, and those not yet written."""

    tokens: dict[str, int] = field(default_factory=dict)
    names_with: list[int] = field(default_factory=lambda: [0])
    texts: dict[str, int] = field(default_factory=dict)
    new_tokens: list[tuple[int, str, int]] = field(default_factory=list)
    new_texts: list[tuple[int, str]] = field(default_factory=list)
    _parsed: dict[tuple[str, Role], list[tuple[int, Role]]] = field(default_factory=dict)
    next_text: int = 1

    def text(self, text: str) -> int | None:
        """Return the number of a repeating text; None for an empty one."""
        if not text:
            return None
        number = self.texts.get(text)
        if number is None:
            number = self.texts[text] = self.next_text
            self.next_text += 1
            self.new_texts.append((number, text))
        return number

    def token(self, word: Word) -> int:
        """Return the number of a word."""
        spelling = "|".join(reading.sound for reading in word.forms.readings) + (
            "*" if word.forms.vowelless else ""
        )
        number = self.tokens.get(spelling)
        if number is None:
            number = self.tokens[spelling] = len(self.names_with)
            self.names_with.append(0)
            self.new_tokens.append((number, spelling.rstrip("*"), int(word.forms.vowelless)))
        return number

    def name(self, text: str, role: Role) -> list[tuple[int, Role]]:
        """Return the words of one field."""
        known = self._parsed.get((text, role))
        if known is None:
            known = [(self.token(word), word.role) for word in parse(text[:MAX_LENGTH], role)]
            if len(self._parsed) < _KNOWN_NAMES:
                self._parsed[text, role] = known
        return known

    def names(self, row: RestrictionRow) -> list[list[tuple[int, Role]]]:
        """Return the words of the row's own name and of each other name, and count them."""
        fields = (
            (row.surname, Role.SURNAME),
            (row.given_names, Role.GIVEN),
            (row.patronymic, Role.PATRONYMIC),
        )
        names = [[word for text, role in fields if text for word in self.name(text, role)]]
        names += [self.name(text, Role.UNKNOWN) for text in row.other_names if text]
        if not names[0] and len(names) > 1:
            names.pop(0)
        for words in names:
            for number in {number for number, _ in words}:
                self.names_with[number] += 1
        return names


def base36(number: int) -> str:
    """Return the number as FTS5's ascii tokenizer keeps it whole."""
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = BASE36[rest] + digits
    return digits or "0"


def keys(words: Iterable[tuple[int, int]], birth: int | None) -> str:
    """Return the keys of one name in the inverted index."""
    found = [f"t{base36(number)}" for number in dict.fromkeys(number for number, _ in words)]
    if not birth:
        return " ".join([*found, "y0"])
    found.append(f"y{birth // 10000}")
    if birth % 100:
        found.append(f"d{birth}")
    return " ".join(found)
