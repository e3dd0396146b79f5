"""Boundaries of a replacement: which words it covers, and how it is joined to the words next to it.

Two corrected pieces may share words; sources may capitalise the particle before a name, or write a space where the copy
has a hyphen ("Abud-Dhabi" for Abu Dhabi). The boundary follows the spelling of the sources.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from repair.core.characters import APOSTROPHES
from repair.pipeline.detection import CopyContext
from repair.pipeline.name_context import next_name
from repair.pipeline.source_neighbours import NAME_SEPARATORS, source_neighbours
from repair.pipeline.story_cache import FULL_NAME
from repair.text.analysis import AnalyzedText
from repair.text.name_ngrams import NameNgram
from repair.text.normalize import fold, folded_words
from repair.text.phonetics import squash
from repair.text.wordlists import CONJUNCTIONS, PARTICLES

_PART_ENDS = re.compile(rf"[\s{APOSTROPHES}-]")  # after a part of a name


def join_without_repeats(left: str, gap: str, right: str) -> str:
    """Return two names joined by ``gap``; words that both have at the joint, or that one contains, appear once.

    >>> join_without_repeats("Hamamatsu Johoku", " ", "Johoku"), join_without_repeats("Dickson", " ", "Stephen Dickson")
    ('Hamamatsu Johoku', 'Stephen Dickson')
    """
    left_words, right_words = fold(left).split(), fold(right).split()
    if any(left_words[at : at + len(right_words)] == right_words for at in range(len(left_words))):
        return left
    if any(right_words[at : at + len(left_words)] == left_words for at in range(len(right_words))):
        return right
    seam = next(
        (
            size
            for size in range(min(len(left_words), len(right_words)), 0, -1)
            if left_words[-size:] == right_words[:size]
        ),
        0,
    )
    return " ".join([left, *right.split()[seam:]]) if seam else left + gap + right


def with_source_particle(copy_context: CopyContext, low: int, replacement: str) -> str | None:
    """Return the replacement with its particle as the sources write it ("De" for "de"); None where the copy agrees.

    Args:
        copy_context: The copy and its story.
        low: The first token that is replaced; a particle may precede it.
        replacement: The name.
    """
    copy = copy_context.copy
    if (
        low == 0
        or copy.folds[low - 1] not in PARTICLES
        or copy.tokens[low - 1].capital
        or not copy.joinable(low - 1, low)
    ):
        return None
    neighbours = source_neighbours(copy_context.story.context, replacement)
    written = neighbours.with_particle.get(copy.folds[low - 1], Counter())
    # Ties go to the capital: English copy writes "De Bruyne" where no given name precedes it.
    usual = max(written, key=lambda text: (written[text], text[0].isupper())) if written else ""
    return usual if usual[:1].isupper() else None


def has_start_before(copy_context: CopyContext, low: int, high: int, replacement: str) -> bool:
    """Return whether the word before misspelt ones is the start of what replaces them: "O Callagan", O'Callaghan.

    Args:
        copy_context: The copy and its story.
        low: The first token that is replaced.
        high: The token after the last.
        replacement: The name.
    """
    copy = copy_context.copy
    if not (copy.has_capital_before(low) and copy.gap(low - 1) in NAME_SEPARATORS):
        return False
    start, *others = _PART_ENDS.split(fold(replacement), maxsplit=1)
    if not others or start != copy.folds[low - 1]:
        return False
    return squash(fold(copy.surface(low - 1, high))) != squash(fold(replacement))


def match_source_joint(copy_context: CopyContext, low: int, high: int, replacement: str) -> tuple[int, int, str] | None:
    """Return the token range and replacement with the word next to it, where no source joins the two as the copy does.

    Only spaces and hyphens count: for "Abud" in "Abud-Dhabi", the result is ``Abu Dhabi`` and the range of both words.

    Args:
        copy_context: The copy and its story.
        low: The first token that is replaced.
        high: The token after the last.
        replacement: The name.
    """
    copy = copy_context.copy
    for beside, joint in ((low - 1, low - 1), (high, high - 1)):
        if not (0 <= joint < len(copy.tokens) - 1 and copy.joinable(joint, joint + 1)):
            continue
        word, separator = copy.tokens[beside], copy.gap(joint)
        if not word.capital or separator not in NAME_SEPARATORS:
            continue
        neighbours = source_neighbours(copy_context.story.context, replacement)
        in_sources = (neighbours.before if beside < low else neighbours.after).get(word.text, Counter())
        if in_sources and separator not in in_sources:
            usual = max(in_sources, key=lambda other: (in_sources[other], other))
            if beside < low:
                return beside, high, word.text + usual + replacement
            return low, beside + 1, replacement + usual + word.text
    return None


_MOST_ANCHORS = 3  # shared words that a form is widened by on each side


@dataclass(frozen=True, slots=True)
class NameExpansion:
    """A widened form: half-open token range in the copy, the full name, and the shared words (token numbers)."""

    low: int
    high: int
    text: str
    anchors: tuple[int, ...]


def expand_to_full_name(
    copy_context: CopyContext, low: int, high: int, source: AnalyzedText, ngram: NameNgram
) -> NameExpansion | None:
    """Return the longest listed name that contains ``ngram`` in ``source`` and fits around the form at ``[low, high)``.

    None when no name longer than the n-gram is listed.
    """
    copy = copy_context.copy
    left = [(low, ngram.low), *_anchors(copy, low, source, ngram.low, -1)]
    right = [(high - 1, ngram.high - 1), *_anchors(copy, high - 1, source, ngram.high - 1, 1)]
    if len(left) == len(right) == 1:
        return None
    sizes = sorted(
        ((i, j) for i in range(len(left)) for j in range(len(right)) if i + j), key=lambda s: (-s[0] - s[1], s)
    )
    for i, j in sizes:
        whole = NameNgram(left[i][1], right[j][1] + 1, source.surface(left[i][1], right[j][1] + 1))
        if copy_context.listed(whole.text) == FULL_NAME:
            anchors = (*(number for number, _ in left[i:0:-1]), *(number for number, _ in right[1 : j + 1]))
            text = _spliced(copy, anchors, source, whole, ngram)
            return NameExpansion(left[i][0], right[j][0] + 1, text, anchors)
    return None


def _anchors(copy: AnalyzedText, at: int, source: AnalyzedText, to: int, step: int) -> Iterator[tuple[int, int]]:
    """Yield the capitalised words that both texts have there, nearest first, as (copy token, source token)."""
    for _ in range(_MOST_ANCHORS):
        copy_word, source_word = next_name(copy, at, step), next_name(source, to, step)
        if copy_word is None or source_word is None or copy.folds[copy_word] != source.folds[source_word]:
            return
        yield copy_word, source_word
        at, to = copy_word, source_word


def _spliced(
    copy: AnalyzedText, anchors: tuple[int, ...], source: AnalyzedText, whole: NameNgram, core: NameNgram
) -> str:
    """Return the full name of the source, with the copy's spelling of the words that both share."""
    copy_words = {copy.folds[number]: copy.tokens[number].text for number in anchors}
    base = source.tokens[whole.low].start
    text = whole.text
    for number in range(whole.high - 1, whole.low - 1, -1):
        token = source.tokens[number]
        if not core.low <= number < core.high and token.capital and token.fold in copy_words:
            text = text[: token.start - base] + copy_words[token.fold] + text[token.end - base :]
    return text


def drops_conjunction(copy_context: CopyContext, whole: NameExpansion) -> bool:
    """Return whether words of the copy have an English conjunction that their names in a source lack: "Sole y Luna"."""
    return not CONJUNCTIONS.isdisjoint({*copy_context.copy.folds[whole.low : whole.high]} - {*folded_words(whole.text)})
