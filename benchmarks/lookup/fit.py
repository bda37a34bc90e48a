"""Fit the points of desk/names/weights.py on the development half: pure Python, deterministic.

Usage: python -m benchmarks.lookup.fit WORK_FOLDER SIZE..., after

    python -m benchmarks.lookup PERSONS.TXT OFAC WORK_FOLDER SIZE... --half=dev --seed=41

The shipped weights are what it wrote for 10,000, 100,000 and 1,000,000 rows. It starts from those in the file
and learns from the wrong rows that these rank best, so a run from others ends a little elsewhere.
"""

import math
import pickle
import random
import sys
from pathlib import Path

from benchmarks.lookup.material import Ask
from benchmarks.lookup.ours import DAY, KEY
from desk.db.restrictions.answer import Query
from desk.db.restrictions.codec import hash32
from desk.db.restrictions.lists import RestrictionList
from desk.db.restrictions.store import RID_MASK
from desk.names.birth import parse_birth
from desk.names.errors import LookupInputError

MOST = 5000  # questions of one size
_WRONG = 6  # of the best wrong rows of a question
_WEIGHT = {"clean": 3.0, "hard": 0.5, "positive": 0.25}
Sample = tuple[dict[str, float], int, float]


def samples(held: RestrictionList, questions: list[Ask]) -> list[Sample]:
    """Return features, label and weight of the right row and of the best wrong ones of every question."""
    out: list[Sample] = []
    for ask in questions:
        query = Query(name=ask.name, birth_date=ask.birth or "", citizenship=ask.citizenship or "")
        try:
            scored = held._by_name(held._words(query, False), query, parse_birth(ask.birth), DAY)[1]
        except LookupInputError:
            continue
        found = held.connection.execute(
            "SELECT rid FROM exact WHERE hash = ?", (hash32("id", ask.target or ""),)
        )
        target = {rid for (rid,) in found.fetchall()}
        right = [each for each in scored if each.name.nid & RID_MASK in target]
        wrong = [each for each in scored if each.name.nid & RID_MASK not in target]
        out += [(each.features, 1, 1.0) for each in right]
        out += [(each.features, 0, _WEIGHT[ask.kind]) for each in wrong[:_WRONG]]
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
    work, *sizes = sys.argv[1:]
    data: list[Sample] = []
    for size in map(int, sizes):
        asked, _ = pickle.loads((Path(work) / f"asked-{size}.pickle").read_bytes())  # noqa: S301
        held = RestrictionList.open(Path(work) / f"list-{size}.db", KEY)
        data += samples(held, asked[:MOST])
        held.close()
        print(size, len(data), flush=True)
    from desk.names.weights import WEIGHTS

    (Path(work) / "samples.pickle").write_bytes(pickle.dumps(data))
    random.Random(1).shuffle(data)
    found = fit(data, WEIGHTS)
    lines = "\n".join(f'    "{name}": {value:.2f},' for name, value in sorted(found.items()))
    target = Path(__file__).parents[2] / "desk" / "names" / "weights.py"
    head = target.read_text(encoding="utf-8").partition("WEIGHTS")[0]
    target.write_text(f"{head}WEIGHTS = {{\n{lines}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
