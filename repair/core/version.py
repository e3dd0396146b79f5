"""The version of `repair`, which signatures and reports carry."""

__version__ = "0.1.0"
