"""Fit the points of desk/names/weights.py on the development half: pure Python, deterministic.

Usage: python -m benchmarks.lookup.fit PERSONS.TXT OFAC_FOLDER WORK_FOLDER SIZE...

The shipped weights are of 10,000, 100,000 and 1,000,000 rows, at most 7,000 questions of each.
"""

import math
import pickle
import random
import sys
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.lookup import material, people
from benchmarks.lookup.exclude import lines_without
from desk.db.restrictions.ask import prepare, with_initials
from desk.db.restrictions.build import build, remove
from desk.db.restrictions.fetch import fetch
from desk.db.restrictions.lists import RestrictionList, _agree
from desk.db.restrictions.row import Manifest
from desk.db.restrictions.store import RID_MASK
from desk.names.align import ListedWord, align
from desk.names.birth import Birth, parse_birth, relate
from desk.names.errors import LookupInputError
from desk.names.score import features, points
from desk.names.words import Role, person

KEY = b"k" * 32
ASKS = {10_000: 30_000, 100_000: 30_000, 1_000_000: 14_000}
MOST = 7000  # questions of one size
Sample = tuple[dict[str, float], int, float]


def samples(
    held: RestrictionList, questions: list[material.Ask], ids: dict[str, int], most: int = 6
) -> list[Sample]:
    """Return features, label and weight of the right row and of the best wrong ones of every question."""
    out: list[Sample] = []
    vocabulary = held.vocabulary
    for ask in questions:
        try:
            words = person(name=ask.name)
        except LookupInputError:
            continue
        birth = parse_birth(ask.birth)
        asked = prepare(words, vocabulary)
        names = fetch(
            held.connection,
            vocabulary,
            asked.near_sets(),
            asked.fresh_sets(),
            birth,
            20260601,
            asked.initials(),
        )
        asked = with_initials(asked, vocabulary, {number for name in names for number, _ in name.tokens})
        best: dict[int, tuple[float, dict[str, float]]] = {}
        for name in names:
            listed = [
                ListedWord(number, Role(role), vocabulary.rarity(number)) for number, role in name.tokens
            ]
            relation = relate(birth, Birth.of(name.birth) if name.birth else None)
            nation = _agree(ask.citizenship or "", name.citizenship)
            for division in asked.divisions:
                found = features(align(division.words, listed), vocabulary.log_rows, relation, nation, 0)
                total = points(found)
                rid = name.nid & RID_MASK
                if rid not in best or total > best[rid][0]:
                    best[rid] = (total, found)
        target = ids.get(ask.target or "")
        if target in best:
            out.append((best[target][1], 1, 1.0))
        wrong = sorted((v for k, v in best.items() if k != target), key=lambda v: -v[0])[:most]
        weight = {"clean": 3.0, "hard": 0.5, "positive": 0.25}[ask.kind]
        out += [(found, 0, weight) for _, found in wrong]
    return out


def fit(
    data: list[Sample], start: dict[str, float], rounds: int = 12, ridge: float = 0.5
) -> dict[str, float]:
    """Return the weights that minimise logistic loss with a little ridge, by Newton's method."""
    names = sorted({name for found, _, _ in data for name in found})
    index = {name: i for i, name in enumerate(names)}
    rows = [([(index[n], v) for n, v in found.items() if v], label, weight) for found, label, weight in data]
    weights = [start.get(name, 0.0) for name in names]
    size = len(names)
    for _ in range(rounds):
        gradient = [ridge * w for w in weights]
        curve = [[ridge * (i == j) for j in range(size)] for i in range(size)]
        for found, label, weight in rows:
            z = sum([weights[i] * v for i, v in found])
            p = 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))
            error, bend = (p - label) * weight, p * (1 - p) * weight
            for i, v in found:
                gradient[i] += error * v
                if bend > 1e-4:
                    line, share = curve[i], bend * v
                    for j, u in found:
                        line[j] += share * u
        step = solve(curve, gradient)
        longest = max(map(abs, step))
        scale = min(1.0, 3.0 / longest)
        weights = [w - scale * s for w, s in zip(weights, step, strict=True)]
        if longest < 0.01:
            break
    return dict(zip(names, weights, strict=True))


def solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Solve a small linear system by elimination with pivots."""
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for i in range(size):
        best = max(range(i, size), key=lambda k: abs(rows[k][i]))
        rows[i], rows[best] = rows[best], rows[i]
        for k in range(size):
            if k != i and rows[k][i]:
                share = rows[k][i] / rows[i][i]
                rows[k] = [a - share * b for a, b in zip(rows[k], rows[i], strict=True)]
    return [rows[i][size] / rows[i][i] for i in range(size)]


def main() -> None:
    persons, ofac, work, *sizes = sys.argv[1:]
    classes, published = people.read_classes(Path(persons)), people.read_ofac(Path(ofac))
    data: list[Sample] = []
    for size in map(int, sizes):
        rows, questions = material.world(size, classes, published, ASKS.get(size, 9000), seed=41)
        asked = list(material.questions_of(questions, "dev"))
        random.Random(5).shuffle(asked)
        asked = asked[:MOST]
        path = Path(work) / f"fit-{size}.db"
        remove(path)
        build(path, KEY, rows, Manifest(1, datetime.now(UTC), size), variants=lines_without(classes, "dev"))
        held = RestrictionList.open(path, KEY)
        data += samples(held, asked, {row.id: i for i, row in enumerate(rows, 1)})
        held.close()
        print(size, len(asked), len(data))
    from desk.names.weights import WEIGHTS

    (Path(work) / "samples.pickle").write_bytes(pickle.dumps(data))
    random.Random(1).shuffle(data)
    found = fit(data, WEIGHTS)
    for name, value in sorted(found.items()):
        print(f'    "{name}": {value:.2f},')
    lines = "\n".join(f'    "{name}": {value:.2f},' for name, value in sorted(found.items()))
    target = Path(__file__).parents[2] / "desk" / "names" / "weights.py"
    head = target.read_text(encoding="utf-8").partition("WEIGHTS")[0]
    target.write_text(f"{head}WEIGHTS = {{\n{lines}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
