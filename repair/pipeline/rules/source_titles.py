"""The titles that the sources of a story mention, indexed by the person who holds them.

``contradicted_titles`` decides whether they contradict a title in the copy. A person is looked up by the rarest word of
the name, since comparing every person of the copy with every person of the sources takes too long.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from repair.core.caches import text_cache
from repair.core.computed_once import computed_once
from repair.pipeline.detection import CopyContext
from repair.pipeline.story import StoryContext
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon
from repair.text.normalize import fold
from repair.text.spelling_keys import same_name, spelling_keys
from repair.text.title_mentions import TitleMention, find_titles

_MOST_PEOPLE = 1_000  # whose titles are cached for one story, which may have any number of copies


@dataclass(frozen=True, slots=True)
class SourceTitle:
    """A mention of a title in a source; ``name`` is the holder's name next to it, empty when there is none."""

    analysis: AnalyzedText
    mention: TitleMention
    name: str

    @property
    def wording(self) -> str:
        """The title as the source prints it."""
        return self.analysis.surface(self.mention.low, self.mention.high)


@dataclass(frozen=True, slots=True)
class _Holders:
    """The mentions of one title: how many have a name, and the words of the sentences of those without a name."""

    named: int
    words_beside_unnamed: frozenset[str]


class SourceTitles:
    """The titles that the sources of a story mention."""

    def __init__(self, texts: Sequence[AnalyzedText], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._texts = texts
        self._of: dict[str, list[SourceTitle]] = {}

    @classmethod
    def of_story(cls, copy_context: CopyContext) -> SourceTitles:
        """Return the titles of the story of a copy, collected once for all copies to which lists of names add none."""
        story, lexicon = copy_context.story.context, copy_context.lexicon
        while story.base is not None and not any(titles_of(text, lexicon) for text in story.added_texts):
            story = story.base
        return _of_texts(story, lexicon)

    def of(self, person: str) -> list[SourceTitle] | None:
        """Return the titles of a person in the sources; None where two people may be meant."""
        titles = self._held_by(person)
        full = [found.name for found in titles if len(found.name.split()) > 1]
        return titles if all(same_person(full[0], name) for name in set(full)) else None

    def may_hold(self, person: str, title: str) -> bool:
        """Return whether a person may hold a title of the sources: it is next to the name, or next to no other name."""
        holders = self._holders.get(title)
        if holders is None:
            return False
        held = sum(found.mention.title == title for found in self._held_by(person))
        if held or not person.split():
            return held > 0
        has_unnamed = bool(holders.words_beside_unnamed)
        return has_unnamed and (not holders.named or fold(person.split()[-1]) in holders.words_beside_unnamed)

    @cached_property
    def _seen(self) -> list[SourceTitle]:
        return [
            SourceTitle(analysis, mention, analysis.surface(*mention.name) if mention.name else "")
            for analysis in self._texts
            for mention in titles_of(analysis, self.lexicon)
        ]

    @cached_property
    def _holders(self) -> dict[str, _Holders]:
        named: dict[str, int] = defaultdict(int)
        sentences: dict[str, set[tuple[int, int]]] = defaultdict(set)
        analyses = {id(found.analysis): found.analysis for found in self._seen}
        for found in self._seen:
            named[found.mention.title] += bool(found.name)
            if not found.name:
                sentence = found.analysis.sentence_of[found.mention.low]
                sentences[found.mention.title].add((id(found.analysis), sentence))
        return {
            title: _Holders(
                count, frozenset().union(*(analyses[text].words[number] for text, number in sentences[title]))
            )
            for title, count in named.items()
        }

    @cached_property
    def _index(self) -> _PersonIndex:
        return _PersonIndex({found.name for found in self._seen if found.name})

    @cached_property
    def _by_name(self) -> dict[str, list[tuple[int, SourceTitle]]]:
        by_name: dict[str, list[tuple[int, SourceTitle]]] = defaultdict(list)
        for number, found in enumerate(self._seen):
            by_name[found.name].append((number, found))
        return by_name

    def _held_by(self, person: str) -> list[SourceTitle]:
        """Return the titles next to names that may be the person's, in the order of the sources."""
        held = self._of.get(person)
        if held is None:
            if len(self._of) >= _MOST_PEOPLE:
                self._of.clear()
            found = [numbered for name in self._index.same(person) for numbered in self._by_name[name]]
            held = self._of[person] = [
                source_title for _, source_title in sorted(found, key=lambda numbered: numbered[0])
            ]
        return held


class _PersonIndex:
    """Names of people, indexed so that those that are the `same_person` are found.

    Of two names that are the same person, all words of the shorter are words of the longer one, or the whole names have
    a spelling key in common. So a name is found by its own rarest word among all words of the others, or by any of its
    words among the rarest words of the others.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._by_word: dict[str, set[str]] = defaultdict(set)
        self._by_rarest: dict[str, set[str]] = defaultdict(set)
        self._by_whole: dict[str, set[str]] = defaultdict(set)
        every = sorted(set(names))
        for name in every:
            for key in {key for word in name.split() for key in spelling_keys(word)}:
                self._by_word[key].add(name)
            for key in spelling_keys(name):
                self._by_whole[key].add(name)
        for name in every:
            for key in self._rarest(name):
                self._by_rarest[key].add(name)

    def same(self, person: str) -> list[str]:
        """Return the names that may be the person's."""
        candidates = {name for key in self._rarest(person) for name in self._by_word.get(key, ())}
        for word in person.split():
            candidates.update(name for key in spelling_keys(word) for name in self._by_rarest.get(key, ()))
        candidates.update(name for key in spelling_keys(person) for name in self._by_whole.get(key, ()))
        return [name for name in sorted(candidates) if same_person(person, name)]

    def _rarest(self, name: str) -> frozenset[str]:
        """Return the spelling keys of the word of a name that the fewest names have."""
        keys = [spelling_keys(word) for word in name.split()]
        return min(
            keys,
            key=lambda keys_of_word: sum(len(self._by_word.get(key, ())) for key in keys_of_word),
            default=frozenset(),
        )


@text_cache(maxsize=50_000)
def same_person(first: str, second: str) -> bool:
    """Return whether two names may be the same person: the same name, or one the surname of the other."""
    shorter, longer = sorted((first.split(), second.split()), key=len)
    if not shorter:
        return False
    if len(shorter) > 1:
        return same_name(first, second) or all(any(same_name(a, b) for b in longer) for a in shorter)
    return same_name(shorter[0], longer[-1])


@computed_once
def titles_of(analysis: AnalyzedText, lexicon: Lexicon) -> list[TitleMention]:
    """Return the titles that a text mentions.

    Args:
        analysis: The text.
        lexicon: The places and peoples.
    """
    return find_titles(analysis, lexicon)


@computed_once
def _of_texts(story: StoryContext, lexicon: Lexicon) -> SourceTitles:
    return SourceTitles(story.texts, lexicon)
