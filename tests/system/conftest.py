"""What the system tests share: one browser for all of them."""

from browsers import chromium

__all__ = ["chromium"]
