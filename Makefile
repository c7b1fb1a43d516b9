# The same targets for people and for CI. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:

PYTHON ?= python3
JOBS ?= 2
VENV := .venv
UV := $(VENV)/bin/uv
MEMBERS := $(sort $(wildcard plugins/*/pyproject.toml connectors/*/pyproject.toml))
EDITABLES := -e . $(patsubst %/pyproject.toml,-e %,$(MEMBERS))
INSTALLED := $(VENV)/.installed
CONSOLE := admin_console
CONSOLE_SOURCES := $(shell find $(CONSOLE) -type f -not -path '*/node_modules/*' \
	-not -path '*/dist/*' 2>/dev/null | grep -v ' ')

.PHONY: help setup console contract demo test check bench lock lock-check try-import try-quality try-mutations try-injector new-module new-connector

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  %-14s %s\n", $$1, $$2}'

setup: $(INSTALLED) ## Install everything into .venv (again only when the lock or a pyproject changed)

console: $(CONSOLE)/dist/.built ## Build the console (again only when its sources changed)

demo: setup console ## Start the demonstration group with its own database
	$(VENV)/bin/anshu demo

test: setup console ## Run all tests (installs browser, fonts, RabbitMQ and PostgreSQL 15 first when root)
	infra/install-test-needs.sh
	$(VENV)/bin/python -m pytest -n $(JOBS) --dist loadfile tests plugins connectors

check: setup lock-check ## Lint, format, types, import borders, architecture, lock freshness, console
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/python tools/openapi.py --check
	$(VENV)/bin/python tools/conformance.py --check
	$(VENV)/bin/python tools/gates.py --check
	$(VENV)/bin/python -m pytest -q tests/architecture
	infra/console.sh check

contract: setup ## Write the HTTP contract to admin_console/openapi.json
	$(VENV)/bin/python tools/openapi.py

bench: setup ## Run the measurements
	$(VENV)/bin/python -m pytest -q -p no:xdist tests/bench

lock: setup ## Renew requirements.lock, keeping the versions it already names
	infra/lock.sh requirements.lock

lock-check: setup ## Check that requirements.lock matches the pyproject files
	infra/lock.sh --check

try-import: setup ## Import the public hazard reports into a tenant and print what happened
	$(VENV)/bin/python -m anshu.entrypoints.try_import

try-quality: setup ## Measure the check of empty talk on the labelled public reports
	$(VENV)/bin/python -m anshu.entrypoints.try_quality

try-mutations: setup ## Take every rule of the law out of the permits' packs in turn: a test must miss it (long)
	$(VENV)/bin/python -m pytest -q tests/conformance/try_mutations.py

try-injector: setup ## Inject every pair of alarms into permits, then 1,000 clean permits (long)
	$(VENV)/bin/python -m pytest -q tests/conformance/try_injector.py

new-module: setup ## Write the skeleton of a business module: make new-module NAME=permit
	$(VENV)/bin/python tools/new_extension.py module "$(NAME)"

new-connector: setup ## Write the skeleton of a connector: make new-connector NAME=maximo
	$(VENV)/bin/python tools/new_extension.py connector "$(NAME)"

$(INSTALLED): requirements.lock pyproject.toml $(MEMBERS)
	infra/make-venv.sh "$(PYTHON)" $(VENV)
	$(UV) pip sync --quiet --require-hashes requirements.lock
	$(UV) pip install --quiet --no-deps --no-build-isolation $(EDITABLES)
	touch $@

$(CONSOLE)/dist/.built: $(CONSOLE_SOURCES) | $(INSTALLED)
	infra/console.sh build
	touch $@
