# Two commands matter: `make demo` and `make test`. Both make the virtual environment first.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
OUT ?= demo-out
PYTEST_ARGS ?= -m "not slow and not postgres"

.PHONY: demo test lint bench messages clean

demo: $(VENV)/.demo
	rm -rf $(OUT)
	$(BIN)/shikaku demo $(OUT)

test: $(VENV)/.test
	$(BIN)/python -m pytest -n auto $(PYTEST_ARGS)

lint: $(VENV)/.test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright

bench: $(VENV)/.bench
	$(BIN)/python -m bench

messages: $(VENV)/.test
	$(BIN)/python -m generator.messages.compile

clean:
	rm -rf $(VENV) $(OUT) build dist *.egg-info

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: $(VENV)/bin/python setup.cfg constraints.txt
	$(BIN)/python -m pip install --quiet -c constraints.txt -e .
	touch $@

$(VENV)/.test: $(VENV)/.demo
	$(BIN)/python -m pip install --quiet -c constraints.txt -e ".[test]"
	touch $@

$(VENV)/.bench: $(VENV)/.demo
	$(BIN)/python -m pip install --quiet -c constraints.txt -e ".[bench]"
	touch $@
