"""The family of errors this package raises, each written for the person who must act.

    RepairError
    ├── FormatError       a document cannot be read or written (names the file, and the place when known)
    ├── GazetteerError    a gazetteer file is missing, damaged, or of another version
    ├── ModelError        a model directory is missing, damaged, or of another version
    ├── ConfigError       a configuration key or value is not allowed (names the allowed ones)
    ├── EditError         an edit does not fit its document (overlap, stale text, broken run)
    ├── EngineError       a translation engine is missing, has died, hangs, or answers nonsense
    └── StoreError        the store of decisions cannot be used, or a decision cannot be kept (and why)

A message is one line: what is wrong, with which file, and what to do next.
"""

from __future__ import annotations


class RepairError(Exception):
    """Base of every error a caller of this package may want to catch."""


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
    """A translation engine cannot be used, or did not do its work."""


class StoreError(RepairError):
    """The store of decisions cannot be opened, or will not keep what it was given."""
