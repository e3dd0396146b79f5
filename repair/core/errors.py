"""The errors that this package raises. Each is written for the person who must act.

    RepairError
    ├── FormatError       a document cannot be read or written (names the file, and the place when known)
    ├── GazetteerError    a gazetteer file is missing, damaged, or of another version
    ├── ModelError        a model directory is missing, damaged, or of another version
    ├── ConfigError       a configuration key or value is not allowed (names the allowed ones)
    ├── EditError         an edit does not fit its document (overlap, stale text, broken run)
    ├── EngineError       a translation engine is missing, has stopped, hangs, or gives a malformed answer
    ├── TimeLimitError    a document, or the answer to a request, took longer than is allowed
    └── StoreError        the store of decisions cannot be used, or a decision cannot be stored

A message is one line: which file, what is wrong, and what to do next.
"""

from __future__ import annotations

from typing import Self


class RepairError(Exception):
    """Base of every error that a caller of this package may want to catch.

    `of` makes an error with its data as attributes, so that nobody has to parse a message to find a path in it.

    Attributes:
        path: The file that the error is about, "" if it is about none.
        reason: What is wrong, without the path.
        hint: What to do about it.
    """

    path: str = ""
    reason: str = ""
    hint: str = ""

    @classmethod
    def of(cls, template: str, /, *, path: object = "", **values: object) -> Self:
        """Return an error whose message is a template of this module's form, filled in.

        Args:
            template: ``"{path}: REASON; HINT"``, where path and hint may be missing; split before it is filled in.
            path: The file that the error is about.
            values: Values of the other fields of the template.

        >>> error = FormatError.of("{path}: holds {size} bytes; split it", path="a;b: c.txt", size=9)
        >>> str(error), error.path, error.reason, error.hint
        ('a;b: c.txt: holds 9 bytes; split it', 'a;b: c.txt', 'holds 9 bytes', 'split it')
        """
        reason, _, hint = template.removeprefix("{path}: ").partition("; ")
        error = cls(template.format(path=path, **values))
        error.path = str(path)
        error.reason, error.hint = (part.format(path=path, **values) for part in (reason, hint))
        return error


class FormatError(RepairError):
    """A document could not be read or written."""


class GazetteerError(RepairError):
    """A gazetteer could not be built, read or written."""


class ModelError(RepairError):
    """A model directory could not be used."""


class ConfigError(RepairError):
    """A configuration key is unknown or its value is out of range."""


class EditError(RepairError):
    """An edit does not fit the document it is meant for."""


class EngineError(RepairError):
    """A translation engine cannot be used, or failed."""


class TimeLimitError(RepairError):
    """A document, or the answer to a request, took longer than is allowed."""


class StoreError(RepairError):
    """The store of decisions cannot be opened, or cannot store a decision."""
