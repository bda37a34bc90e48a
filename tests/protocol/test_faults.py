"""Every seeded fault is caught, the design's own by the driver alone."""

import pytest

from tests.protocol.invariants import RULES
from tests.protocol.model.faults import FAULTS
from tests.protocol.named import INVARIANTS, named_tests
from tests.protocol.proof import bite, catch


@pytest.mark.parametrize("name", [n for n, f in FAULTS.items() if f.named])
def test_the_driver_catches(name: str) -> None:
    assert catch(name, seed=1) is not None


@pytest.mark.parametrize("name", [n for n, f in FAULTS.items() if not f.named])
def test_the_driver_or_a_scenario_catches(name: str) -> None:
    assert catch(name, seed=1) is not None


def test_the_design_names_sixteen_faults() -> None:
    assert sum(f.named for f in FAULTS.values()) == 16


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_catches_some_fault_by_itself(rule: str) -> None:
    assert bite(rule, seed=1)


def test_each_invariant_has_a_test_of_the_real_code_that_bears_its_name() -> None:
    assert set(INVARIANTS) - named_tests().keys() == set()
