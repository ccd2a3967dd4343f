# Everything a newcomer needs is `make run` and `make test`; `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The machine’s own certificates: many councils reach the registries through a proxy that signs anew.
UV := $(BIN)/uv pip install --quiet --system-certs --python $(BIN)/python
DATA ?= var
PORT ?= 8000
STAMPS := $(VENV)/.stamps

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev debian run test check format bench pictures wheel clean

help: ## List the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# ---- setting up ---------------------------------------------------------------------------------

$(STAMPS)/venv: requirements/bootstrap.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Commonwheel needs Python 3.11 or newer. Name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Making $(VENV) …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/runtime: $(STAMPS)/venv requirements/runtime.txt pyproject.toml hatch_build.py
	@echo "Installing what the node needs …"
	@# Compiled once here: where an account may not write into the environment, every start would compile anew.
	@$(UV) --compile-bytecode --require-hashes -r requirements/runtime.txt
	@$(UV) --no-deps -e .
	@touch $@

$(STAMPS)/dev: $(STAMPS)/runtime requirements/dev.txt
	@echo "Installing what the tests need …"
	@$(UV) --require-hashes -r requirements/dev.txt
	@touch $@

setup: $(STAMPS)/runtime ## Make .venv with the commonwheel command in it
	@$(BIN)/python scripts/fetch_assets.py

# The OpenID provider that sign-in is tested against, with the node and npm of .venv.
$(STAMPS)/openid: $(STAMPS)/dev tests/support/openid/package.json tests/support/openid/package-lock.json
	@echo "Installing the OpenID provider of the tests …"
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --prefix tests/support/openid --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@

setup-dev: setup $(STAMPS)/dev $(STAMPS)/openid

debian:
	@bash scripts/debian-packages $(DEBIAN_FOR)

# ---- using --------------------------------------------------------------------------------------

run: ## Start the demonstration node
	@$(MAKE) --no-print-directory debian DEBIAN_FOR=run
	@$(MAKE) --no-print-directory setup
	@$(BIN)/commonwheel demo --data $(DATA) --port $(PORT)

test: ## Run all tests: SQLite, PostgreSQL, browser
	@$(MAKE) --no-print-directory debian DEBIAN_FOR=test
	@$(MAKE) --no-print-directory setup-dev
	@bash scripts/test

check: setup-dev ## Run everything that reads the code without running it
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/djlint src --check --lint
	$(BIN)/lint-imports
	$(BIN)/commonwheel manage makemigrations --check --dry-run
	$(BIN)/commonwheel pattern check --strict patterns/*/

format: setup-dev ## Tidy the code's layout
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/djlint src --reformat --quiet

bench: setup-dev ## Measure: make bench NAME=journeys, or without a name for the list
	@test -n "$(NAME)" || { echo "Name one: make bench NAME=…"; ls benchmarks/*.py | sed 's|benchmarks/||; s|\.py||'; exit 2; }
	@$(BIN)/python -m benchmarks.$(NAME) $(ARGS)

pictures: setup-dev ## Take the pictures in docs/pictures anew
	@$(BIN)/python scripts/take_pictures.py

wheel: setup-dev ## Build the wheel into dist/
	@$(BIN)/python -m build --wheel --outdir dist .

clean: ## Remove what was built; keeps the data of the demonstration
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
