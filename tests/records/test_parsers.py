"""Whatever comes from outside, a document, a message or a file, is read or refused, and nothing else."""

import json
import random
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from tests.central.golden_bodies import body_of
from tests.proofs import rounds
from tests.records import mutations
from tests.records.file_tries import Try
from tests.records.tries import tries

TEXTS = rounds(20_000, 1_000_000)


def play(known: dict[str, tuple[Try, int]], texts: int, seed: int) -> tuple[Counter[str], list[str]]:
    """Try so many texts; how many of each, and each error that no parser should have let out."""
    dice, done, faults = random.Random(seed), Counter[str](), dict[str, str]()
    names, shares = list(known), [share for _try, share in known.values()]
    for number in range(texts):
        (name,) = dice.choices(names, shares)
        done[name] += 1
        try:
            known[name][0](dice)
        except Exception as error:
            at = error.__traceback__
            while at is not None and at.tb_next is not None:
                at = at.tb_next
            place = f"{at.tb_frame.f_code.co_filename[-40:]}:{at.tb_lineno}" if at else ""
            faults.setdefault(f"{name}: {type(error).__name__}: {place}", f"{number}: {error}"[:200])
    return done, [f"{what}: {first}" for what, first in faults.items()]


@pytest.mark.slow
def test_s9_parsers_raise_only_their_own_errors(tmp_path: Path) -> None:
    done, faults = play(tries(tmp_path), TEXTS, 9)
    assert faults == []
    assert done.total() == TEXTS


def test_a_parser_that_lets_another_error_out_is_found() -> None:
    whole = body_of("visit.registered")

    def naive(dice: random.Random) -> None:
        with suppress(ValueError):
            said = json.loads(mutations.message(dice, whole))
            said["number"].split("-")

    assert play({"naive": (naive, 1)}, 300, 9)[1]
