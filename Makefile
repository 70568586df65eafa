# Every target works on a fresh clone. CI calls the same ones.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: install install-dev browser run test lint bench

install: .venv/.installed

install-dev: .venv/.installed-dev

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.installed: pyproject.toml constraints.txt | .venv/bin/python
	@echo "Installing Aisle (about two minutes the first time) ..."
	$(PIP) torch
	$(PIP) --editable .
	@touch $@

.venv/.installed-dev: .venv/.installed
	@echo "Installing what the tests need ..."
	$(PIP) --editable ".[dev]"
	@touch $@

run: install
	@test -e .aisle/shop.db || test -e .aisle-demo/models/ranker/CURRENT || $(BIN)/aisle demo
	@$(BIN)/aisle serve

# The browser tests drive Debian's chromium; without one they are skipped, and say so.
browser:
	@if command -v chromium >/dev/null; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing chromium for the browser tests ..."; export DEBIAN_FRONTEND=noninteractive; \
		apt-get update -qq && apt-get install -qq --no-install-recommends chromium >/dev/null && exit 0; \
	fi; \
	echo "There is no chromium here, so the browser tests are skipped. Install it with: sudo apt-get install chromium"

test: install-dev browser
	$(BIN)/pytest

lint: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: install-dev
	$(BIN)/python -m benchmarks
