# `make` lists the targets. Everything is set up by itself: the first call takes minutes at most.
.DEFAULT_GOAL := help
SHELL := bash
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadgroup
READY := .venv/ready
APP_READY := .venv-app/ready
BENCH_READY := .venv-bench/ready

.PHONY: help app test check format knowledge evaluate bench bench-web bench-diary validate screenshots docs messages lock setup clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

app: $(APP_READY) ## Start Popliteal in the browser (in a terminal: .venv-app/bin/popliteal ask)
	@.ci/debian app
	@.venv-app/bin/popliteal serve --open

test: $(READY) ## Run every test, with the examples in code and docs, in a real browser too
	@.ci/debian
	@.ci/node
	@$(PYTEST)

check: $(READY) ## Format, lint, types, contracts and the fast tests: before a commit
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(PYTEST) -m "not slow" -q

format: $(READY) ## Format the code and mend what can be mended by itself
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

knowledge: $(READY) ## Check the clinical content: is it safe to ship
	@$(BIN)/popliteal knowledge check

evaluate: $(READY) ## Measure the check on all vignettes, and print every figure with its bar
	@$(BIN)/python -m bench.evaluate

bench: $(BENCH_READY) ## Side-by-side speed, with the libraries we compare ourselves with
	@.venv-bench/bin/python -m bench

bench-diary: $(READY) ## Speed of the diary with 100,000 people in PostgreSQL: ten minutes, 5 GB
	@.ci/debian
	@$(BIN)/python -m bench.diary_load

bench-web: $(READY) ## Speed and weight of the pages, beside a bare Django page
	@$(BIN)/python -m bench.web

validate: $(BENCH_READY) ## Measure the mechanics against reference models and human studies
	@.venv-bench/bin/python -m bench.validate

screenshots: $(READY) ## Photograph every step on phone and desktop, light and dark, into build/screens
	@.ci/debian
	@$(BIN)/python -m docs.screenshots

docs: $(READY) ## Write the files anew that are made from code and content
	@$(BIN)/python docs/generate.py

messages: $(READY) ## Collect the words of the pages for translators, and compile them
	@$(BIN)/python docs/messages.py

lock: $(READY) ## Take newer releases of all dependencies into the lock files
	@.ci/lock

setup: $(READY) ## Only set up (the other targets do this by themselves)

clean: ## Remove the environments and all caches
	rm -rf .venv .venv-app .venv-bench build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(APP_READY): requirements-app.lock pyproject.toml .ci/setup
	@.ci/setup .venv-app requirements-app.lock
	@touch $@

$(READY): requirements.lock pyproject.toml .ci/setup
	@.ci/setup .venv requirements.lock
	@touch $@

$(BENCH_READY): requirements-bench.lock pyproject.toml .ci/setup
	@.ci/setup .venv-bench requirements-bench.lock
	@touch $@
