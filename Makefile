# Everything a developer does here. Needs Python ≥ 3.11, Node ≥ 20 with npm, and make; nothing else, and no root.
# What was done is remembered in .stamps/, so that each step runs again only when what it depends on has changed.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
BIN := .venv/bin
STAMPS := .stamps
BROWSER := build/browser/chromium
ARGS ?=

UI_SOURCES := $(shell find ui/app ui/client -type f -not -path '*/node_modules/*' -not -path '*/test/*' 2>/dev/null)
ADVICE := strength_coverage strength_sets strength_speed
LOGS ?= $(wildcard ../shared/data/strength/rpe_log.csv)
SLOW := e2e or interop or chaos

export CHROMIUM := $(abspath $(BROWSER))

.PHONY: help setup demo serve check test bench ui docs format clean

help:  ## Show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

setup: $(STAMPS)/package $(STAMPS)/ui $(STAMPS)/interop  ## Install everything, locked, into this folder and build the screens

demo: setup  ## Run a floor with 24 players and print its board's address
	@$(BIN)/dryland demo $(ARGS)

serve: setup  ## Run a server on ./dryland-data
	@$(BIN)/dryland serve $(ARGS)

ui: $(STAMPS)/ui  ## Build the screens

docs: $(STAMPS)/package  ## Write the generated pages and types anew
	$(BIN)/python docs/generate.py

format: $(STAMPS)/package $(STAMPS)/ui-packages  ## Format Python and TypeScript
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	cd ui && npm run --silent format

check: $(STAMPS)/package $(STAMPS)/ui-packages  ## Format, lint, types, import law, quick tests: below two minutes
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/pyright
	cd ui && npm run --silent check
	$(BIN)/pytest -q -n auto -m "not ($(SLOW))" $(ARGS)

test: check $(STAMPS)/ui $(STAMPS)/interop $(STAMPS)/browser  ## Everything: check, screens, foreign clients, browser, crashes
	cd ui && npm test --silent
	PICTURES=$${PICTURES:-screens} $(BIN)/pytest -q -n auto --dist loadfile -m "e2e" $(ARGS)
	$(BIN)/pytest -q -n auto --dist worksteal -m "(interop or chaos) and not e2e" $(ARGS)

bench: setup $(STAMPS)/bench  ## Print the table of targets with peers in the same run, then what the advice is worth and where the time goes
	$(BIN)/python -m bench
	@for name in $(ADVICE); do $(BIN)/python bench/$$name.py || exit 1; done
	$(BIN)/python -m bench.packet_path
	$(BIN)/python -m bench.hot_path
	$(if $(LOGS),$(BIN)/python bench/next_set.py $(LOGS),@echo 'Advice on real logs: make bench LOGS="log.csv …"')

clean:  ## Remove everything that was installed or built
	rm -rf .venv $(STAMPS) build dist src/dryland/web/static ui/node_modules ui/*/node_modules \
		tests/interop/node/node_modules bench/peers/node_modules

$(STAMPS):
	@mkdir -p $@

$(STAMPS)/venv: requirements.lock | $(STAMPS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and f"Python 3.11 or newer is needed; {sys.executable} is {sys.version.split()[0]}. Try `make PYTHON=python3.11`.")'
	[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(STAMPS)/package: pyproject.toml hatch_build.py $(STAMPS)/venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/node: | $(STAMPS)
	@node -e 'const v = process.versions.node.split("."); if (+v[0] < 20) { console.error("Node 20 or newer is needed; this is " + v.join(".")); process.exit(1); }'
	@touch $@

$(STAMPS)/ui-packages: ui/package-lock.json $(STAMPS)/node
	cd ui && npm ci --no-progress --loglevel=error
	@touch $@

$(STAMPS)/ui: $(UI_SOURCES) $(STAMPS)/ui-packages
	cd ui && npm run --silent build
	@touch $@

$(STAMPS)/interop: tests/interop/node/package-lock.json $(STAMPS)/node
	cd tests/interop/node && npm ci --no-progress --loglevel=error
	@touch $@

$(STAMPS)/bench: bench/peers/package-lock.json $(STAMPS)/node
	cd bench/peers && npm ci --no-progress --loglevel=error
	@touch $@

$(STAMPS)/browser: $(STAMPS)/ui-packages
	@mkdir -p $(dir $(BROWSER))
	TMPDIR=$(abspath $(dir $(BROWSER))) node tests/e2e/unpack_browser.mjs
	@touch $@
