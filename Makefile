# Every target works on a fresh clone. CI calls the same ones.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: install install-dev run test lint bench

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
	@test -e .aisle/shop.db || test -e .aisle-demo/index/CURRENT || $(BIN)/aisle demo
	@$(BIN)/aisle serve

test: install-dev
	$(BIN)/pytest

lint: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: install-dev
	$(BIN)/python -m benchmarks
