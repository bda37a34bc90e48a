"""Measure the restriction lookup beside its peers: python -m benchmarks.lookup PERSONS.TXT OFAC WORK
SIZE... [--peers]

Each step runs in a process of its own, so that memory is that of the step alone. Prints one JSON line a step.
"""

import json
import os
import pickle
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from benchmarks.lookup import material, measure, ours, people
from benchmarks.lookup.exclude import lines_without
from benchmarks.lookup.peers import compare, sample
from desk.db.restrictions.answer import Query
from desk.db.restrictions.build import Stage, build, remove
from desk.db.restrictions.change import ListWriter
from desk.db.restrictions.lists import RestrictionList
from desk.db.restrictions.row import Manifest, RestrictionRow

TODAY = date(2026, 6, 1)


def peak_mib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def prepare(persons: Path, ofac: Path, work: Path, size: int, which: str, seed: int, asks: int) -> None:
    classes = people.read_classes(persons)
    rows, questions = material.world(size, classes, people.read_ofac(ofac), asks, seed=seed)
    asked = list(material.questions_of(questions, which))
    random.Random(5).shuffle(asked)
    with (work / f"rows-{size}.pickle").open("wb") as file:
        for start in range(0, size, 10_000):
            pickle.dump(rows[start : start + 10_000], file)
    (work / f"asked-{size}.pickle").write_bytes(pickle.dumps((asked, lines_without(classes, which))))


def rows_of(work: Path, size: int) -> Iterator[RestrictionRow]:
    with (work / f"rows-{size}.pickle").open("rb") as file:
        for _ in range(0, size, 10_000):
            yield from pickle.load(file)  # noqa: S301 - written by this program a step before


def index(work: Path, size: int) -> None:
    path, stages = work / f"list-{size}.db", {}
    remove(path)
    remove(path.with_name(path.name + ".part"))
    _, lines = pickle.loads((work / f"asked-{size}.pickle").read_bytes())  # noqa: S301
    start = time.perf_counter()

    def tell(stage: Stage, done: int, total: int) -> None:
        stages[stage.value] = round(time.perf_counter() - start, 1)

    build(path, ours.KEY, rows_of(work, size), Manifest(1, datetime.now(UTC), size), tell, variants=lines)
    seconds = time.perf_counter() - start
    report(
        "build",
        size,
        seconds=round(seconds, 1),
        cpu_seconds=round(time.process_time(), 1),
        ends=stages,
        disk_mb=round(path.stat().st_size / 1e6, 1),
        peak_mib=peak_mib(),
    )


def ask(work: Path, size: int, most: int) -> None:
    asked, _ = pickle.loads((work / f"asked-{size}.pickle").read_bytes())  # noqa: S301
    before = peak_mib()
    start = time.perf_counter()
    held = RestrictionList.open(work / f"list-{size}.db", ours.KEY)
    opened = time.perf_counter() - start
    shown, seconds, processor = ours.ask_all(held, asked[:most])
    point = measure.operating_point(shown)
    above = [ours.above_built(held, each) for each in shown]
    built = measure.at(above, 0.0)
    beside = [shown[place] for place in sample(asked[:most], size)]
    report(
        "ask",
        size,
        questions=len(shown),
        words=len(held.vocabulary),
        open_s=round(opened, 2),
        p50_ms=quantile(seconds, 0.5),
        p95_ms=quantile(seconds, 0.95),
        cpu_p50_ms=quantile(processor, 0.5),
        cpu_p95_ms=quantile(processor, 0.95),
        peak_mib=peak_mib(),
        before_mib=before,
        operating_point=percents(point),
        at_built_threshold=percents(built),
        operating_point_of_score=percents(measure.operating_point(above)),
        operating_point_beside_peers=percents(measure.operating_point(beside)),
        without_threshold=percents(measure.at(shown, -99.0)),
        counts={kind: sum(each.ask.kind == kind for each in shown) for kind in ("positive", "clean", "hard")},
        families={
            name: f"{100 * hit / of:.1f} of {of}"
            for name, (hit, of) in measure.by_family(shown, point.threshold).items()
        },
    )
    numbers = [
        row.documents[0].number
        for row in list(rows_of(work, 10_000 if size >= 10_000 else size))[-2000:]
        if row.documents
    ]
    times = []
    for number in numbers[:1500]:
        start = time.perf_counter()
        found = held.find(Query(document=number), today=TODAY)
        times.append(time.perf_counter() - start)
        assert len(found.candidates) <= 5  # noqa: S101
    report("document", size, p50_ms=quantile(times, 0.5), p95_ms=quantile(times, 0.95), asked=len(times))


def change(work: Path, size: int) -> None:
    writer = ListWriter(work / f"list-{size}.db", ours.KEY)
    rows = [row for _, row in zip(range(1000), rows_of(work, size), strict=False)]
    start = time.perf_counter()
    for place in range(0, 1000, 100):
        writer.apply(rows[place : place + 100], [], version=2, as_of="2026-06-02T00:00:00+00:00")
    report("change", size, page=100, ms_each=round((time.perf_counter() - start), 3))


def quantile(values: list[float], share: float) -> float:
    return round(sorted(values)[int(share * (len(values) - 1))] * 1000, 2)


def percents(point: measure.Point) -> dict[str, float]:
    shares = {"recall": point.recall, "first": point.recall_first, "clean": point.clean, "hard": point.hard}
    return {"threshold": round(point.threshold, 2)} | {
        name: round(100 * value, 1) for name, value in shares.items()
    }


def _load() -> float:
    return round(os.getloadavg()[0], 1)


def report(step: str, size: int, **figures: object) -> None:
    print(
        json.dumps({"step": step, "rows": size, "load": _load(), **figures}, ensure_ascii=False), flush=True
    )


def option(name: str, default: str) -> str:
    return next((word.partition("=")[2] for word in sys.argv if word.startswith(f"--{name}=")), default)


def main() -> None:
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    persons, ofac, work = map(Path, words[:3])
    which, seed = option("half", "test"), int(option("seed", "7"))
    asks = int(option("asks", "9000"))  # questions about listed people, both halves and those of neither
    options = [word for word in sys.argv if word.startswith(("--half=", "--seed=", "--asks="))]
    step = next((word[7:] for word in sys.argv if word.startswith("--step=")), None)
    for size in map(int, words[3:]):
        most = 4000 if size <= 10_000 else 1500
        if step is None:
            for each in ("prepare", "index", "ask", *(("peers",) if "--peers" in sys.argv else ()), "change"):
                command = [
                    sys.executable,
                    "-m",
                    "benchmarks.lookup",
                    *words[:3],
                    str(size),
                    f"--step={each}",
                    *options,
                ]
                subprocess.run(command, check=True)
        elif step == "prepare":
            prepare(persons, ofac, work, size, which, seed, asks)
        elif step == "index":
            index(work, size)
        elif step == "ask":
            ask(work, size, most)
        elif step == "change":
            change(work, size)
        elif step == "peers":
            asked, _ = pickle.loads((work / f"asked-{size}.pickle").read_bytes())  # noqa: S301
            compare(list(rows_of(work, size)), asked, size, report, percents, quantile)


if __name__ == "__main__":
    main()
