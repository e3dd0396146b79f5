"""`python -m repair` is the `repair` command."""

from __future__ import annotations

from repair.cli.app import main

if __name__ == "__main__":
    main()
