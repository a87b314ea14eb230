# Two commands matter: `make demo` and `make test`. Both make the virtual environment first.
# The first Python here that is new enough; where there is none, pip says so.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
    $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done || echo python3)
VENV ?= .venv
BIN := $(VENV)/bin
OUT ?= demo-out
PYTEST_ARGS ?= -m "not slow and not postgres and not programs"
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
#: What decides what is installed.
RECIPE := setup.cfg pyproject.toml constraints.txt

.PHONY: demo test fuzz lint bench messages clean

demo: $(VENV)/.demo
	rm -rf $(OUT)
	$(BIN)/shikaku demo $(OUT)

test: $(VENV)/.test
	$(BIN)/python -m pytest -n auto $(PYTEST_ARGS)

# Property tests with examples never tried before: what fails is a fault to mend.
fuzz: $(VENV)/.test
	SHIKAKU_EXAMPLES=others $(BIN)/python -m pytest -n auto -m "hypothesis and not postgres"

lint: $(VENV)/.test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright --pythonpath $(BIN)/python

bench: $(VENV)/.bench
	$(BIN)/python -m bench

messages: $(VENV)/.test
	$(BIN)/python -m generator.messages.compile

clean:
	rm -rf $(VENV) $(OUT) build dist *.egg-info

# A venv without pip (Debian without python3-venv) is no venv: nothing is left of it, and the next try begins anew.
$(VENV)/.made:
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }
	touch $@

$(VENV)/.demo: $(VENV)/.made $(RECIPE)
	$(INSTALL) -e .
	touch $@

$(VENV)/.test: $(VENV)/.made $(RECIPE)
	$(INSTALL) -e ".[test]"
	touch $(VENV)/.demo $@

$(VENV)/.bench: $(VENV)/.made $(RECIPE)
	$(INSTALL) -e ".[bench]"
	touch $(VENV)/.demo $@
