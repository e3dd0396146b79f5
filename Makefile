# `make check` is what a commit must pass; continuous integration runs .ci/run.
.PHONY: check format

check:
	ruff format --check .
	ruff check .
	mypy
	pytest

format:
	ruff format .
	ruff check --fix .
