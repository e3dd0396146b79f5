"""What the world knows without any source: English words, names of people, places and peoples.

The lists are shipped with the package (see ``worldlists``), hold folded forms (``text.fold``), and are
read on first use, each by itself. A list says that a form exists, never that it is right in a text.
"""

from __future__ import annotations

import gzip
import zlib
from functools import cached_property, lru_cache
from pathlib import Path

from repair.errors import ModelError
from repair.paths import shipped_model

MISSING = "no background list {path}: reinstall the package, or build the lists with python -m repair.worldlists"
DAMAGED = "damaged background list {path}: reinstall the package, or build the lists with python -m repair.worldlists"


class Background:
    """Word, name and place lists of the world; immutable, shared, and safe to read from many threads."""

    def __init__(self, folder: Path) -> None:
        """Remember where the lists lie; nothing is read before it is asked for."""
        self._folder = folder

    @classmethod
    def load(cls, path: Path | None = None) -> Background:
        """Return the lists in ``path``, by default those shipped; the same folder gives the same object."""
        return _cached(path if path is not None else shipped_model("background"))

    def word(self, fold: str) -> int:
        """Return 0 for no English word, else its frequency class: 1 rare to 5 very common.

        >>> background = Background.load()
        >>> background.word("the"), background.word("thursday"), background.word("rutte")
        (5, 5, 0)
        """
        return _rank(self._words, fold)

    def given(self, fold: str) -> int:
        """Return 0 for no known given name, else 1 rare to 3 very common."""
        return _rank(self._names, fold) // 4

    def surname(self, fold: str) -> int:
        """Return 0 for no known surname, else 1 rare to 3 very common."""
        return _rank(self._names, fold) % 4

    def place(self, fold: str) -> int:
        """Return 0 for no known place, else 1 small town to 4 country, capital or metropolis.

        Places of several words are asked for whole, hyphens as spaces.

        >>> Background.load().place("new york"), Background.load().place("kyiv")
        (4, 4)
        """
        return _rank(self._places, fold)

    def demonym(self, fold: str) -> bool:
        """Tell whether the form is a people, language or faith, or the adjective of one.

        >>> Background.load().demonym("ukrainian")
        True
        """
        return _rank(self._demonyms, fold) > 0

    @cached_property
    def _words(self) -> bytes:
        return _read(self._folder / "words.txt.gz")

    @cached_property
    def _names(self) -> bytes:
        return _read(self._folder / "names.txt.gz")

    @cached_property
    def _places(self) -> bytes:
        return _read(self._folder / "places.txt.gz")

    @cached_property
    def _demonyms(self) -> bytes:
        return _read(self._folder / "demonyms.txt.gz")


@lru_cache(maxsize=8)
def _cached(folder: Path) -> Background:
    return Background(folder)


def _read(path: Path) -> bytes:
    """Read one list whole: sorted lines, each a folded form, a tab and its class."""
    try:
        return gzip.decompress(path.read_bytes())
    except FileNotFoundError as error:
        raise ModelError(MISSING.format(path=path)) from error
    except (OSError, EOFError, zlib.error) as error:
        raise ModelError(DAMAGED.format(path=path)) from error


@lru_cache(maxsize=200_000)
def _rank(lines: bytes, form: str) -> int:
    """Return the class of ``form``, 0 when it is not listed.

    The lines are searched by halving where they lie: a table of a quarter of a million forms would
    take longer to make than a run over one article takes.
    """
    wanted = form.encode("utf-8", "replace") + b"\t"
    low, high = 0, len(lines)
    while low < high:
        start = lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = lines.find(b"\n", start)
        line = lines[start:end]
        if line.startswith(wanted):
            return int(line[len(wanted) :])
        if line < wanted:
            low = end + 1
        else:
            high = start
    return 0
