# Everything a person types. Assumed: python3 (3.11 or newer), make, a package index. Nothing else needs to be set up.

PYTHON ?= python3
BIN    := .venv/bin

# the domain package lies where Airflow finds it; the check suites send no usage statistics
export PYTHONPATH := $(CURDIR)/plugins
export GX_ANALYTICS_ENABLED := false

# the version of uv that the lock names
UV_VERSION = $(shell sed -n 's/^uv==\([0-9.]*\).*/\1/p' requirements.txt)

.DEFAULT_GOAL := help
.PHONY: help install run test proof up lint bench docs lock clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: .venv/installed  ## .venv with exactly the locked packages (the other targets call it)

# repeated only when the lock changes; uv takes seconds, pip minutes, both check every hash (the lock is whole: pip need
# not look for dependencies, and would ask for celery[redis] where the lock says celery). The packages are compiled here
# once: each task is a process of its own, and where none may write beside the packages each would compile them again
.venv/installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed; '$(PYTHON)' is not. Name another one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	{ $(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION) \
		&& $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.txt; } \
		|| $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.txt
	@touch $@

run: install  ## the main job on the example county, through Airflow; ends with a table of what it made and where
	$(BIN)/python -m lowincome example run

# in the order of the folders: with the fewest tests last, the longest files would be left to one core
test: install  ## every test but the two long ones, on all cores
	$(BIN)/python -m pytest -n auto --dist loadscope --no-loadscope-reorder -m "not slow"

proof: install  ## the two long ones: twenty-four months of a county whose truth is known, and the approval under a running scheduler
	$(BIN)/python -m pytest -m slow

up: install  ## Airflow with the monitoring centre's DAGs on http://127.0.0.1:8080; stop with Ctrl-C
	$(BIN)/python -m lowincome up

# all four speak before it fails, so that one round of mending is enough
lint: install  ## style, format, types and SQL
	@failed=0; \
	$(BIN)/ruff check || failed=1; \
	$(BIN)/ruff format --check || failed=1; \
	$(BIN)/mypy plugins dags || failed=1; \
	$(BIN)/sqlfluff lint --disable-progress-bar sql || failed=1; \
	exit $$failed

bench: install  ## measured times with their tables: the month by step, intake, a plain script for comparison
	PYTHONPATH=plugins:tests $(BIN)/python tests/bench/run.py

docs: install  ## docs/rules.md and docs/clauses.md, made from the rules, their situations and the policy files
	$(BIN)/python -m lowincome docs

lock: install  ## requirements.in → requirements.txt: every version, every hash, for Python 3.11 and newer
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes requirements.in -o requirements.txt

clean:  ## removes the environment and caches; never var/, where the received files lie
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
