# Every target makes the virtual environment it needs; nothing but Python 3.11 and make has to be there.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: help demo run test test-slow test-cell lint bench screenshots timing-diagram translations clean

help:
	@echo "make demo          inspect real solar cells on the camera SDK's emulator"
	@echo "make run           run the station of station.toml"
	@echo "make lint          lint, format, types, import contracts"
	@echo "make test          lint, then the tests"
	@echo "make test-slow     the tests that take minutes"
	@echo "make test-cell     the test cell with thousands of parts and faults: PARTS=10000 SEEDS=\"4 5\""
	@echo "make bench         speed and memory, as a table"
	@echo "make screenshots   the pictures of the guides, from a running station"
	@echo "make timing-diagram  the picture of the PLC's signals, from a recorded run"
	@echo "make translations  collect the words of the window, compile the German ones"
	@echo "make clean         remove the virtual environment and what was built"

$(VENV)/.demo: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet -e ".[demo]"
	@touch $@

$(VENV)/.test: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet -e ".[test]"
	@touch $@ $(VENV)/.demo

demo: $(VENV)/.demo
	$(BIN)/station demo $(ARGS)

run: $(VENV)/.demo
	$(BIN)/station run $(ARGS)

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# one process for each core; `make test ARGS="-n 0 tests/ui"` runs a part in one. Compiled files are kept, whatever the
# environment says: tests start some hundred interpreters
test: lint
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -m "not slow" -n auto --dist worksteal $(ARGS)

test-slow: $(VENV)/.test
	$(BIN)/python -m pytest -m slow $(ARGS)

test-cell: $(VENV)/.test
	STATION_CELL_PARTS="$(or $(PARTS),3000)" STATION_CELL_SEEDS="$(or $(SEEDS),1 2 3)" $(BIN)/python -m pytest -m slow tests/cell $(ARGS)

bench: $(VENV)/.test
	$(BIN)/python -m tests.bench $(ARGS)

# on a screen of its own where there is none: xvfb-run -a -s "-screen 0 1600x1000x24" make screenshots
screenshots: $(VENV)/.demo $(VENV)/.test
	$(BIN)/python -m tests.bench.take_screenshots $(ARGS)

timing-diagram: $(VENV)/.test
	$(BIN)/python -m tests.bench.write_timing_diagram

clean:
	rm -rf $(VENV) build dist *.egg-info

# the words of the window: collect them from the sources, then compile what ui/translations holds
translations: $(VENV)/.test
	$(BIN)/pyside6-lupdate $$(git ls-files 'ui/*.py') -ts ui/translations/station_de.ts -source-language en -target-language de -no-obsolete -locations none
	$(BIN)/pyside6-lrelease -silent ui/translations/station_de.ts -qm ui/translations/station_de.qm
