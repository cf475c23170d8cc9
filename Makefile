# Everything runs from a virtual environment in .venv that the first target makes.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.ready
# Notebooks on published figures; the others are tried on a small demonstration store.
PUBLISHED := $(patsubst %,notebooks/%.ipynb,annual_profile data_audit plan_review scheme_showcase)

.DEFAULT_GOAL := help
.PHONY: help setup reports test test-browser soak lab lint bench lock clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(STAMP) ## make .venv from requirements.lock (quick when nothing changed)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-compile --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -qq -j 0 $(VENV)/lib incuanalysis || true
	@touch $(STAMP)

reports: setup data/sample/store/catalogue.json ## build the stores and publish the edition that incu.toml lists
	$(BIN)/incu build
	$(BIN)/incu batch

# Demonstration returns; made once: remove data/sample to have them made anew.
data/sample/store/catalogue.json: | setup
	$(BIN)/incu sample

test: setup ## unit, property, publishing and notebook tests
	$(BIN)/incu build
	$(BIN)/python -m pytest -q -n auto --dist loadfile
	$(BIN)/python -m pytest -q --nbval --nbval-current-env notebooks/start_here.ipynb
	$(BIN)/python -m pytest -q --nbval-lax --nbval-current-env $(PUBLISHED)
	$(BIN)/incu sample --small --out build/sample
	INCU_STORE=$(CURDIR)/build/sample/store $(BIN)/python -m pytest -q --nbval-lax --nbval-current-env $(filter-out $(PUBLISHED) notebooks/start_here.ipynb,$(wildcard notebooks/*.ipynb))

test-browser: setup ## open the edition and JupyterLab in headless Chromium (Debian: apt install chromium)
	$(BIN)/incu build
	$(BIN)/python -m pytest -q -m browser tests/browser

soak: setup ## the long versions of the seeded tests
	$(BIN)/incu build
	INCU_SOAK=1 $(BIN)/python -m pytest -q -n auto --dist loadfile

lab: setup ## open JupyterLab on the notebooks
	$(BIN)/jupyter lab notebooks

lint: setup ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: setup ## the measurements behind benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks.run

lock: ## rewrite requirements.lock from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --universal --all-extras --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -o requirements.lock

clean: ## remove what is made, keep what is written by people
	rm -rf $(VENV) reports/* data/store data/sample build dist
