# Everything that a person or CI does with this project. `make demo` and `make test` need only Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PYTEST := $(BIN)/python -m pytest
# One more than there are processors: a third of the tests' time is waiting for disks, servers and terminals.
WORKERS = $(shell $(BIN)/python -c 'import os; \
	print(len(getattr(os, "sched_getaffinity", lambda _: range(os.cpu_count() or 1))(0)) + 1)')

.PHONY: demo test check prove prove-long drill sbom audit figures messages pictures snapshots lock clean

demo: $(READY)
	$(BIN)/desk demo

test: $(READY) check
	$(PYTEST) -n $(WORKERS) --dist loadfile --no-loadscope-reorder

check: $(READY)
	$(BIN)/ruff format --check -q .
	$(BIN)/ruff check -q .
	$(BIN)/mypy --no-error-summary
	$(BIN)/lint-imports --no-logo > $(VENV)/imports.txt || (cat $(VENV)/imports.txt; exit 1)
	$(BIN)/python tests/catalogues.py

$(READY): requirements.lock pyproject.toml hatch_build.py $(wildcard i18n/*/LC_MESSAGES/*.po)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python hatch_build.py
	touch $(READY)

prove: $(READY)
	$(BIN)/python -m tests.protocol prove

# The table of docs/proofs.md at its larger figures: hours. PROOF_SHARE=0.1 takes a tenth.
prove-long: $(READY)
	PROOFS=long $(PYTEST) --durations=20 tests/crash tests/screens/test_hostile_typed.py \
		tests/end_to_end/test_canary.py tests/central/test_tampering.py tests/sync/test_tampered_log.py \
		tests/central/test_attacked.py tests/records/test_parsers.py
	$(BIN)/python -m tests.drill

drill: $(READY)
	$(BIN)/python -m tests.drill

sbom: $(READY)
	$(BIN)/python -m tests.supply parts $(VENV)/parts.cdx.json

audit: $(READY)
	$(BIN)/python -m tests.supply audit

figures: $(READY)
	$(BIN)/python -m benchmarks.start
	$(BIN)/python -m benchmarks.save

messages:
	$(BIN)/python -m i18n.update
	$(BIN)/python hatch_build.py

pictures:
	$(BIN)/python -m tests.screens.pictures

snapshots:
	$(PYTEST) tests/screens --snapshot-update

lock:
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --all-extras pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) demo-data
