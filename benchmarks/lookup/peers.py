"""The peers in the same run: rapidfuzz alone, and nomenklatura's logic-v2 over the best fifty names of
rapidfuzz.

Needs nomenklatura 4.17.4 (MIT) beside the desk's own libraries; a benchmark dependency only.
"""

import time
from collections.abc import Callable, Sequence
from typing import Any

from anyascii import anyascii
from rapidfuzz import fuzz, process

from benchmarks.lookup.material import Ask
from benchmarks.lookup.measure import Shown, operating_point
from desk.db.restrictions.row import RestrictionRow
from desk.names.birth import parse_birth

CANDIDATES = 50
_FIRST = {10_000: 1500, 100_000: 500, 1_000_000: 240}
_STRANGERS = 101  # clean ones at least, so that one shown is within the limit


def plain(text: str) -> str:
    return anyascii(text).lower().replace("<", " ").replace(",", " ").strip()


class Listed:
    """The listed names as rapidfuzz compares them, with the best of them by its two scorers.

    token_sort_ratio and token_set_ratio split and sort each listed name for every question, too slow for a
    million; here each is sorted once, with the same results.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self._sorted = [" ".join(sorted(name.split())) for name in names]
        self._sets = [" ".join(sorted(set(name.split()))) for name in names]
        self._with: dict[str, list[int]] = {}
        for place, words in enumerate(self._sets):
            for word in words.split():
                self._with.setdefault(word, []).append(place)

    def by_sort(self, name: str) -> list[tuple[int, float]]:
        """Return the places and scores of the best by token_sort_ratio."""
        return _best(" ".join(sorted(name.split())), self._sorted, CANDIDATES)

    def by_set(self, name: str) -> list[tuple[int, float]]:
        """Return the places and scores of the best by token_set_ratio: the plain ratio of the sorted words
        where no word is shared.
        """
        words = set(name.split())
        shared = {place: self._names[place] for word in words for place in self._with.get(word, ())}
        scored = process.extract(name, shared, scorer=fuzz.token_set_ratio, processor=None, limit=None)
        others = _best(" ".join(sorted(words)), self._sets, CANDIDATES + len(shared))
        found = [(place, score) for _, score, place in scored]
        found += [(place, score) for place, score in others if place not in shared]
        return sorted(found, key=lambda each: (-round(each[1], 9), each[0]))[:CANDIDATES]


def _best(text: str, texts: Sequence[str], limit: int) -> list[tuple[int, float]]:
    hits = process.extract(text, texts, scorer=fuzz.ratio, processor=None, limit=limit)
    return [(place, score) for _, score, place in hits]


def sample(asked: Sequence[Ask], size: int) -> list[int]:
    """Return the places of the first questions and as many more clean strangers as a limit of 1 % needs."""
    first = min(_FIRST.get(size, 500), len(asked))
    clean = [place for place, ask in enumerate(asked) if ask.kind == "clean"]
    return [*range(first), *(place for place in clean[:_STRANGERS] if place >= first)]


def qualified(score: float, ask: Ask, row: RestrictionRow) -> float:
    """Take off what logic-v2 takes off for another date or country, a swapped day and month forgiven."""
    one, two = parse_birth(ask.birth), parse_birth(row.birth_date)
    if one and two and one.year != two.year:
        score -= 0.25
    elif one and two and one.day and two.day and one != two and (one.month, one.day) != (two.day, two.month):
        score -= 0.15
    if ask.citizenship and row.citizenship and ask.citizenship != row.citizenship:
        score -= 0.2
    return score


def compare(
    rows: list[RestrictionRow],
    asked: list[Ask],
    size: int,
    report: Callable[..., None],
    percents: Callable[..., Any],
    quantile: Callable[..., float],
) -> None:
    listed = Listed([plain(f"{row.surname} {row.given_names} {row.patronymic}") for row in rows])
    questions = [asked[place] for place in sample(asked, size)]
    logic = Logic()
    fuzzy, logical, times, logic_times = [], [], [], []
    for ask in questions:
        start = time.perf_counter()
        name = plain(ask.name)
        by_sort, by_set = listed.by_sort(name), listed.by_set(name)
        middle = time.perf_counter()
        places = list(dict.fromkeys([place for place, _ in [*by_sort, *by_set]]))
        best = sorted(
            ((qualified(score / 100, ask, rows[i]), rows[i].id) for i, score in by_sort), reverse=True
        )
        fuzzy.append(Shown(ask, best[:5]))
        scored = sorted(((logic.score(ask, rows[i]), rows[i].id) for i in places), reverse=True)
        logical.append(Shown(ask, scored[:5]))
        times.append(middle - start)
        logic_times.append(time.perf_counter() - middle)
    for peer, shown, seconds in (
        ("rapidfuzz token_sort", fuzzy, times),
        ("nomenklatura logic-v2", logical, logic_times),
    ):
        report(
            "peer",
            size,
            peer=peer,
            questions=len(questions),
            p50_ms=quantile(seconds, 0.5),
            p95_ms=quantile(seconds, 0.95),
            operating_point=percents(operating_point(shown)),
        )


class Logic:
    """nomenklatura's logic-v2 with entities made once a row."""

    def __init__(self) -> None:
        from followthemoney import model  # type: ignore[import-not-found, unused-ignore]
        from nomenklatura.matching import get_algorithm  # type: ignore[import-not-found, unused-ignore]

        algorithm = get_algorithm("logic-v2")
        assert algorithm  # noqa: S101
        self._algorithm, self._config, self._model = algorithm, algorithm.default_config(), model
        self._known: dict[str, Any] = {}
        self._asked = 0

    def _entity(self, identity: str, name: str, birth: str | None, citizenship: str | None) -> Any:  # noqa: ANN401 - the peer has no types
        entity = self._model.make_entity("Person")
        entity.id = identity
        entity.add("name", name)
        if birth:
            entity.add("birthDate", birth)
        if citizenship:
            entity.add("nationality", citizenship)
        return entity

    def score(self, ask: Ask, row: RestrictionRow) -> float:
        """Return logic-v2's score; ids are never reused, for its names are kept by id."""
        listed = self._known.get(row.id)
        if listed is None:
            name = f"{row.given_names} {row.patronymic} {row.surname}"
            listed = self._known[row.id] = self._entity(f"l-{row.id}", name, row.birth_date, row.citizenship)
        key = f"q-{id(ask)}"
        entity = self._known.get(key)
        if entity is None:
            name = ask.name.replace("<", " ")
            entity = self._known[key] = self._entity(key, name, ask.birth, ask.citizenship)
        return float(self._algorithm.compare(entity, listed, self._config).score)
