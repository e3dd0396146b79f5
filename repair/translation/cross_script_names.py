"""The names of a gazetteer, indexed for comparison with words of other scripts and spellings.

Each index is built when it is first used. Comparing words is done in `cross_script`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from repair.core.types import Kind, Name
from repair.gazetteer import Gazetteer
from repair.text.lexicon import COMMON_WORD, Lexicon
from repair.text.normalize import fold
from repair.text.spelling_keys import spelling_keys

_MAX_NAMES = 50_000  # of a gazetteer; a larger one is not matched across scripts


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name and the form of it that stands in a translation: the whole name or a surname."""

    name: Name
    target: str


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name of several words, and those words in plain Latin letters."""

    words: tuple[str, ...]
    name: Name


class CrossScriptNames:
    """Indexes of the names that are written by sound in all languages: people, places, and invented words."""

    def __init__(self, gazetteer: Gazetteer, lexicon: Lexicon) -> None:
        self._gazetteer, self._lexicon = gazetteer, lexicon

    @cached_property
    def _parts(self) -> list[NameParts]:
        """The names that can be matched, with their words."""
        names = self._gazetteer.names
        if len(names) > _MAX_NAMES:
            return []
        split = [NameParts(tuple(map(plain_letters, re.split(r"[\s-]+", name.canonical))), name) for name in names]
        return [parts for parts in split if all(parts.words) and self._is_transliterated(parts)]

    def _is_transliterated(self, parts: NameParts) -> bool:
        """Tell whether languages write a name by its sound and do not translate it."""
        if parts.name.kind in (Kind.PERSON, Kind.PLACE):
            return True
        return len(parts.words) == 1 and self._lexicon.word(parts.words[0]) < COMMON_WORD

    def __bool__(self) -> bool:
        return bool(self._parts)

    @cached_property
    def single_words(self) -> dict[str, list[NameForm]]:
        """From a word to the names that it can refer to alone: names of one word, and surnames."""
        index: dict[str, list[NameForm]] = {}
        for parts in self._parts:
            last = parts.name.canonical.split()[-1]
            if len(parts.words) == 1 or (parts.name.kind is Kind.PERSON and "-" not in last):
                index.setdefault(parts.words[-1], []).append(NameForm(parts.name, last))
        return index

    @cached_property
    def by_last_word(self) -> dict[str, list[NameParts]]:
        """From the last word to the names of several words that end with it."""
        index: dict[str, list[NameParts]] = {}
        for parts in self._parts:
            if len(parts.words) > 1:
                index.setdefault(parts.words[-1], []).append(parts)
        return index

    @cached_property
    def words(self) -> list[str]:
        """All words of the names, sorted."""
        return sorted({word for parts in self._parts for word in parts.words})

    @cached_property
    def _by_spelling_key(self) -> dict[str, dict[str, NameForm]]:
        """From a spelling key to the people with such a whole name or surname, by their folded form."""
        index: dict[str, dict[str, NameForm]] = {}
        for parts in self._parts:
            name = parts.name
            if name.kind is Kind.PERSON and len(parts.words) > 1:
                for form in (name.canonical, name.canonical.split()[-1]):
                    for key in spelling_keys(form):
                        index.setdefault(key, {})[fold(form)] = NameForm(name, form)
        return index

    def alternate_spelling(self, surface: str) -> NameForm | None:
        """Return the person whom ``surface`` means in another romanisation, such as Selenskyj for Zelensky.

        Returns:
            The person and the form of the name to use; None where no person or several people match.
        """
        forms = {
            folded: form
            for key in spelling_keys(surface)
            for folded, form in self._by_spelling_key.get(key, {}).items()
        }
        return next(iter(forms.values())) if len(forms) == 1 else None

    def unique_bearer(self, word: str) -> Name | None:
        """Return the only name that consists of the Latin ``word`` or has it as surname, or None."""
        forms = self.single_words.get(plain_letters(word), [])
        return forms[0].name if forms and len({form.name.id for form in forms}) == 1 else None


def plain_letters(word: str) -> str:
    """Return the letters a-z of ``word`` in lower case without accents.

    >>> plain_letters("O’Brién-Łoś")
    'obrienlos'
    """
    return re.sub("[^a-z]", "", fold(word))
