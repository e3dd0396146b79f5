"""The errors that this package raises: each has its data as attributes and builds its message from them.

    RepairError
    ├── FormatError       a document cannot be read or written (names the file, and the place when known)
    ├── GazetteerError    a gazetteer file is missing, damaged, or of another version
    ├── ModelError        a model directory is missing, damaged, or of another version
    ├── ConfigError       a setting or an option is not allowed (names it, and the allowed values)
    ├── EditError         an edit does not fit its document (overlap, stale text, broken run)
    ├── EngineError       a translation engine is missing, has stopped, hangs, or gives a malformed answer
    ├── TimeLimitError    a document, or the response to a request, took longer than is allowed
    └── StoreError        the store of decisions cannot be used, or a decision cannot be stored

The message is built only here, because the command line, the review page, the audit log and Python callers all show it.
No caller has to parse it, since the attributes have its content. Errors can be pickled and copied.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any, ClassVar, Self

STANDARD_INPUT = "standard input"
"""The path of an error about text that was read from standard input."""


class RepairError(Exception):
    """Base of every error that a caller of this package may want to catch.

    Attributes:
        reason: What is wrong, without the path.
        hint: What to do next; "" if there is nothing to add.
        path: The file or address that the error is about; "" if there is none.
        place: Where in the file, such as "line 3" or "byte 1,024"; "" if unknown.
        record: Number of the record in an archive, from 0; None if the error is about the whole file.

    >>> error = FormatError("the file is empty", "give a file with a story in it", path="a.jsonl", record=3)
    >>> print(error)
    a.jsonl, record 3: The file is empty. Give a file with a story in it.
    """

    data_fields: ClassVar[tuple[str, ...]] = ("path", "place", "record")
    """The keyword arguments that become attributes."""

    def __init__(
        self,
        reason: str = "",
        hint: str = "",
        *,
        path: object = "",
        place: str = "",
        record: int | None = None,
        **data: Any,
    ) -> None:
        super().__init__(reason, hint)
        self.reason, self.hint, self.path, self.place, self.record = reason, hint, str(path), place, record
        for name, value in data.items():
            if name not in self.data_fields:
                raise TypeError(f"{type(self).__name__} has no field {name!r}")
            setattr(self, name, value)

    @classmethod
    def of(cls, template: str, /, **values: Any) -> Self:
        """Return an error with the reason and the hint of a template, filled in.

        Args:
            template: ``"REASON; HINT"``, where the hint may be missing. It is split before it is filled in, so that a
                value may contain a semicolon.
            values: The values of the template's fields, and the attributes of the error.

        >>> error = FormatError.of("the file has {size} bytes; split it", path="a;b: c.txt", size=9)
        >>> str(error), error.path, error.reason, error.hint
        ('a;b: c.txt: The file has 9 bytes. Split it.', 'a;b: c.txt', 'the file has 9 bytes', 'split it')
        """
        data = {name: values[name] for name in cls.data_fields if name in values}
        return cls(*filled(template, **values), **data)

    @classmethod
    def like(cls, error: RepairError) -> Self:
        """Return an error of this class with the data of ``error``, which has another class."""
        return cls(error.reason, error.hint, path=error.path, place=error.place, record=error.record)

    def within(self, path: object, *, record: int | None = None, instead_of: object = "") -> Self:
        """Return this error with the path and the record of the file that it happened in.

        Args:
            path: The path to set if the error has none.
            record: The record to set if the error has none.
            instead_of: A path that the user does not know, such as that of a temporary copy; it is replaced too.
        """
        error = copy.copy(self)
        if not self.path or self.path == str(instead_of):
            error.path = str(path)
        if self.record is None:
            error.record = record
        return error

    def data(self) -> dict[str, Any]:
        """Return the data of the error as JSON values; `restored` turns them back into an error."""
        fields = {"reason": self.reason, "hint": self.hint} | {name: getattr(self, name) for name in self.data_fields}
        return {name: value for name, value in fields.items() if value not in ("", None)}

    def __str__(self) -> str:
        record = f"record {self.record:,}" if self.record is not None else ""
        where = ", ".join(part for part in (self.path, record, self.place) if part)
        sentences = " ".join(_sentence(part) for part in (self.reason, self.hint) if part)
        return f"{where}: {sentences}" if where else sentences

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (type(self), self.args, self.__dict__)


class FormatError(RepairError):
    """A document could not be read or written."""


class GazetteerError(RepairError):
    """A gazetteer could not be built, read or written."""


class ModelError(RepairError):
    """A model directory could not be used."""


class ConfigError(RepairError):
    """A setting or an option is unknown or not allowed.

    Attributes:
        key: The setting or option; "" if the error is about several.
        allowed: The allowed values, in words; "" if they cannot be listed.
    """

    data_fields = (*RepairError.data_fields, "key", "allowed")
    key: str = ""
    allowed: str = ""


class EditError(RepairError):
    """An edit does not fit its document.

    Attributes:
        start: Where the edit begins, an offset in code points; None if the error is about all edits.
    """

    data_fields = (*RepairError.data_fields, "start")
    start: int | None = None


class EngineError(RepairError):
    """A translation engine cannot be used, or failed."""


class TimeLimitError(RepairError):
    """A document, or the response to a request, took longer than is allowed."""


class StoreError(RepairError):
    """The store of decisions cannot be opened, or cannot store a decision."""


def filled(template: str, /, **values: Any) -> tuple[str, str]:
    """Return the reason and the hint of a template ``"REASON; HINT"``, filled in after it is split."""
    reason, _, hint = template.partition("; ")
    return reason.format_map(values), hint.format_map(values)


def restored(data: Mapping[str, Any] | str) -> RepairError:
    """Return an error from the result of `RepairError.data`, or from a whole message of an earlier version."""
    if isinstance(data, str):
        return RepairError(data)
    return RepairError(**{name: data[name] for name in ("reason", "hint", *RepairError.data_fields) if name in data})


def _rebuilt(kind: type[RepairError], args: tuple[Any, ...], state: dict[str, Any]) -> RepairError:
    """Return a pickled or copied error, whatever arguments its class requires."""
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


def _sentence(text: str) -> str:
    """Return ``text`` with a capital, unless it begins with a value such as an option or a file name, and a full stop.

    >>> _sentence("the file is empty"), _sentence("--out is missing!"), _sentence("'es' is no language")
    ('The file is empty.', '--out is missing!', "'es' is no language.")
    """
    first, _, rest = text.partition(" ")
    if rest and first.rstrip(",:").isalpha() and first.rstrip(",:").islower():
        text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."
