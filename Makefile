# `make serve` and `make test` need Python 3.11 or newer with venv (on Debian:
# python3 and python3-venv) and make the rest of their environment themselves.
PYTHON ?= python3
BIN := .venv/bin
ARGS ?=

.PHONY: serve test bench check lint types imports fix image clean

serve: .venv/.installed
	@exec $(BIN)/dhis2-mock serve $(ARGS)

test: .venv/.installed-dev
	$(BIN)/pytest $(ARGS)

# NAMES="inbox_page ..." runs those alone.
bench: .venv/.installed-bench
	$(BIN)/python -m benchmarks $(NAMES)

check: lint types imports test

lint: .venv/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.installed-dev
	$(BIN)/mypy

imports: .venv/.installed-dev
	$(BIN)/lint-imports

fix: .venv/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

image:
	docker build --tag dhis2-mock .

clean:
	rm -rf .venv .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
	rm -rf .import_linter_cache build dist *.egg-info

.venv/.installed: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

.venv/.installed-dev: .venv/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

.venv/.installed-bench: .venv/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	touch $@
