"""The lexicon: lists of English words and of names of people, places and peoples, independent of any source.

Each list gives a folded form a class, a small integer that rises with how common the form is; 0 is a form that the list
lacks. The classes are named below. The lists are shipped with the package and loaded one by one on first use
(`repair.training.build_lexicon` makes them). A list shows that a form exists, not that it is right in a text.
"""

from __future__ import annotations

import bisect
import gzip
import zlib
from collections.abc import Mapping
from functools import cache, cached_property, lru_cache
from pathlib import Path

from repair.core.errors import ModelError
from repair.core.resources import shipped_model
from repair.text.wordlists import NEW_WORDS

MISSING = (
    "the word list is missing; reinstall the package, or build the lists with python -m repair.training.build_lexicon"
)
DAMAGED = (
    "the word list is damaged; reinstall the package, or build the lists with python -m repair.training.build_lexicon"
)

RARE_WORD, UNCOMMON_WORD, COMMON_WORD, FREQUENT_WORD, VERY_FREQUENT_WORD = 1, 2, 3, 4, 5
RARE_NAME, COMMON_NAME, VERY_COMMON_NAME = 1, 2, 3  # of given names, and of surnames
SMALL_TOWN, TOWN, LARGE_CITY, COUNTRY = 1, 2, 3, 4  # regions and seas are as large cities; capitals as countries
BEARERS = 16  # weight of the count of people in a class that combines it with the count of places
_STRIDE = 1024  # approximate number of bytes between two indexed lines of a list
_MAX_CACHED = 200_000  # forms whose class is cached


class Lexicon:
    """Lists of words, names and places; immutable, shared, and safe to read from several threads."""

    def __init__(self, folder: Path) -> None:
        """Use the lists in ``folder``; each is read on first use."""
        self._folder = folder

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the path of the lists, not the lists."""
        return Lexicon.load, (self._folder,)

    @classmethod
    def load(cls, path: Path | None = None) -> Lexicon:
        """Return the lexicon in the folder ``path``, by default the shipped one.

        The same folder gives the same object. A missing or damaged list raises `ModelError` on first use.
        """
        return _shipped() if path is None else _cached(path)

    def word(self, fold: str) -> int:
        """Return the class of an English word, from `RARE_WORD` to `VERY_FREQUENT_WORD`, or 0 for any other word.

        >>> background = Lexicon.load()
        >>> background.word("the"), background.word("thursday"), background.word("rutte")
        (5, 5, 0)
        """
        return self._words[fold]

    def given(self, fold: str) -> int:
        """Return the class of a given name, from `RARE_NAME` to `VERY_COMMON_NAME`, or 0 for any other word."""
        return self._names[fold] // 4

    def surname(self, fold: str) -> int:
        """Return the class of a surname, from `RARE_NAME` to `VERY_COMMON_NAME`, or 0 for any other word."""
        return self._names[fold] % 4

    def personal_name(self, fold: str) -> int:
        """Return the greater of the classes of a given name and of a surname, or 0 for neither."""
        return max(divmod(self._names[fold], 4))

    def place(self, fold: str) -> int:
        """Return the class of a place, from `SMALL_TOWN` to `COUNTRY`, or 0 if not a place.

        In the form of a place of several words, spaces replace hyphens.

        >>> Lexicon.load().place("new york"), Lexicon.load().place("kyiv")
        (4, 4)
        """
        return self._places[fold]

    def demonym(self, fold: str) -> bool:
        """Return whether a folded form is a people, a language or a faith, or an adjective of one.

        >>> Lexicon.load().demonym("ukrainian")
        True
        """
        return self._demonyms[fold] > 0

    def knows(self, fold: str) -> bool:
        """Return whether a form is a word, a given name, a surname, a place or a demonym, however rare.

        >>> [Lexicon.load().knows(form) for form in ("thursday", "mark", "kyiv", "vikrander")]
        [True, True, True, False]
        """
        return bool(self._words[fold] or self._names[fold] or self._places[fold] or self._demonyms[fold])

    def has_bearers(self, fold: str) -> bool:
        """Return whether people have each word of a form as a name, however rare.

        >>> Lexicon.load().has_bearers("theresa may"), Lexicon.load().has_bearers("theresa vikrander")
        (True, False)
        """
        return all(self._names[word] or self.name_counts(word)[0] for word in fold.split())

    def name_counts(self, fold: str) -> tuple[int, int]:
        """Return the number of names of people, and of places, with a word, each as log2(1 + count), rounded.

        >>> Lexicon.load().name_counts("smith"), Lexicon.load().name_counts("vikrander")
        ((4, 4), (0, 0))
        """
        return divmod(self._bearers[fold], BEARERS)

    @cached_property
    def _bearers(self) -> _List:
        return _List(_read(self._folder / "bearers.txt.gz"))

    @cached_property
    def _words(self) -> _List:
        return _List(_read(self._folder / "words.txt.gz"), dict.fromkeys(NEW_WORDS, UNCOMMON_WORD))

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


@cache
def _shipped() -> Lexicon:
    """Return the shipped lexicon; its folder is looked for once, since each analysed text needs it."""
    return _cached(shipped_model("background"))


def _read(path: Path) -> bytes:
    """Read one list: sorted lines, each a folded form, a tab and its class."""
    try:
        return gzip.decompress(path.read_bytes())
    except FileNotFoundError as error:
        raise ModelError.of(MISSING, path=path) from error
    except (OSError, EOFError, zlib.error) as error:
        raise ModelError.of(DAMAGED, path=path) from error


class _List(dict[str, int]):
    """The class of each form looked up so far; 0 for a form that is not in the list.

    Forms are searched in the bytes of the file: a dictionary of 250,000 forms would take longer to build than a run
    over one article. An index holds the first line of every `_STRIDE` bytes.
    """

    def __init__(self, lines: bytes, further: Mapping[str, int] | None = None) -> None:
        """Use the lines of a list, and the classes of further forms."""
        super().__init__()
        self._lines, self._further = lines, further or {}
        self._starts = sorted({lines.rfind(b"\n", 0, at) + 1 for at in range(0, len(lines), _STRIDE)})
        self._first_lines = [lines[start : lines.find(b"\n", start)] for start in self._starts]
        self._starts.append(len(lines))

    def __missing__(self, form: str) -> int:
        if len(self) > _MAX_CACHED:
            self.clear()
        listed = self._rank(form.encode("utf-8", "replace") + b"\t") if "\n" not in form else 0
        rank = self[form] = max(listed, self._further.get(form, 0))
        return rank

    def _rank(self, wanted: bytes) -> int:
        lines, at = self._lines, bisect.bisect_right(self._first_lines, wanted + b"\xff") - 1
        if at < 0:
            return 0
        start, stop = self._starts[at], self._starts[at + 1]
        if not lines.startswith(wanted, start):
            start = lines.find(b"\n" + wanted, start, stop) + 1
            if not start:
                return 0
        return int(lines[start + len(wanted) : lines.find(b"\n", start)])
