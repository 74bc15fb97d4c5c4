# Two commands need nothing but Python (3.11 or later), pip and make:
#   make demo    reads real articles and shows what it found
#   make test    installs what the tests need and runs them all
# While developing: make check (lint, types, quick tests; a minute or two). make docs builds the documentation into site/.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
JOBS ?= 2
SPREAD = -n $(JOBS) --dist loadfile --no-loadscope-reorder
export PIP_DISABLE_PIP_VERSION_CHECK = 1
unexport PYTHONDONTWRITEBYTECODE  # else each of the tests' many processes compiles every module anew

.PHONY: demo test check lint types quick slow gate bench docs fuzz reproduce lock audit clean followthemoney

demo: $(VENV)/.installed
	$(BIN)/onrecord read examples/wikinews.jsonl
	$(BIN)/onrecord add examples/wikinews.jsonl --ledger $(VENV)/demo.db
	$(BIN)/onrecord search --act accuse --ledger $(VENV)/demo.db

test:
	$(MAKE) --jobs=$(JOBS) --output-sync=target followthemoney lint types gate
	ONRECORD_SCREENSHOTS=$(CURDIR)/build/screenshots $(BIN)/python -m pytest -m "" $(SPREAD)

check:
	$(MAKE) --jobs=$(JOBS) --output-sync=target lint types
	$(MAKE) quick

lint: $(VENV)/.tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.tested
	$(BIN)/mypy

quick: $(VENV)/.tested
	$(BIN)/python -m pytest $(SPREAD)

gate: $(VENV)/.tested
	$(BIN)/python -m benchmarks.gate

bench: $(VENV)/.tested
	$(BIN)/python -m benchmarks.speed

docs: $(VENV)/.tested
	$(BIN)/python -m docs.site

# For the night: as many odd inputs for every source format, the reader and the query language.
INPUTS ?= 100000
fuzz: $(VENV)/.tested
	$(BIN)/python -m tests.fuzzing --inputs $(INPUTS)

# The same readings from each Python that is here; those that are not are passed over.
PYTHONS ?= python3.11 python3.12 python3.13
reproduce:
	sh tests/reproducing/reproduce.sh $(PYTHONS)

# The versions and hashes of what is installed, anew; for the Python and system that it is run on.
LOCKING = --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --annotation-style=line --no-emit-index-url \
  --no-emit-find-links --no-emit-trusted-host
lock: $(VENV)/bin/python
	$(BIN)/pip install --quiet pip-tools
	$(BIN)/pip-compile $(LOCKING) --all-extras --output-file locks/all.txt pyproject.toml
	$(BIN)/pip-compile $(LOCKING) --constraint locks/all.txt --output-file locks/runtime.txt pyproject.toml

# Whether anything locked is known to be weak. Asks a service on the net; where none is reached it says so and fails nothing.
audit: $(VENV)/bin/python
	$(BIN)/pip install --quiet pip-audit
	$(BIN)/pip-audit --requirement locks/all.txt --disable-pip --require-hashes || echo "not audited, or found wanting: see above"

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "onrecord needs Python 3.11 or later: set PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "Python's venv module is missing: install it (on Debian: apt-get install python3-venv)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml
	$(BIN)/pip install --quiet --editable .
	@touch $@

$(VENV)/.tested: $(VENV)/bin/python pyproject.toml
	$(BIN)/pip install --quiet --no-compile --editable '.[test]'
	@$(BIN)/python -m compileall -q -j $(JOBS) $(VENV)/lib > /dev/null || true  # pip would do it on one core
	@touch $@ $(VENV)/.installed

# FollowTheMoney's own library judges the export of that name. It is compiled, against ICU (on Debian: g++, pkg-config and
# libicu-dev), and so has a place of its own; where it cannot be installed, that one test is skipped.
followthemoney: $(VENV)/bin/python
	@test -e $(VENV)/followthemoney/.installed || { \
	  $(BIN)/python -m venv $(VENV)/followthemoney && \
	  $(VENV)/followthemoney/bin/pip install --quiet followthemoney==4.11.2 && touch $(VENV)/followthemoney/.installed; \
	} || echo "FollowTheMoney's library cannot be installed here: its test is skipped"

clean:
	rm -rf $(VENV) .venv-* build dist site .pytest_cache .mypy_cache .ruff_cache .hypothesis
