# `make serve` and `make test` need Python 3.11 or newer with venv (on Debian:
# python3 and python3-venv) and make the rest of their environment themselves.
PYTHON ?= python3
BIN := .venv/bin
# dhis2w-client asks for 3.13 or newer; an older Python tests the other clients.
CLIENTS_PYTHON ?= $(shell for python in python3.14 python3.13 \
	$(HOME)/.pyenv/versions/3.13.*/bin/python $(PYTHON); do \
	$$python --version >/dev/null 2>&1 && echo $$python && break; done)
ARGS ?=
SOURCES := $(shell find mock_server -name '*.py')

.PHONY: serve test clients bench package container examples docs check lint types imports fix image clean

serve: .venv/.compiled
	@exec $(BIN)/dhis2-mock serve $(ARGS)

test: .venv/.installed-dev
	$(BIN)/pytest --numprocesses auto $(ARGS)

# Real clients, in environments of their own: needs curl, and Node 20 with npm.
clients: .venv-clients/.installed tests/clients/js/node_modules/.installed
	.venv-clients/bin/pytest tests/clients $(ARGS)

# NAMES="inbox_page ..." runs those alone.
bench: .venv-bench/.compiled
	.venv-bench/bin/python -m benchmarks $(NAMES)

# Builds the release, installs it into an empty environment and tries it there.
package: .venv/.installed-package
	$(BIN)/pytest tests/package $(ARGS)

# Proves what the Dockerfile promises without a container engine; needs root on Linux.
container: .venv/.installed-package
	$(BIN)/pytest tests/container -rs $(ARGS)

# The projects under examples/, beside a server: needs Node 20 with npm.
examples: .venv/.installed-examples examples/testcontainers-node/node_modules/.installed examples/js-engine/node_modules/.installed
	$(BIN)/pytest tests/examples $(ARGS)

docs: .venv/.installed-docs
	$(BIN)/sphinx-build --fail-on-warning --nitpicky --quiet docs build/docs

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
	rm -rf .venv .venv-bench .venv-clients tests/clients/js/node_modules .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
	rm -rf .import_linter_cache build dist *.egg-info

.venv/.installed: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

# What pip does for a wheel, an editable install leaves to the first start, which
# PYTHONDONTWRITEBYTECODE may keep from it: then every start would compile anew.
.venv/.compiled .venv-bench/.compiled: %/.compiled: %/.installed $(SOURCES)
	$*/bin/python -m compileall -q mock_server
	touch $@

.venv/.installed-dev: .venv/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

# Apart from .venv, because pytest would load the plugins of the peers.
.venv-bench/.installed: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	touch $@

.venv/.installed-package: .venv/.installed-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[package]'
	touch $@

.venv/.installed-docs: .venv/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[docs]'
	touch $@

.venv/.installed-examples: .venv/.installed-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[examples]'
	touch $@

.venv-clients/.installed: requirements.txt pyproject.toml
	$(CLIENTS_PYTHON) -m venv .venv-clients
	.venv-clients/bin/python -m pip install --quiet --disable-pip-version-check \
		--editable '.[clients]'
	touch $@

%/node_modules/.installed: %/package-lock.json
	cd $* && npm ci --silent
	touch $@
