"""`python -m repair` and the installed `repair` command."""

from __future__ import annotations

import gc
import sys

_INTERRUPTED = 130  # what a shell reports for a command stopped with Ctrl-C
_GC_THRESHOLD = 20_000  # new objects after which the youngest generation is collected; Python's default is 700


def main() -> None:
    """Run the command line and end the process with its exit status.

    Modules and models are made of some hundred thousand objects that live as long as the process. Garbage collections
    while they are loaded would visit them again and again, and take a quarter of the time of a short command.
    """
    gc.disable()
    try:
        from repair.cli.app import main as run_command
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    gc.freeze()
    gc.set_threshold(_GC_THRESHOLD, 20, 50)
    gc.enable()
    run_command()


if __name__ == "__main__":
    main()
