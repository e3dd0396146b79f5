"""One text with its tokens, sentences, style of capitals, runs of capitals and name-like n-grams.

Copy and sources are analysed in the same way, so that `repair.pipeline` can compare them. An `AnalyzedText` does not
change; each index is built on first use.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import chain, count, repeat
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from repair.text.capital_style import UNINFORMATIVE, CapitalStyle, follows_opener, line_style
from repair.text.joints import HYPHEN, JOINT_OF, capital_runs, without_line_end
from repair.text.lexicon import Lexicon
from repair.text.name_ngrams import NameNgram, name_ngrams
from repair.text.normalize import fold
from repair.text.prose import on_full_lines, whole
from repair.text.romanisation_schemes import EVERY_MARKER
from repair.text.spelling_keys import spelling_keys
from repair.text.tokens import Token, tokenize_with_gaps
from repair.text.truecase import truecased

_NEWLINE = re.compile("\n")
_FOLD, _CAPITAL = attrgetter("fold"), attrgetter("capital")


class AnalyzedText:
    """The tokens of one text with the indexes that matching needs.

    Attributes:
        text: The text, with spaces for the line ends inside hard-wrapped paragraphs; offsets are code points in it.
        printed: The text with all its line ends, of the same length.
        source, date: Where and when the text was published, as far as known.
        tokens: The words in order; those of a text without informative capitals are truecased, unless ``truecase`` is
            False.
    """

    def __init__(self, text: str, source: str = "", date: str | None = None, *, truecase: bool = True) -> None:
        self.printed, self.text = text, on_full_lines(text)
        self.source, self.date = source, date
        self._printed_tokens, self._gaps = tokenize_with_gaps(text)
        self.tokens = truecased(self._printed_tokens, Lexicon.load()) if truecase else self._printed_tokens
        self.results: dict[Any, Any] = {}  # see `repair.core.computed_once`
        self.sides: dict[int, Any] = {}  # a cache of `repair.pipeline.name_context`
        self._names_in: dict[int, frozenset[str]] = {}
        self._styles: dict[int, CapitalStyle] = {}

    @cached_property
    def folds(self) -> list[str]:
        """The folded form of each token."""
        return list(map(_FOLD, self.tokens))

    @cached_property
    def words_in_printed_case(self) -> list[Token]:
        """The tokens without those that are names by truecasing alone: unknown ones among the rest are misspelt."""
        if self.tokens == self._printed_tokens:
            return self.tokens
        pairs = zip(self.tokens, self._printed_tokens, strict=True)
        return [token for token, printed in pairs if printed.capital or not token.capital]

    @cached_property
    def joints(self) -> bytes:
        """For each token: 0 if no name can contain it and the next, `HYPHEN` if only a hyphen is between, else 1."""
        joints = bytearray(map(JOINT_OF.__getitem__, self._gaps))
        for sentence in self.sentences[1:]:
            joints[sentence.start - 1] = 0
        return bytes(joints)

    @cached_property
    def sentences(self) -> list[range]:
        """The sentences, as half-open token ranges."""
        opens = [number for number, token in enumerate(self.tokens) if token.first]
        return list(map(range, opens, (*opens[1:], len(self.tokens))))

    @cached_property
    def words(self) -> list[frozenset[str]]:
        """The folded words of each sentence."""
        return [frozenset(self.folds[numbers.start : numbers.stop]) for numbers in self.sentences]

    @cached_property
    def sentence_of(self) -> list[int]:
        """The number of the sentence of each token."""
        return list(chain.from_iterable(map(repeat, count(), map(len, self.sentences))))

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """The token numbers of each folded word."""
        places: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self.folds):
            places[word].append(number)
        return dict(places)

    @cached_property
    def has_commas(self) -> bool:
        """Whether the text has any comma; a transcript often has none."""
        return "," in self.text

    @cached_property
    def capital_at(self) -> list[int]:
        """The numbers of the tokens that have a capital."""
        return [number for number, token in enumerate(self.tokens) if token.capital]

    @cached_property
    def capital_share(self) -> float:
        """The share of the words that have a capital letter in the text (0-1), before truecasing."""
        capitals: int = sum(map(_CAPITAL, self._printed_tokens))
        return capitals / max(1, len(self.tokens))

    @cached_property
    def name_start_tokens(self) -> list[int]:
        """The numbers of the tokens that have a capital or follow a hyphen: a name can begin or continue there."""
        after_hyphen = [number for number, joint in enumerate(self.joints, 1) if joint == HYPHEN]
        return sorted({*self.capital_at, *after_hyphen}) if after_hyphen else self.capital_at

    @cached_property
    def capitals(self) -> Counter[str]:
        """How often each folded word has a capital."""
        return Counter(map(self.folds.__getitem__, self.capital_at))

    @cached_property
    def lowers(self) -> Counter[str]:
        """How often each folded word has no capital."""
        return Counter([token.fold for token in self.tokens if not token.capital])

    @cached_property
    def markers(self) -> frozenset[str]:
        """The folded words that are markers of romanisation schemes: countries, peoples, capitals."""
        return frozenset(filter(self.places.__contains__, EVERY_MARKER))

    @cached_property
    def keys(self) -> frozenset[str]:
        """The spelling keys of all capitalised words, for recognising other romanisations of them."""
        words = {self.tokens[number].text for number in self.capital_at}
        return frozenset().union(*(spelling_keys(word) for word in words if len(word) > 2))

    @cached_property
    def grams(self) -> list[NameNgram]:
        """Every n-gram that could be a name: capitalised words, with particles and hyphenated parts between them."""
        return name_ngrams(self.tokens, self.joints, self.capital_at, self.surface)

    @cached_property
    def grams_by_sentence(self) -> dict[int, list[NameNgram]]:
        """The name-like n-grams of each sentence that has some."""
        table: dict[int, list[NameNgram]] = defaultdict(list)
        for gram in self.grams:
            table[self.sentence_of[gram.low]].append(gram)
        return dict(table)

    @cached_property
    def gram_places(self) -> dict[str, list[NameNgram]]:
        """From the text of a name-like n-gram to its occurrences, in order of first appearance."""
        table: dict[str, list[NameNgram]] = defaultdict(list)
        for gram in self.grams:
            table[gram.text].append(gram)
        return dict(table)

    @cached_property
    def gram_folds(self) -> dict[str, str]:
        """From the text of a name-like n-gram to its folded form."""
        return {text: fold(text) for text in self.gram_places}

    @cached_property
    def run_together(self) -> frozenset[str]:
        """Every name-like n-gram, folded and without spaces and hyphens."""
        return frozenset([folded.replace(" ", "").replace("-", "") for folded in self.gram_folds.values()])

    @cached_property
    def vocabulary(self) -> dict[str, int]:
        """The distinct folded words, numbered in order of first appearance."""
        return {word: number for number, word in enumerate(dict.fromkeys(self.folds))}

    @cached_property
    def incidence(self) -> NDArray[np.bool_]:
        """Whether a word occurs in a sentence. *Shape:* ``(words of the vocabulary, sentences)``."""
        table = np.zeros((len(self.vocabulary), len(self.sentences)), np.bool_)
        table[self.occurrences] = True
        return table

    @cached_property
    def occurrences(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Where each word of each sentence stands in `incidence`, once a sentence. *Shape:* both ``(occurrences,)``."""
        words = np.fromiter(map(self.vocabulary.__getitem__, self.folds), np.intp, len(self.folds))
        sentences = np.repeat(np.arange(len(self.sentences)), list(map(len, self.sentences)))
        places = sentences * max(1, len(self.vocabulary)) + words
        places.sort()
        # `np.unique` gives the same, but takes ten times as long for so few numbers.
        once = places[np.append(True, places[1:] != places[:-1])] if len(places) else places
        sentence, word = np.divmod(once, max(1, len(self.vocabulary)))
        return word, sentence

    @cached_property
    def runs(self) -> list[range]:
        """Maximal runs of capitalised words, including lower-case parts after a hyphen, as token ranges."""
        return capital_runs(self.tokens, self.joints, self.capital_at)

    def opens(self, at: int) -> bool:
        """Return whether word ``at`` opens a sentence, a quotation, a bracket or a clause."""
        return self.tokens[at].first or follows_opener(self.text, self.tokens[at].start)

    def style(self, at: int) -> CapitalStyle:
        """Return how the line of word ``at`` uses capitals."""
        line = self._line_of[at]
        style = self._styles.get(line)
        if style is None:
            words = self.lines[line]
            style = self._styles[line] = line_style(self.text, self.tokens[words.start : words.stop])
        return style

    @cached_property
    def lines(self) -> list[range]:
        """The lines that have words, as half-open token ranges."""
        starts = [token.start for token in self.tokens]
        firsts = {bisect.bisect_left(starts, match.end()) for match in _NEWLINE.finditer(self.text)}
        opens = sorted({0, *firsts} - {len(starts)})
        return list(map(range, opens, (*opens[1:], len(starts))))

    @cached_property
    def _line_of(self) -> list[int]:
        """The number of the line of each token."""
        return list(chain.from_iterable(map(repeat, count(), map(len, self.lines))))

    def has_informative_capital(self, at: int) -> bool:
        """Return whether the capital of word ``at`` shows that it is a name or part of one."""
        token = self.tokens[at]
        return (
            token.text[0].isupper()
            and token.fold not in UNINFORMATIVE
            and self.style(at) is CapitalStyle.PROSE
            and not self.opens(at)
        )

    @property
    def lower_case_words(self) -> Iterator[str]:
        """The folded words in lower case in prose; see `is_lowercase`."""
        for line in self.lines:
            if self.style(line.start) is CapitalStyle.PROSE:
                for token in self.tokens[line.start : line.stop]:
                    initial = token.text[0]
                    if initial.isalpha() and not initial.isupper():
                        yield token.fold

    def is_lowercase(self, at: int) -> bool:
        """Return whether word ``at`` is in lower case in prose."""
        initial = self.tokens[at].text[0]
        return initial.isalpha() and not initial.isupper() and self.style(at) is CapitalStyle.PROSE

    def follows_capital(self, at: int) -> bool:
        """Return whether word ``at`` has an informative capital and directly follows a capitalised word of prose."""
        if at == 0 or not self.has_informative_capital(at):
            return False
        before = self.tokens[at - 1].text[0].isupper() and self.style(at - 1) is CapitalStyle.PROSE
        return before and self.gap(at - 1) in (" ", "-")

    def has_capital_before(self, low: int) -> bool:
        """Return whether a capitalised word is before word ``low``, and one name could contain both."""
        return self.joinable(low - 1, low) and self.tokens[low - 1].capital

    def has_capital_after(self, high: int) -> bool:
        """Return whether word ``high`` is capitalised, and one name could contain it and the word before it."""
        return self.joinable(high - 1, high) and self.tokens[high].capital

    def names_in(self, sentence: int) -> frozenset[str]:
        """Return the folded capitalised words of a sentence, except its first word."""
        names = self._names_in.get(sentence)
        if names is None:
            tokens = self.tokens[self.sentences[sentence].start : self.sentences[sentence].stop]
            names = self._names_in[sentence] = frozenset(t.fold for t in tokens if t.capital and not t.first)
        return names

    def joinable(self, left: int, right: int) -> bool:
        """Return whether two tokens are neighbours that one name could contain; False where one is not in the text."""
        return right == left + 1 and 0 < right < len(self.tokens) and self.joints[left] > 0

    def is_hyphenated(self, left: int, right: int) -> bool:
        """Return whether two tokens are neighbours with only a hyphen between them; False as for `joinable`."""
        return right == left + 1 and 0 < right < len(self.tokens) and self.joints[left] == HYPHEN

    def gap(self, left: int) -> str:
        """Return the characters between token ``left`` and the next, without the line end of a compound."""
        return without_line_end(self.text[self.tokens[left].end : self.tokens[left + 1].start])

    def surface(self, low: int, high: int) -> str:
        """Return the text of the tokens ``low`` to ``high`` (exclusive), with broken words joined."""
        return whole(self.text[self.tokens[low].start : self.tokens[high - 1].end])
