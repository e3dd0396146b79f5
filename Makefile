# `make check` is what a commit must pass; `make check-all` adds what is slower. Continuous integration runs .ci/run.
.PHONY: check check-all docs format lint system test types

check: lint types test

check-all: check system docs

lint:
	ruff format --check .
	ruff check .
	vulture

types:
	mypy

test:
	pytest

# Servers, browsers, databases, engines and killed processes, and tests that take minutes. They wait for other programs
# almost half of their time, so that two processes share a core; eight have the models in memory at most.
system:
	pytest -m 'system or slow' -n "$$(($$(nproc) < 4 ? 2 * $$(nproc) : 8))"

docs:
	mkdocs build --strict --quiet --config-file docs/tools/mkdocs.yml --site-dir "$${TMPDIR:-/tmp}/repair-docs"

format:
	ruff format .
	ruff check --fix .
