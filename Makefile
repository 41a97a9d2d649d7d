# Two commands for everyone: `make demo` and `make test`. Both install what they need, here and nowhere else:
# a virtual environment in .venv, and (for the tests) LibreOffice Calc through apt-get when there is none.
# `make test` is the one command that checks everything; continuous integration runs it through .ci/run.

.DEFAULT_GOAL := help
.PHONY: help demo test format benchmark pictures simulation oracles office release clean
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

BIN := .venv/bin
OUT := demo
PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3)
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
WORKERS ?= auto

# As root, or through sudo; asked for only when something is missing.
define apt_get
	as_root() { if [ "$$(id -u)" -eq 0 ]; then "$$@"; else sudo "$$@"; fi; }; \
	command -v apt-get >/dev/null || { echo "Please install $(1) yourself: there is no apt-get here." >&2; exit 1; }; \
	as_root apt-get update --quiet; \
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends $(1)
endef

help:
	@echo "make demo       the whole chain on the built-in example, in $(OUT)/"
	@echo "make test       format, lint, types, layers and all tests (recalculates workbooks with LibreOffice)"
	@echo "make format     put the code in its format"
	@echo "make benchmark  seconds and ratios"
	@echo "make simulation which estimator comes closest, in simulatie.xlsx"
	@echo "make oracles    reference weights and errors, by R"
	@echo "make pictures   draw the pictures of the manual, in docs/pictures/ and docs/handleiding/pictures/"
	@echo "make release    wheel, source, add-in, checksums and notes, in release/"
	@echo "make clean      remove .venv and the caches"

demo: .venv/.installed
	@$(BIN)/kostenonderzoek demo --out $(OUT) --force

test: .venv/.installed-dev office
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest --numprocesses $(WORKERS) --maxprocesses 4 --dist loadfile --no-loadscope-reorder

format: .venv/.installed-dev
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

simulation: .venv/.installed
	@$(BIN)/kostenonderzoek simulate --out simulatie.xlsx --force

benchmark: .venv/.installed-dev
	@$(BIN)/python benchmarks/run_speed.py
	@$(BIN)/python benchmarks/run_generating.py
	@$(BIN)/python benchmarks/run_weighting.py
	@$(BIN)/python -m benchmarks.run_peers

# Small pictures for the manual: the survey workbook in four states, sheets of the analysis workbook, slides. Carlito is
# as wide as Calibri, so that pages break as they do in Excel.
pictures: .venv/.installed office
	@command -v pdftoppm >/dev/null || { $(call apt_get,poppler-utils); }
	@fc-list | grep -qi carlito || { $(call apt_get,fonts-crosextra-carlito); }
	@$(BIN)/python docs/make_pictures.py
	@$(BIN)/python docs/make_analysis_pictures.py

# Reference weights and standard errors, anew by the R package survey; the tests read what is stored.
oracles:
	@command -v Rscript >/dev/null || { $(call apt_get,r-base-core r-cran-survey r-cran-mass); }
	@cd tests/oracles && Rscript reference.R

# Two spreadsheet programs that check each other, and the Node that Pyodide (the Python of xlwings Lite) is tried in.
office:
	@command -v soffice >/dev/null || { $(call apt_get,libreoffice-calc); }
	@command -v ssconvert >/dev/null || { $(call apt_get,gnumeric); }
	@command -v npm >/dev/null || { $(call apt_get,nodejs npm); }

# What a release consists of; the notes are the newest part of the changelog.
release: .venv/.installed-dev
	@rm -rf release && mkdir release
	@$(BIN)/python -m build --outdir release . >/dev/null
	@$(BIN)/kostenonderzoek addin build --out release
	@awk '/^## /{n++} n==1' CHANGELOG.md > release/NOTES.md
	@cd release && sha256sum *.whl *.tar.gz *.xlam > SHA256SUMS && cat SHA256SUMS

# On a bare Debian venv and pip are packages of their own; without them `venv` exists but cannot make an environment.
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; set PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { $(call apt_get,python3-venv); }
	@$(PYTHON) -m venv .venv

.venv/.installed: .venv/bin/python pyproject.toml constraints.txt
	@$(INSTALL) --editable .
	@touch $@

.venv/.installed-dev: .venv/bin/python pyproject.toml constraints.txt
	@$(INSTALL) --editable '.[dev]'
	@touch $@ .venv/.installed

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -prune -exec rm -rf {} +
