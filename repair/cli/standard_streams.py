"""The standard streams of the process: which text they take, and what happens when nobody reads them any more.

What is written to them is decided in ``output`` and in the commands.
"""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_STDERR = 2  # the number of the last standard stream


def prepare_streams() -> None:
    """Let both streams take any text: data that is not for a terminal is UTF-8, whatever the system's locale."""
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        # In JSON a lone surrogate (of a file name) is written as \\udcxx, which is what JSON needs.
        if stream.isatty():
            reconfigure(errors="backslashreplace")
        else:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    sys.stderr = _outliving(sys.stderr, OSError)


def outlive_the_reader() -> None:
    """Let the command go on when the reader of its standard output ends (`| head`), as its work is in files."""
    sys.stdout = _outliving(sys.stdout, BrokenPipeError)


def discard_output() -> None:
    """Write the rest of standard output nowhere, as nobody reads it and the interpreter flushes it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _OutlivingFile(io.FileIO):
    """A standard stream whose text is lost once writing it fails with one of some errors."""

    def __init__(self, number: int, lost: type[OSError]) -> None:
        super().__init__(number, "w", closefd=False)
        self._lost = lost

    def write(self, content: ReadableBuffer, /) -> int:
        """Write ``content``, or give it up."""
        try:
            return super().write(content)
        except self._lost:
            return memoryview(content).nbytes


def _outliving(stream: TextIO, lost: type[OSError]) -> TextIO:
    """Return ``stream``, without those errors if it is one with which the process was started."""
    if stream not in (sys.__stdout__, sys.__stderr__) or not isinstance(stream, io.TextIOWrapper):
        return stream
    stream.flush()
    file = io.BufferedWriter(_OutlivingFile(stream.fileno(), lost))
    return io.TextIOWrapper(
        file, encoding=stream.encoding, errors=stream.errors, newline="\n", line_buffering=stream.line_buffering
    )


def _open_closed_streams() -> None:
    """Open the null device in place of a standard stream with which the process was started closed (`>&-`).

    Python has None for such a stream. Its number would also go to the next file that is opened, such as an output,
    into which anything that writes to the stream would then write.
    """
    while (null := os.open(os.devnull, os.O_RDWR)) <= _STDERR:
        os.set_inheritable(null, True)
    os.close(null)
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115  # until the end
