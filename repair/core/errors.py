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
So is the wording of a system or library error that is the cause: callers pass the exception itself (``why=error``).
No caller has to parse a message, since the attributes have its content. Errors can be pickled and copied.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from repair.core.display import shown_path

_LONGEST_REASON = 200  # code points of the message of an exception
_SYSTEM_NUMBER = re.compile(r"\[(?:Errno|WinError) -?\d{1,10}\] ")


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
            values: The values of the template's fields, and the attributes of the error. An exception is worded as
                `reason_of` does.

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
        where = ", ".join(part for part in (shown_path(self.path), record, self.place) if part)
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
    """Return the reason and the hint of a template ``"REASON; HINT"``, filled in after it is split.

    A value that is an exception is worded as `reason_of` does.
    """
    reason, _, hint = template.partition("; ")
    worded = {name: reason_of(value) if isinstance(value, BaseException) else value for name, value in values.items()}
    return reason.format_map(worded), hint.format_map(worded)


def reason_of(error: BaseException) -> str:
    """Return what an exception says as part of a sentence: on one line, without the number and path of a system error.

    >>> reason_of(FileNotFoundError(2, "No such file or directory", "a.txt"))
    'no such file or directory'
    >>> reason_of(ValueError("Expecting value:\\n line 1")), reason_of(OSError("[Errno 5] Input/output error: 'a'"))
    ('expecting value: line 1', "input/output error: 'a'")
    >>> reason_of(KeyError("name")), reason_of(EOFError())
    ("'name'", 'EOFError')
    """
    if isinstance(error, RepairError):
        return str(error)
    if isinstance(error, UnicodeDecodeError):
        return f"byte {error.start:,} is not {error.encoding.upper()}"
    cause = getattr(error, "reason", None)
    if isinstance(cause, BaseException):  # such as the OSError in a URLError
        return reason_of(cause)
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    words = _SYSTEM_NUMBER.sub("", text).split()
    if not words:
        return type(error).__name__
    if words[0][0].isupper() and words[0][1:].islower():
        words[0] = words[0].lower()
    return " ".join(words)[:_LONGEST_REASON]


def reason_of_damage(error: BaseException) -> str:
    """Return what is wrong with damaged data that made a parser raise ``error``, without the names of Python's types.

    >>> reason_of_damage(AttributeError("'NoneType' object has no attribute 'get'")), reason_of_damage(KeyError("id"))
    ('a part of it has an unexpected form', "'id' is missing")
    """
    if isinstance(error, (AttributeError, TypeError, IndexError, AssertionError)):
        return "a part of it has an unexpected form"
    if isinstance(error, KeyError) and str(error.args[0]).isidentifier():
        return f"{error} is missing"
    return reason_of(error)


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
