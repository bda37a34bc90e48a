"""The distinct words of a list in memory, and those of them that sound like an asked word."""

import math
from array import array
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import accumulate

from rapidfuzz import process
from rapidfuzz.distance import OSA

from desk.db.restrictions.store import Connection
from desk.names.align import Near
from desk.names.forms import Forms, Reading, collapse, skeleton, variant_key
from desk.names.similar import CLASS_SIMILARITY, FLOOR, Likeness, abbreviates, similarity

REMEMBERED = 512  # asked words whose likenesses are kept
MOST_NEAR = 160  # listed words kept for one asked word


class Vocabulary:
    """The words of one list; `near` finds those like a word, in any script."""

    def __init__(self, connection: Connection, rows: int) -> None:
        self._connection = connection
        self.log_rows = math.log(max(rows, 2))
        """Natural logarithm of the number of rows, from which a word's rarity follows."""
        self._sounds: list[str] = [""]
        self._vowelless = bytearray(1)
        self._names = array("I", [0])
        self._by_length: dict[int, tuple[list[str], list[array[int]]]] = {}
        self._place: dict[str, array[int]] = {}
        self._skeletons: dict[str, array[int]] = {}
        self._initials: list[int] = []
        self._known: dict[Forms, dict[int, Near]] = {}
        self.forms_of = lru_cache(maxsize=8192)(self._forms_of)

    @classmethod
    def load(cls, connection: Connection, rows: int) -> "Vocabulary":
        """Read the whole vocabulary of a list (30,000 words at a million rows take 0.2 s)."""
        vocabulary = cls(connection, rows)
        vocabulary.extend(rows)
        return vocabulary

    def __len__(self) -> int:
        return len(self._sounds) - 1

    def extend(self, rows: int) -> None:
        """Read the words that a list, now of so many rows, got since."""
        self._known.clear()
        self.log_rows = math.log(max(rows, 2))
        sql = "SELECT tid, sounds, vowelless, names FROM token WHERE tid > ? ORDER BY tid"
        for number, sounds, vowelless, names in self._connection.execute(sql, (len(self),)):
            while len(self._sounds) < number:
                self._sounds.append("")
                self._vowelless.append(0)
                self._names.append(0)
            self._sounds.append(sounds)
            self._vowelless.append(vowelless)
            self._names.append(names)
            self._enter(number, sounds, bool(vowelless))
            if len(sounds) == 1:
                self._initials.append(number)

    def _enter(self, number: int, sounds: str, vowelless: bool) -> None:
        """Make the word findable by each of its readings."""
        for sound in dict.fromkeys(sounds.split("|")):
            collapsed = collapse(sound)
            bones = skeleton(collapsed)
            if len(bones) > 1 or vowelless:
                mark = "*" if vowelless else ""
                self._skeletons.setdefault(mark + bones, array("I")).append(number)
            if vowelless:
                self._skeletons.setdefault(bones, array("I"))
            place = self._place.get(collapsed)
            if place is None:
                place = self._place[collapsed] = array("I")
                words, places = self._by_length.setdefault(len(collapsed), ([], []))
                words.append(collapsed)
                places.append(place)
            if number not in place[-4:]:
                place.append(number)

    def _forms_of(self, number: int) -> Forms:
        """Return the forms of a listed word."""
        sounds = self._sounds[number].split("|")
        readings = []
        for sound in sounds:
            collapsed = collapse(sound)
            readings.append(Reading(sound, collapsed, skeleton(collapsed)))
        return Forms(tuple(readings), bool(self._vowelless[number]))

    def rarity(self, number: int) -> float:
        """Return ln(rows / names with the word)."""
        return max(0.0, self.log_rows - math.log(max(1, self._names[number])))

    def cluster_rarity(self, near: Mapping[int, Near]) -> float:
        """Return ln(rows / names with any spelling of the word)."""
        names = sum(self._names[number] for number, hit in near.items() if hit.value >= 0.9)
        return max(0.0, self.log_rows - math.log(max(1, names)))

    def rarities(self, near: Mapping[int, Near]) -> dict[float, float]:
        """Return for each similarity ln(rows / names with a word at least so alike)."""
        names: dict[float, int] = {}
        for number, hit in near.items():
            names[hit.value] = names.get(hit.value, 0) + self._names[number]
        values = sorted(names, reverse=True)
        sums = accumulate(names[value] for value in values)
        return {
            value: max(0.0, self.log_rows - math.log(max(1, each)))
            for value, each in zip(values, sums, strict=True)
        }

    def exact(self, collapsed: str) -> "array[int] | None":
        """Return the words of one collapsed form."""
        return self._place.get(collapsed)

    def names_with(self, number: int) -> int:
        """Return how many names have the word."""
        return self._names[number]

    def near(self, asked: Forms) -> dict[int, Near]:
        """Return the listed words like the asked one, at most MOST_NEAR; some are remembered."""
        known = self._known.get(asked)
        if known is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            known = self._known[asked] = self._near(asked)
        return dict(known)

    def _near(self, asked: Forms) -> dict[int, Near]:
        """Compare the candidates with the asked word."""
        found: dict[int, Near] = {}
        for number in self._candidates(asked):
            if number not in found:
                value, likeness = similarity(asked, self.forms_of(number))
                if value >= FLOOR:
                    found[number] = Near(value, likeness)
        for number in self._kin(asked):
            if number not in found or found[number].value < CLASS_SIMILARITY:
                found[number] = Near(CLASS_SIMILARITY, Likeness.KNOWN_VARIANT)
        if len(found) > MOST_NEAR:
            best = sorted(found.items(), key=lambda item: -item[1].value)[:MOST_NEAR]
            return dict(best)
        return found

    def _kin(self, asked: Forms) -> list[int]:
        """Return the listed words of the classes that the asked word belongs to."""
        sql = "SELECT k.tid FROM variant v JOIN kin k ON k.class = v.class WHERE v.form = ?"
        return [number for (number,) in self._connection.execute(sql, (variant_key(asked),))]

    def _candidates(self, asked: Forms) -> Iterator[int]:
        """Yield the words that share a skeleton across scripts or are a few edits away."""
        seen: set[str] = set()
        for reading in asked.readings:
            if reading.skeleton:
                yield from self._skeletons.get("*" + reading.skeleton, ())
                if asked.vowelless and len(reading.skeleton) > 1:
                    yield from self._skeletons.get(reading.skeleton, ())
            if reading.collapsed in seen:
                continue
            seen.add(reading.collapsed)
            yield from self._edits(reading.collapsed)

    def _edits(self, collapsed: str) -> Iterator[int]:
        """Yield the words whose collapsed form is within the edits that keep it above the floor."""
        size = len(collapsed)
        most = 1 if size <= 5 else 2 if size <= 9 else 3
        apart = 1 if most < 3 else 2  # two letters too many or too few in one short word are no slip
        for length in range(max(1, size - apart), size + apart + 1):
            entry = self._by_length.get(length)
            if entry is None:
                continue
            words, places = entry
            for _, _, index in process.extract(
                collapsed, words, scorer=OSA.distance, processor=None, score_cutoff=most, limit=None
            ):
                yield from places[index]

    def initials_of(self, asked: Forms) -> dict[int, Near]:
        """Return the listed single letters that can stand for the asked word."""
        return {
            number: Near(0.7, Likeness.INITIAL)
            for number in self._initials
            if abbreviates(self.forms_of(number), asked)
        }

    def abbreviated(self, initial: Forms, numbers: set[int]) -> dict[int, Near]:
        """Return those of the words that a single letter can stand for."""
        return {
            number: Near(0.7, Likeness.INITIAL)
            for number in numbers
            if abbreviates(initial, self.forms_of(number))
        }
