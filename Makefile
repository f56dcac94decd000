# A machine with Python 3.11 or later and make needs two commands: `make decide` and `make test`.
# Both install into .venv, once, with the hashes of requirements/*.txt; after that they need no network.

PYTHON ?= python3
N ?= 2000
SAMPLE ?= 150

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
UV ?= $(firstword $(wildcard $(BIN)/uv) uv)

RUN := .venv/.run-installed
TEST := .venv/.test-installed
BENCH := .venv/.bench-installed
MUTANTS := .venv/.mutants-installed
SUPPLY := .venv/.supply-installed
# Software of others that FHIR messages are tested with, where there is npm.
NODE := tests/fhir/node/node_modules/.package-lock.json

LOCKS := run build test bench mutants supply
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-strip-extras --no-emit-index-url --no-emit-find-links --no-annotate --no-header --upgrade

# Every part of these packages must have each of its branches tested, by these tests; measuring slows them.
EXACT_TESTS := tests/model tests/language tests/decide tests/test_document.py $(addprefix tests/laws/test_,answers.py exactness.py generated.py)
FHIR_TESTS := tests/fhir tests/forms tests/intake
EXACT := src/coverline/model/*,src/coverline/language/*,src/coverline/decide/*,src/coverline/document/*

.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: decide serve test lint types layers tests coverage laws licences coverage-of-sources mutants bench \
	bench-batch sbom audit lock clean node elm

decide: $(RUN)
	@$(BIN)/coverline decide examples/massachusetts-six-weeks.yaml

# The page and the API on this machine's own address.
serve: $(RUN)
	@$(BIN)/coverline serve

test: lint types layers tests coverage
	@echo "All checks passed."

lint: $(TEST)
	@echo "== lint"
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .

types: $(TEST)
	@echo "== types"
	@$(BIN)/mypy

layers: $(TEST)
	@echo "== import layers"
	@$(BIN)/lint-imports --no-logo

# Two at a time, for two cores; what runs beside is shown when it is done.
tests: $(TEST) $(NODE)
	@echo "== tests of the model, the language and the decision, then of FHIR; beside them all others"
	@$(BIN)/pytest --quiet $(addprefix --ignore=,$(EXACT_TESTS) $(FHIR_TESTS)) >.tests-beside.log 2>&1 & beside=$$!; \
	trap 'kill $$beside' INT TERM; failed=0; \
	$(BIN)/pytest --quiet --cov --cov-report= $(EXACT_TESTS) || failed=1; \
	$(BIN)/pytest --quiet $(FHIR_TESTS) || failed=1; \
	wait $$beside || failed=1; \
	cat .tests-beside.log; rm .tests-beside.log; exit $$failed

coverage: $(TEST)
	@echo "== every branch of the model, the language and the decision is tested"
	@$(BIN)/coverage report --include="$(EXACT)" --fail-under=100

node: $(NODE)

# The CQL of forms, compiled anew: after a policy, the vocabulary or a value set has changed.
elm: $(RUN) $(NODE)
	@$(BIN)/python tools/build_elm.py

# The laws again, on N fresh random examples each.
laws: $(TEST)
	@$(BIN)/pytest --quiet tests/laws --examples=$(N)

# Whether every package that Coverline runs with carries a licence that it may be used under.
licences: $(TEST)
	@$(BIN)/pytest --quiet tests/test_licences.py

# The page that says where every statement of the sources lives; SOURCES=DIR also looks at your copies of them.
coverage-of-sources: $(RUN)
	@$(BIN)/python -m tools.coverage_of_sources $(if $(SOURCES),--sources $(SOURCES))

# Which changes no test notices: first to the policies, then to SAMPLE places of decide and of language each.
mutants: $(MUTANTS)
	@$(BIN)/python -m tools.mutation.content
	@$(BIN)/python -m tools.mutation.code --sample $(SAMPLE)

bench: $(BENCH)
	@$(BIN)/python bench/run.py
	@$(BIN)/python bench/cold_start.py
	@$(BIN)/python bench/prove.py
	@$(BIN)/python bench/search.py
	@$(BIN)/python bench/api.py
	@$(BIN)/python bench/crd.py

# Millions of rows: some fifteen minutes, and some gigabytes in the folder for temporary files.
bench-batch: $(BENCH)
	@$(BIN)/python bench/batch/run.py

# The parts that Coverline is made of, in CycloneDX.
sbom: $(SUPPLY)
	@mkdir -p dist
	@$(BIN)/cyclonedx-py requirements requirements/run.txt --pyproject pyproject.toml \
		--output-reproducible --of JSON -o dist/sbom.cdx.json
	@echo "dist/sbom.cdx.json"

# Known faults of these parts; asks the network.
audit: $(SUPPLY)
	@$(BIN)/pip-audit --require-hashes --disable-pip -r requirements/run.txt

lock: $(BIN)/python
	@for lock in $(LOCKS); do $(COMPILE) requirements/$$lock.in -o requirements/$$lock.txt || exit 1; done

clean:
	rm -rf .venv mutants tests/fhir/node/node_modules .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache dist
	find src tests tools bench \( -name __pycache__ -o -name __compiled__ \) -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and \
		'Coverline needs Python 3.11 or later, found ' + sys.version.split()[0] + \
		'; name another with: make PYTHON=python3.12 $(firstword $(MAKECMDGOALS))')"
	@$(PYTHON) -m venv .venv

$(RUN): requirements/run.txt requirements/build.txt pyproject.toml | $(BIN)/python
	@echo "Installing Coverline into .venv"
	@$(PIP) install --require-hashes --requirement requirements/run.txt --requirement requirements/build.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(TEST): requirements/test.txt $(RUN)
	@echo "Installing the checks into .venv"
	@$(PIP) install --require-hashes --requirement requirements/test.txt
	@touch $@

# Nothing of a package runs when it is installed; without npm, or without its registry, tests are skipped.
$(NODE): tests/fhir/node/package-lock.json
	@cd $(dir $<) && npm ci --silent 2>/dev/null || \
		echo "Not installed: the packages of npm in $(dir $<); the tests that need them are skipped."

$(BENCH): requirements/bench.txt $(TEST)
	@$(PIP) install --require-hashes --requirement requirements/bench.txt
	@touch $@

$(SUPPLY): requirements/supply.txt $(TEST)
	@$(PIP) install --require-hashes --requirement requirements/supply.txt
	@touch $@

$(MUTANTS): requirements/mutants.txt $(TEST)
	@$(PIP) install --require-hashes --requirement requirements/mutants.txt
	@touch $@
