"""Uncovered stories: copy that no source reports, so that its sources confirm few of its names.

There only full names of which no list has a word are flagged.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from repair.core.types import Kind, Mention
from repair.pipeline.story import SourceStory
from repair.pipeline.unverified.mention_classification import NOWHERE, ClassifiedMention, is_unknown
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon
from repair.text.tokens import tokenize
from repair.text.wordlists import NON_NAMES

_LEAST_WORDS = 40  # words of a copy from which its closest source shows whether its story is covered
# Cosine similarity from which a source reports the copy's story. Of 150 human translations with sources of other
# stories, 3 in 4 are below; of 22 stories of other outlets, 0.
_SAME_STORY = 0.2
_SEVERAL_NAMES = 2  # of the sources that are suggested, which show that these report the story


def is_uncovered(copy: AnalyzedText, story: SourceStory, names: Collection[str]) -> bool:
    """Return whether no source reports the copy's story; False where there are sources and the copy is too short.

    A copy with many garbled words, such as a poor scan, seems unlike a source that reports the same events; several
    names of the sources among its corrections show that it is not. One is suggested for other events too.

    Args:
        copy: The copy.
        story: Its sources.
        names: The names of the sources that are suggested for the copy.
    """
    if not story.sources:
        return True  # there are only lists of names, which are never complete
    if len(copy.tokens) < _LEAST_WORDS:
        return False
    return max(story.similarities, default=0.0) < _SAME_STORY and len(names) < _SEVERAL_NAMES


def in_no_list(unverified: Iterable[ClassifiedMention], lexicon: Lexicon) -> list[ClassifiedMention]:
    """Return the full names of people of which no list has a word: sources about other events confirm no other name.

    Args:
        unverified: The unverified mentions of a copy whose story no source reports.
        lexicon: Known words and names.
    """
    return [
        replace(classified, explanation=NOWHERE)
        for classified in unverified
        if _is_unattested(classified.mention, lexicon)
    ]


def _is_unattested(mention: Mention, lexicon: Lexicon) -> bool:
    """Whether a person's full name has a given name and a surname that no list has."""
    words = [token.fold for token in tokenize(mention.surface) if token.fold not in NON_NAMES]
    return mention.kind is Kind.PERSON and len(words) > 1 and all(is_unknown(word, lexicon) for word in words)
