"""What the world knows without any source: English words, names of people, places and peoples.

The lists are shipped with the package (see ``worldlists``), hold folded forms (``text.fold``), and are
read on first use, each by itself. A list says that a form exists, never that it is right in a text.
"""

from __future__ import annotations

import bisect
import gzip
import zlib
from functools import cached_property, lru_cache
from pathlib import Path

from repair.core.errors import ModelError
from repair.core.resources import shipped_model

MISSING = (
    "no background list {path}: reinstall the package, or build the lists with python -m repair.training.build_lexicon"
)
DAMAGED = (
    "damaged background list {path}: reinstall the package, or build the lists with python -m "
    "repair.training.build_lexicon"
)

BEARERS = 16  # what a step of a word's people counts for in its class, where a step of its places is 1
_STRIDE = 2048  # bytes from one known line of a list to the next, about
_MOST_KNOWN = 200_000  # forms whose class is remembered


class Lexicon:
    """Word, name and place lists of the world; immutable, shared, and safe to read from many threads."""

    def __init__(self, folder: Path) -> None:
        """Remember where the lists lie; nothing is read before it is asked for."""
        self._folder = folder

    @classmethod
    def load(cls, path: Path | None = None) -> Lexicon:
        """Return the lists in ``path``, by default those shipped; the same folder gives the same object."""
        return _cached(path if path is not None else shipped_model("background"))

    def word(self, fold: str) -> int:
        """Return 0 for no English word, else its frequency class: 1 rare to 5 very common.

        >>> background = Lexicon.load()
        >>> background.word("the"), background.word("thursday"), background.word("rutte")
        (5, 5, 0)
        """
        return self._words[fold]

    def given(self, fold: str) -> int:
        """Return 0 for no known given name, else 1 rare to 3 very common."""
        return self._names[fold] // 4

    def surname(self, fold: str) -> int:
        """Return 0 for no known surname, else 1 rare to 3 very common."""
        return self._names[fold] % 4

    def place(self, fold: str) -> int:
        """Return 0 for no known place, else 1 small town to 4 country, capital or metropolis.

        Places of several words are asked for whole, hyphens as spaces.

        >>> Lexicon.load().place("new york"), Lexicon.load().place("kyiv")
        (4, 4)
        """
        return self._places[fold]

    def demonym(self, fold: str) -> bool:
        """Tell whether the form is a people, language or faith, or the adjective of one.

        >>> Lexicon.load().demonym("ukrainian")
        True
        """
        return self._demonyms[fold] > 0

    def bearers(self, fold: str) -> tuple[int, int]:
        """Return how many names of people, and of places, hold the word: log2(1 + count) each, rounded.

        >>> Lexicon.load().bearers("smith"), Lexicon.load().bearers("vikrander")
        ((4, 4), (0, 0))
        """
        return divmod(self._bearers[fold], BEARERS)

    @cached_property
    def _bearers(self) -> _List:
        return _List(_read(self._folder / "bearers.txt.gz"))

    @cached_property
    def _words(self) -> _List:
        return _List(_read(self._folder / "words.txt.gz"))

    @cached_property
    def _names(self) -> _List:
        return _List(_read(self._folder / "names.txt.gz"))

    @cached_property
    def _places(self) -> _List:
        return _List(_read(self._folder / "places.txt.gz"))

    @cached_property
    def _demonyms(self) -> _List:
        return _List(_read(self._folder / "demonyms.txt.gz"))


@lru_cache(maxsize=8)
def _cached(folder: Path) -> Lexicon:
    return Lexicon(folder)


def _read(path: Path) -> bytes:
    """Read one list whole: sorted lines, each a folded form, a tab and its class."""
    try:
        return gzip.decompress(path.read_bytes())
    except FileNotFoundError as error:
        raise ModelError(MISSING.format(path=path)) from error
    except (OSError, EOFError, zlib.error) as error:
        raise ModelError(DAMAGED.format(path=path)) from error


class _List(dict[str, int]):
    """The class of every form asked for so far, 0 for one that is not listed.

    The lines are searched where they lie, since a table of a quarter of a million forms would take longer to make than
    a run over one article takes: the line that opens every so many bytes is known, and tells between which two to look.
    """

    def __init__(self, lines: bytes) -> None:
        super().__init__()
        self._lines = lines
        self._starts = sorted({lines.rfind(b"\n", 0, at) + 1 for at in range(0, len(lines), _STRIDE)})
        self._openings = [lines[start : lines.find(b"\n", start)] for start in self._starts]
        self._starts.append(len(lines))

    def __missing__(self, form: str) -> int:
        if len(self) > _MOST_KNOWN:
            self.clear()
        rank = self[form] = self._rank(form.encode("utf-8", "replace") + b"\t") if "\n" not in form else 0
        return rank

    def _rank(self, wanted: bytes) -> int:
        lines, at = self._lines, bisect.bisect_right(self._openings, wanted + b"\xff") - 1
        if at < 0:
            return 0
        start, stop = self._starts[at], self._starts[at + 1]
        if not lines.startswith(wanted, start):
            start = lines.find(b"\n" + wanted, start, stop) + 1
            if not start:
                return 0
        return int(lines[start + len(wanted) : lines.find(b"\n", start)])
