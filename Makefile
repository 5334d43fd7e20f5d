# What can be done here: make demo | run | test | check | fix | bench | soak
PY := .venv/bin/python

.PHONY: help demo run test test-all lint check fix bench soak crash crash-many batch
help:
	@echo "make demo   try it: a chat in your browser, nothing else needed"
	@echo "make run    run the bot in Telegram (needs TELEGRAM_BOT_TOKEN in .env)"
	@echo "make test   run the tests"
	@echo "make test-all  the long journeys, too, and what all of it covers"
	@echo "make check  run every check and the tests, as CI does"
	@echo "make fix    format the code and mend what can be mended by a tool"
	@echo "make bench  measure, and print the figures"
	@echo "make crash  talk to the bot while it is killed a hundred times, and judge the books"
	@echo "make crash-many  the same to three workers on this machine's PostgreSQL"
	@echo "make batch  make a table of fifty rows with faults and two kills, and judge the books"
	@echo "make soak   talk to the bot for minutes while everything goes wrong, and judge the books"

demo: .venv/for-demo
	@exec $(PY) -m sandbox serve -- $(PY) -m bot

run: .venv/for-run
	@exec $(PY) -m bot

test: .venv/for-dev
	@$(PY) -m pytest -q -n 4 --dist loadscope

test-all: .venv/for-dev
	@$(PY) -m pytest -q -n 4 --dist loadscope -m "long or not long" --timeout 600 --cov --cov-report=term:skip-covered

lint: .venv/for-dev
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports --no-logo

check: lint test

fix: .venv/for-dev
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

bench: .venv/for-dev
	@$(PY) -m benchmarks

SEED := 7
soak: .venv/for-dev
	@$(PY) -m benchmarks.soak --turns 300 --seed $(SEED)

batch: .venv/for-dev
	@$(PY) -m pytest -q -s tests/journeys/engines/fifty_rows.py

crash: .venv/for-dev
	@$(PY) -m benchmarks.crash --seed $(SEED)

crash-many: .venv/for-dev
	@$(PY) -m benchmarks.crash --workers 3 --ordinary --seed $(SEED)

# Each mark says that the environment holds what is needed; a changed pyproject.toml renews it.
.venv/for-run: pyproject.toml scripts/install
	@sh scripts/install "." $@
.venv/for-demo: pyproject.toml scripts/install
	@sh scripts/install ".[sandbox]" $@
.venv/for-dev: pyproject.toml scripts/install
	@sh scripts/install ".[dev]" $@
