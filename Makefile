# The two commands: `make play` and `make test`. Each sets up what it needs, once, in .venv.
# `make test PYTHON=python3.12` uses another interpreter, in an environment of its own (.venv-python3.12).

PYTHON ?= $(shell command -v python3 || command -v python || echo python3)
version = $(shell "$(PYTHON)" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
VENV := .venv$(if $(filter command,$(firstword $(origin PYTHON))),-python$(version))
RUN := $(VENV)/bin/python

.DEFAULT_GOAL := help
.PHONY: help play quick test format pictures reference bench fuzz monkey clean

help:
	@echo "make play      open the player on the overview lesson"
	@echo "make quick     run the tests of the model, in under 20 seconds"
	@echo "make test      run the whole test suite"
	@echo "make format    format the code"
	@echo "make pictures  make the pictures in assets/ anew"
	@echo "make reference make the format's reference and schema, and the README's keys, anew"
	@echo "make bench     measure speed and memory against yardsticks"
	@echo "make fuzz      run ten thousand random timelines"
	@echo "make monkey    play the player at random in a real terminal (SEEDS=20 SECONDS=30)"
	@echo "make clean     remove .venv, .venv-* and caches"

play: $(VENV)/.ready-to-play
	@$(RUN) -m simulator play overview

test: $(VENV)/.ready-to-test
	@$(RUN) -m pytest

# One process: several spend more on imports than they gain.
quick: $(VENV)/.ready-to-test
	@$(RUN) -m pytest -n0 -m "not (slow or hypothesis)" tests/dynamodb tests/scenario tests/machine

format: $(VENV)/.ready-to-test
	@$(RUN) -m ruff format . && $(RUN) -m ruff check --fix .

pictures: $(VENV)/.ready-to-test
	@$(RUN) assets/make_pictures.py

reference: $(VENV)/.ready-to-test
	@$(RUN) -m simulator schema > assets/scenario.schema.json
	@$(RUN) -m simulator schema --of course > assets/course.schema.json
	@$(RUN) -m simulator schema --of export > assets/export.schema.json
	@$(RUN) -m simulator schema --format markdown > assets/format.md
	@$(RUN) assets/make_key_tables.py

bench: $(VENV)/.ready-to-test
	@$(RUN) tests/bench.py $(PART)

fuzz: $(VENV)/.ready-to-test
	@$(RUN) tests/fuzz.py

SEEDS ?= 20
SECONDS ?= 30

monkey: $(VENV)/.ready-to-test
	@$(RUN) tests/monkey.py --seeds $(SEEDS) --seconds $(SECONDS)

clean:
	rm -rf .venv .venv-* .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

# A stamp is written only after its step succeeded, so an interrupted set-up is taken up again.
$(VENV)/.made:
	@command -v "$(PYTHON)" >/dev/null || { echo "$(PYTHON) is missing: install Python 3.11 or newer." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; this is $$("$(PYTHON)" --version). Set PYTHON=python3.11 or later." >&2; exit 1; }
	@"$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing: on Debian or Ubuntu, install it with: sudo apt install python3-venv" >&2; exit 1; }
	@"$(PYTHON)" -m venv $(VENV)
	@touch $@

$(VENV)/.ready-to-play: $(VENV)/.made pyproject.toml
	@echo "Setting up, once: installing the player in $(VENV) ..."
	@$(RUN) -m pip install --quiet --disable-pip-version-check --editable .
	@$(RUN) -m compileall -q simulator
	@touch $@

$(VENV)/.ready-to-test: $(VENV)/.made pyproject.toml
	@echo "Setting up, once: installing the player and the test tools in $(VENV) ..."
	@$(RUN) -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.ready-to-play
