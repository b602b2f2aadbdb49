# ConflictDB: Python 3.11 or newer and make are all that these need. `make` alone lists them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes
LOCK := $(BIN)/python -m uv pip compile -q --generate-hashes --universal --python-version 3.11 \
	--custom-compile-command "make lock"
# Settings as a public site has them, with a key that is good for nothing else.
PRODUCTION := CONFLICTDB_PRODUCTION=true CONFLICTDB_ALLOWED_HOSTS=conflictdb.example \
	CONFLICTDB_SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))')"
# Node's tools for the clients; node and npm themselves are among the development tools.
NODE_TOOLS := tests/sdk/node_modules/.installed
# What `make test` runs; a part of it: make test TESTS=tests/conflictdb
TESTS ?= tests

.DEFAULT_GOAL := help
.PHONY: help run curator test bench check format schema examples sdk fixtures lock clean

help:  ## List the targets.
	@sed -nE 's/^([a-z]+):.*  ## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

run: $(VENV)/runtime  ## Install, start the database, load the data, serve on 127.0.0.1:$PORT (8000).
	@exec $(MANAGE) serve

curator: $(VENV)/runtime  ## Make an account for the admin at /admin/.
	@$(MANAGE) migrate --no-input -v 0
	@exec $(MANAGE) createsuperuser

fixtures: $(VENV)/runtime  ## Build fixtures/*.json from the annotations and the texts in TEXTS=..., and load them.
	@test -n "$(TEXTS)" || { echo "Say where the annotated texts are: make fixtures TEXTS=folder" >&2; exit 2; }
	$(MANAGE) build_fixtures --texts "$(TEXTS)"
	$(MANAGE) migrate --no-input -v 0
	$(MANAGE) load_fixtures

test: $(VENV)/development  ## Run the test suite, on a database of its own.
	@$(MAKE) -s $(NODE_TOOLS) || echo "Node's tools cannot be had: the clients' tests skip what needs them." >&2
	@$(BIN)/python -m pytest -n 2 --dist worksteal $(TESTS)

# BENCH="--scale 0.1 --rounds 3 --only claims,floor" and the like; see tests/bench/README.md.
bench: $(VENV)/runtime .venv-bench/installed  ## Measure it beside PostgreSQL alone and others (needs wrk; an hour).
	@command -v wrk >/dev/null || { echo "make bench needs wrk: apt install wrk, or brew install wrk." >&2; exit 2; }
	@exec $(BIN)/python -m tests.bench $(BENCH)

check: $(VENV)/development  ## Check style, types, migrations, settings and the OpenAPI file.
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check --fail-level WARNING
	$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING
	$(MANAGE) spectacular --validate --fail-on-warn --file $(VENV)/openapi.yaml
	diff -u api/openapi.yaml $(VENV)/openapi.yaml

schema: $(VENV)/runtime  ## Write the OpenAPI file, api/openapi.yaml.
	$(MANAGE) spectacular --validate --fail-on-warn --file api/openapi.yaml

examples: $(VENV)/development  ## Ask for the examples in the OpenAPI file anew, and write it.
	@EXAMPLES_WRITE=1 $(BIN)/python -m pytest -q tests/api/test_examples.py -k still_answers
	$(MANAGE) spectacular --validate --fail-on-warn --file api/openapi.yaml

sdk: $(VENV)/development $(NODE_TOOLS)  ## Generate clients for Python and TypeScript into sdk/.
	@$(BIN)/python sdk/generate.py

format: $(VENV)/development  ## Format the code, and mend what the linter can mend.
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .

lock: $(VENV)/development  ## Lock requirements*.in into requirements*.txt, with hashes.
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-dev.in -o requirements-dev.txt
	$(LOCK) requirements-bench.in -o requirements-bench.txt

clean:  ## Remove what was installed and cached here; the data folder stays.
	rm -rf $(VENV) .venv-bench tests/sdk/node_modules sdk/python sdk/typescript .mypy_cache .pytest_cache .ruff_cache

# A stamp is newer than the requirements that were installed: the second time there is nothing to do.
$(VENV)/runtime: requirements.txt
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("ConflictDB needs Python 3.11 or newer, and $(PYTHON) is %d.%d: make PYTHON=python3.12, for one." % sys.version_info[:2])'
	@echo "Installing what ConflictDB needs (once)..."
	@$(PYTHON) -m venv $(VENV)
	@$(INSTALL) -r requirements.txt
	@touch $@

$(VENV)/development: requirements-dev.txt $(VENV)/runtime
	@echo "Installing the tools for tests and checks (once)..."
	@$(INSTALL) -r requirements-dev.txt
	@touch $@

$(NODE_TOOLS): tests/sdk/package-lock.json $(VENV)/development
	@echo "Installing Node's tools for the clients (once)..."
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --prefix tests/sdk --ignore-scripts --no-audit --no-fund --loglevel=error

.venv-bench/installed: requirements-bench.txt
	@echo "Installing what the benchmark compares with (once)..."
	@$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-bench.txt
	@touch $@
