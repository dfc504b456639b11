# The whole workflow. Needs only Python 3.11 or newer with venv: everything else comes into .venv from the lock files.

PYTHON ?= python3
BIN := .venv/bin
# One more than there are cores: the tests that kill processes mostly wait for a dead one's lease to end.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(len(os.sched_getaffinity(0)) + 1)' 2>/dev/null || echo auto)
LOCKED := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
EDITABLE := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .

# Whatever the shell says: each process of a test run would compile everything anew.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help install demo test check drill bench migration lock

help:  ## what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

# The stamps say what .venv was made from. What developers need includes what the bot needs.
.venv/developing: requirements-dev.lock pyproject.toml | .venv/bin/python
	$(LOCKED) --requirement requirements-dev.lock
	$(EDITABLE)
	@touch $@ .venv/running

.venv/running: requirements.lock pyproject.toml | .venv/bin/python
	$(LOCKED) --requirement requirements.lock
	$(EDITABLE)
	@touch $@

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv .venv

install: .venv/developing  ## everything for developing, in .venv

demo: .venv/running  ## the playground: one address, open it in a browser
	$(BIN)/python -m bot demo

test: install  ## every test but those of check, on SQLite and PostgreSQL; OPTIONS=--durations=30 says which take long
	$(BIN)/python -m pytest --ignore tests/structure --numprocesses $(WORKERS) --dist worksteal -rs $(OPTIONS)

drill: install  ## the tests that go by chance, at length: an hour of kills, restores, noise, forgeries, files, bad weather
	THIDUA_BOTH_ENGINES=1 \
	THIDUA_LETTERS=2000 THIDUA_LETTER_KILLS=200 THIDUA_DEPARTMENTS=200 THIDUA_CAMPAIGNS=200 THIDUA_NOISE=20000 \
	THIDUA_RESTORES=30 THIDUA_HOSTILE=10000 THIDUA_LAYOUTS=2000 THIDUA_FORGERS=1000 THIDUA_STOPS=5 \
	THIDUA_FULL_DISKS=11 THIDUA_BROKEN_LINES=12 THIDUA_SERVER_RESTARTS=3 THIDUA_TWO_STORES=1 THIDUA_DEATHS_APART=1 \
	THIDUA_OFFICE_SUITE=1 THIDUA_INTRUDERS=30 THIDUA_REVISIONS=1000 THIDUA_PRINTED="1 7 20 93 3000" \
	THIDUA_EVERY_SCREEN=1 \
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal -rs --figures -o faulthandler_timeout=3600 \
		tests/drill tests/kill/test_letters.py tests/kill/test_random_copies.py tests/matrix/test_offered.py \
		tests/notices/sending/test_deaths.py tests/launching/test_once.py tests/office_room/test_decided_once.py \
		tests/office_room/test_regimes.py \
		tests/matrix/test_forged.py tests/properties tests/workbooks/test_hostile_files.py \
		tests/entrance/test_intruders.py tests/migrations/test_revisions.py \
		tests/doors/web/test_screens_browser.py $(OPTIONS)
	THIDUA_TEST_DOOR=web $(BIN)/python -m pytest -rs --figures tests/conversations tests/leading tests/notices tests/sheets \
		tests/enquiries tests/office_room tests/consolidation tests/recognition tests/personnel \
		tests/launching tests/waiting $(OPTIONS)
	THIDUA_BOTH_ENGINES=1 $(BIN)/python -m pytest --ignore tests/structure -k postgresql \
		--numprocesses $(WORKERS) --dist worksteal -rs $(OPTIONS)

check: install  ## lint, format, types, structure
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/structure

bench: install  ## speed as ratios, against a bare python-telegram-bot in the same run
	$(BIN)/python -m tests.bench

migration: install  ## m="what it does": a revision from what the models have more
	@test -n "$(m)" || { echo 'make migration m="what it does"'; exit 2; }
	$(BIN)/python -m bot.migrations "$(m)"

COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links

lock: install  ## the lock files anew, keeping what they pin; U=--upgrade takes newer versions
	printf 'setuptools==%s\n' "$$(sed -nE 's/^requires = \["setuptools==(.*)"\]/\1/p' pyproject.toml)" > .venv/build.in
	$(COMPILE) $(U) pyproject.toml .venv/build.in --output-file requirements.lock
	$(COMPILE) $(U) pyproject.toml .venv/build.in --extra dev --output-file requirements-dev.lock
