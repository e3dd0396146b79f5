"""Detection: which words of a copy are suspicious, and the forms that they make up.

A capitalised word is suspicious when no source of the story has it in any accepted spelling. Later stages decide what a
form refers to.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from repair.core.copy_kind import CopyKind
from repair.core.notices import CopyNotice
from repair.pipeline.alignment import Alignment, IdfWeights, NameList, align, no_alignment
from repair.pipeline.openings import has_capital_of_style, is_no_name
from repair.pipeline.story import SourceStory
from repair.pipeline.story_cache import NameSource, StoryCache
from repair.pipeline.whole_names.bare_lists import is_bare_list
from repair.text.analysis import AnalyzedText
from repair.text.credits import credits
from repair.text.language import has_more_foreign_words, is_english, is_foreign_line, may_be_damaged_english
from repair.text.lexicon import UNCOMMON_WORD, Lexicon
from repair.text.name_ngrams import MAX_GRAM, NameNgram
from repair.text.normalize import fold
from repair.text.phonetics import consonant_skeleton, squash
from repair.text.quotations import foreign_quotations
from repair.text.scans import SCANNED_SHARE, has_misread_letters, misspelt_share
from repair.text.syllables import is_second_syllable
from repair.text.transcripts import is_transcript
from repair.text.wordlists import ARABIC_SERVANT, CONNECTIVES, HONORIFICS, NON_NAMES, PREFIXES, SAINTS

_CONTRACTION = re.compile(r"'(?:re|ll|ve|m|d|t)$")
BRIEF_WORDS = 70  # tokens of a copy, up to which it is a few lines
LOOSE_COVERAGE = 0.35  # `CopyContext.coverage` (0-1) below which the sources cover a copy loosely
_PARTICLES = (NON_NAMES - CONNECTIVES) | ARABIC_SERVANT
_NEVER_SUSPICIOUS = HONORIFICS | SAINTS
MAX_FORM_WORDS = 3  # words of a suspect form


@dataclass(frozen=True, slots=True)
class SuspectForm:
    """A spelling in the copy that may be a garbled name, with all places where it occurs.

    ``joined`` is the folded text without spaces, ``skeleton`` its consonants; ``places`` are half-open token ranges.
    """

    fold: str
    joined: str
    skeleton: str
    places: tuple[tuple[int, int], ...]

    @property
    def words(self) -> int:
        """How many words the form has."""
        return self.places[0][1] - self.places[0][0]


class UnmatchedNgram(NamedTuple):
    """A listed n-gram of a source sentence with words that a sentence of the copy lacks.

    ``is_missing`` is True where that sentence has none of its words.
    """

    ngram: NameNgram
    is_missing: bool


class CopyContext:
    """A copy and its story: how their sentences are aligned, and which words of the copy are suspicious.

    ``suspicious`` holds one flag per token of the copy. ``spelt_by_one_source`` maps folded words to the one source
    that spells them as the copy does, against the others. ``repeating`` holds the names of sources that repeat the
    copy. Both were left out of the story. ``notices`` collects what is to be said of the copy as a whole.
    """

    def __init__(
        self, copy: AnalyzedText, story: SourceStory, weights: IdfWeights, lexicon: Lexicon, names: NameSource
    ) -> None:
        self.copy, self.story, self.weights, self.lexicon, self.names = copy, story, weights, lexicon, names
        self.spelt_by_one_source: dict[str, str] = {}
        self.repeating: frozenset[str] = frozenset()
        self.notices: list[CopyNotice] = []
        self.results: dict[Any, Any] = {}  # see `repair.core.computed_once`
        self.story_cache = StoryCache.of(story.context, weights, names)
        self.rarity, self.listed = self.story_cache.rarity, self.story_cache.listed
        # By the arguments of `unmatched_ngrams`.
        self._unmatched_ngrams: dict[tuple[int, int, int], list[UnmatchedNgram]] = {}
        self.suspicious = [False] * len(copy.tokens)
        has_word = self.story_cache.known_words.get
        for number in copy.name_start_tokens:
            if not has_word(copy.tokens[number].text):
                self.suspicious[number] = self._is_suspicious(number)
        if any(self.suspicious):
            for words in self.left_alone:
                self.suspicious[words.start : words.stop] = [False] * len(words)
            self._mark_sentence_openings()
            self._clear_confirmed_names()

    @cached_property
    def suspicious_words(self) -> list[int]:
        """The numbers of the suspicious words of the copy."""
        return [number for number, is_suspicious in enumerate(self.suspicious) if is_suspicious]

    @cached_property
    def suspect_forms(self) -> list[SuspectForm]:
        """The suspect forms of the copy; see `suspect_forms`."""
        return suspect_forms(self)

    @cached_property
    def credits(self) -> list[range]:
        """The bylines, sign-offs and photo credits of the copy, as token ranges."""
        return credits(self.copy.text, self.copy.tokens)

    @cached_property
    def left_alone(self) -> list[range]:
        """The token ranges in which no name is corrected: quotations in other languages, bylines and credits."""
        return [*foreign_quotations(self.copy.text, self.copy.tokens, self.lexicon), *self.credits]

    @cached_property
    def alignments(self) -> list[Alignment]:
        """For each text of the story, its alignment with the copy."""
        return [
            no_alignment(self.copy) if isinstance(analysis, NameList) else align(self.copy, analysis, self.weights)
            for analysis in self.story.texts
        ]

    @cached_property
    def coverage(self) -> float:
        """How closely the sources cover the copy: the mean over its sentences of the best similarity (0-1)."""
        if not self.alignments or not self.copy.sentences:
            return 0.0
        best = np.max([alignment.best()[1] for alignment in self.alignments], axis=0)
        return float(sum(best.tolist())) / len(best)

    @cached_property
    def misspelt_share(self) -> float:
        """The share (0-1) of the lower-case words that the lexicon lacks, which is large in scanned prints."""
        return misspelt_share(self.copy.words_in_printed_case, self.lexicon)

    @cached_property
    def has_misread_letters(self) -> bool:
        """Whether the copy has misread letters and specks, so that letters of similar shapes may be confused in it.

        Words of another language look like misread English ones, so that copy in such a language has none.
        """
        words = self.copy.words_in_printed_case
        return not self.is_in_another_language and has_misread_letters(self.copy.text, words, self.lexicon)

    @cached_property
    def is_english(self) -> bool | None:
        """Whether the copy is in English; None where it is too short to decide."""
        return is_english(self.copy.tokens, self.lexicon)

    @cached_property
    def is_in_another_language(self) -> bool:
        """Whether the copy is in another language, as far as it has words enough; a damaged print in English is not."""
        if self.is_english is None:
            return any(check(self.copy.tokens, self.lexicon) for check in (has_more_foreign_words, is_foreign_line))
        return self.is_english is False and not may_be_damaged_english(self.copy.tokens)

    @cached_property
    def is_transcript(self) -> bool:
        """Whether the copy was transcribed from speech."""
        return is_transcript(self.copy.text, self.copy.tokens, beside_list=self.is_beside_lists)

    @property
    def is_beside_lists(self) -> bool:
        """Whether the copy has sources, and they are lists of names alone."""
        return bool(self.story.texts) and all(map(is_bare_list, self.story.texts))

    @cached_property
    def kind(self) -> CopyKind:
        """The kind of copy, by its words and by how closely its sources cover it."""
        if self.is_transcript:
            return CopyKind.SPOKEN
        if self.misspelt_share >= SCANNED_SHARE:
            return CopyKind.SCANNED
        if not self.story.sources:
            return CopyKind.LISTED
        is_loose = self.coverage < LOOSE_COVERAGE
        if len(self.copy.tokens) < BRIEF_WORDS:
            return CopyKind.BRIEF_LOOSE if is_loose else CopyKind.BRIEF
        return CopyKind.LOOSE if is_loose else CopyKind.COVERED

    @cached_property
    def aligned_sentences(self) -> list[dict[int, set[int]]]:
        """For each text, from one of its sentences to the sentences of the copy that it matches best."""
        tables: list[dict[int, set[int]]] = []
        for alignment in self.alignments:
            table: dict[int, set[int]] = {}
            for sentence, source_sentence in enumerate(alignment.best()[0].tolist()):
                if source_sentence >= 0:
                    table.setdefault(source_sentence, set()).add(sentence)
            tables.append(table)
        return tables

    def unmatched_ngrams(self, number: int, sentence: int, copy_sentence: int) -> list[UnmatchedNgram]:
        """Return the listed n-grams of a source sentence that have words which a sentence of the copy lacks.

        Args:
            number: Number of the text in the story.
            sentence: Number of its sentence.
            copy_sentence: Number of the sentence of the copy.
        """
        cached = self._unmatched_ngrams.get((number, sentence, copy_sentence))
        if cached is None:
            cached = self._unmatched_ngrams[number, sentence, copy_sentence] = []
            words = self.copy.words[copy_sentence]
            for ngram, name_words in self.story_cache.listed_ngrams(number, sentence):
                shared = sum(map(words.__contains__, name_words))
                if shared < len(name_words):
                    cached.append(UnmatchedNgram(ngram, len(name_words) - shared == ngram.high - ngram.low))
        return cached

    def _is_suspicious(self, number: int) -> bool:
        """Return whether a word may be part of a name that no source has, whatever stands elsewhere in the copy."""
        copy, token = self.copy, self.copy.tokens[number]
        word, is_ordinary = token.fold, self.lexicon.word(token.fold) >= UNCOMMON_WORD
        follows_hyphen = number > 0 and copy.is_hyphenated(number - 1, number)  # "Rokudo-cho"
        if not (token.capital or follows_hyphen) or word.isdigit() or len(word) < 2:
            return False
        if word in _NEVER_SUSPICIOUS or _CONTRACTION.search(word):
            return False
        if word in PREFIXES and number + 1 < len(copy.tokens) and copy.is_hyphenated(number, number + 1):
            return False  # "Non-European"
        if is_ordinary and follows_hyphen and not token.capital:
            return False  # "Vienna-based"
        if is_ordinary and is_no_name(copy, number, self.story.sources, self.lexicon):
            return False  # the capital is that of the sentence or headline
        return not self.story_cache.has_word(self.story.context, token)

    def _mark_sentence_openings(self) -> None:
        """Mark the first word of a sentence or of speech too where the same word is suspicious elsewhere."""
        copy, tokens = self.copy, self.copy.tokens
        words = {tokens[number].fold for number in copy.name_start_tokens if self.suspicious[number]}
        for number in copy.capital_at:
            token = tokens[number]
            if token.fold not in words or copy.lowers.get(token.fold):
                continue
            if has_capital_of_style(copy, number, self.lexicon):
                self.suspicious[number] = True

    def _clear_confirmed_names(self) -> None:
        """Unmark names that a person has confirmed, though no source of the story has them."""
        for run in self.copy.runs:
            if not any(self.suspicious[run.start : run.stop]):
                continue
            for low in run:
                for high in range(low + 1, min(low + MAX_GRAM, run.stop) + 1):
                    if any(self.suspicious[low:high]) and self.names.is_confirmed(self.copy.surface(low, high)):
                        self.suspicious[low:high] = [False] * (high - low)


def suspect_forms(copy_context: CopyContext) -> list[SuspectForm]:
    """Return the suspect forms of the copy: each range of suspicious words, and its parts of up to three words."""
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    copy = copy_context.copy
    for run in copy.runs:
        for low, high in _suspicious_ranges(run, copy_context.suspicious):
            spans = {(low, high)} if high - low > MAX_FORM_WORDS else set()  # a shorter range is one of its own parts
            for length in range(1, min(MAX_FORM_WORDS, high - low) + 1):
                spans |= {(at, at + length) for at in range(low, high - length + 1)}
            is_after_particle = low > 0 and copy.folds[low - 1] in _PARTICLES and copy.joinable(low - 1, low)
            if is_after_particle or is_second_syllable(copy, low):
                spans.add((low - 1, high))  # "de Brayne" for "De Bruyne", "Jae-myong", "Abdul Ati" for Abdelatty
            for span in sorted(spans):
                if not _is_role_and_name(copy, *span):
                    places[fold(copy.surface(*span))].append(span)
    forms = []
    for text, where in places.items():
        joined = squash(text)
        if joined and joined not in copy_context.story.joined:
            forms.append(SuspectForm(text, joined, consonant_skeleton(text), tuple(where)))
    return forms


def _is_role_and_name(copy: AnalyzedText, low: int, high: int) -> bool:
    """Whether a short acronym precedes a plain name ("WR Stephon"): a role and a name, not one form."""
    if high - low < 2 or not copy.joinable(low, low + 1) or copy.is_hyphenated(low, low + 1):
        return False
    first, rest = copy.tokens[low].text, copy.tokens[low + 1 : high]
    return first.isupper() and 1 < len(first) <= 3 and all(not token.text.isupper() for token in rest)


def _suspicious_ranges(run: range, suspicious: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield the longest half-open ranges of suspicious words in a run of capitalised words."""
    low = -1
    for number in (*run, run.stop):
        is_suspicious = number < run.stop and suspicious[number]
        if is_suspicious and low < 0:
            low = number
        elif not is_suspicious and low >= 0:
            yield low, number
            low = -1
