# Two commands are enough on a new machine: `make run` and `make test`. Both set everything up by themselves.

PYTHON ?= python3
BIN := .venv/bin
RUN := $(BIN)/python -m

# What `manage.py check --deploy` needs to know of a server; nothing is contacted.
PRODUCTION := DATABASE_URL=postgresql://showsite@localhost/showsite ALLOWED_HOSTS=podcast.example.org \
	PYTHONWARNINGS=ignore::RuntimeWarning BEHIND_TLS_PROXY=on TRUSTED_PROXIES=127.0.0.1 SECRET_KEY=0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ

.DEFAULT_GOAL := help
.PHONY: help install run test lint pytest browser web screens bench bench-feed bench-pages bench-published bench-search bench-imports bench-lighthouse bench-chapters load clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: ## Set up .venv with everything Showsite needs
	@$(PYTHON) showsite/bootstrap.py

run: install ## Start the site with its database and storage (PORT=8000, HOST=127.0.0.1)
	@$(RUN) showsite.local

test: lint pytest ## Check everything: style, types, settings, all tests

lint: install ## Check style, types, templates, migrations and settings
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(RUN) djlint --quiet --lint templates
	$(PRODUCTION) $(BIN)/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

pytest: install browser web ## Run all tests
	$(RUN) pytest --numprocesses=2

browser: install ## Find or install the Chromium of the browser tests
	@$(RUN) tests.browser.chromium

web: install ## Install the judges of pages from npm, where npm is there
	@$(RUN) tests.web.tools

screens: install browser ## Take the pictures of docs/screens anew
	@$(RUN) tests.screens

bench: install ## Measure the gates of speed against nginx and wrk, which it wants installed; about ten minutes
	@$(RUN) tests.bench

bench-feed: install ## Measure what the feed costs with 5, 500 and 5,000 episodes
	@$(RUN) tests.bench.feed

bench-pages: install ## Measure what a page costs the first time after a change, and from then on
	@$(RUN) tests.bench.pages

bench-published: install ## Measure what feeds, chapters and transcripts as files cost
	@$(RUN) tests.bench.published

bench-search: install ## Measure what a search costs at 300,000 and 3,000,000 cues
	@$(RUN) tests.bench.search

bench-imports: install ## Measure importing, aligning and deriving 125, 250 and 500 episodes
	@$(RUN) tests.bench.imports

bench-lighthouse: install browser ## Ask Lighthouse about the demo show while it runs (URL=http://localhost:8000)
	@$(RUN) tests.bench.lighthouse $(URL)

bench-chapters: install ## Score how well starts are found (DIR=folder of labelled episodes, JSON=file to write)
	@SECRET_KEY=bench $(BIN)/python manage.py bench_chapters "$(DIR)" $(if $(JSON),--json "$(JSON)")

load: install ## Let listeners, apps and a release stampede loose on a site of its own (Locust, on this machine alone)
	@$(RUN) tests.load

clean: ## Remove what can be made again; the data in .local stays
	rm -rf .venv .venv-load static-collected .coverage htmlcov .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
