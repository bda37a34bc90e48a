"""Digests are kept while they hold, and no desk makes central keep more of them than it has room for."""

from itertools import combinations
from unittest.mock import Mock

import pytest

from central import digest
from central.digest import SETS, Digests
from tests.central.world import World


def test_however_many_sets_of_entities_are_asked_for_few_are_kept_and_the_usual_one_is_computed_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed = Mock(wraps=digest._computed)
    monkeypatch.setattr(digest, "_computed", computed)
    kept = Digests()
    first = kept.of(world.db, "all", ["office", "clerk"])
    assert kept.of(world.db, "all", ["clerk", "office", "clerk"]) == first
    assert computed.call_count == 1
    for pair in combinations("abcdef", 2):
        assert kept.of(world.db, "all", pair).records == 0
    assert sum(len(sets) for sets in kept._known.values()) == SETS
    again = kept.of(world.db, "all", ["office", "clerk"])
    assert (again.records, again.digest) == (first.records, first.digest)
