# Everything is done by `make`, with Python 3.11 and nothing else. `make` alone lists the targets.
PYTHON ?= python3
BIN := .venv/bin
TESTS ?=
GATES ?=
PORT ?= 8000
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help env env-dev messages demo test check bench lock reference postgres-test clean

help: ## List the targets
	@echo "make TARGET : what Recours can do from a checkout"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  %-14s %s\n", $$1, $$2}' Makefile
	@echo
	@echo "PYTHON=python3.12 chooses the interpreter, TESTS=tests/law narrows make test,"
	@echo "GATES=types narrows make check."

env: ## Make or refresh .venv with what Recours needs to run
	@$(PYTHON) scripts/make_environment.py run

env-dev: ## The same, with what tests and checks need
	@$(PYTHON) scripts/make_environment.py dev

messages: env
	@$(BIN)/python scripts/compile_messages.py

demo: env messages ## Build a believable programme and open it in the browser (PORT=8000)
	@echo "Recours: the demonstration (Ctrl-C stops it, the next start is immediate)"
	@$(BIN)/recours demo --port $(PORT)

test: env-dev messages ## Run every test; TESTS=tests/law for some; DATABASE_URL for PostgreSQL
	@$(BIN)/python scripts/get_chromium.py
	@$(BIN)/python scripts/get_dovecot.py
	@echo "Recours: the tests ($(if $(DATABASE_URL),PostgreSQL,SQLite))"
	@$(BIN)/python -m pytest -q -rs -n 3 --dist worksteal $(TESTS)

postgres-test: env-dev messages ## Run every test on a throwaway PostgreSQL
	@$(PYTHON) scripts/with_postgres.py $(MAKE) test

check: env-dev messages ## Run every gate: style, types, imports, house rules, reference, locks
	@$(BIN)/python scripts/run_gates.py $(GATES)

bench: env-dev messages ## Measure lodging, import, evidence and the desk's pages
	@$(BIN)/python -m bench

reference: env-dev messages ## Write docs/reference/ from the code
	@$(BIN)/python scripts/write_reference.py

lock: ## Lock the dependencies again with their hashes (UPGRADE=1 takes newer ones)
	@$(PYTHON) scripts/write_locks.py $(if $(UPGRADE),--upgrade)

clean: ## Remove what these targets made, except the data in var/
	@rm -rf .venv .venv-tools .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-results
	@find . -name __pycache__ -not -path './var/*' -prune -exec rm -rf {} +
