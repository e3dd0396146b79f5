"""Copy in capitals: a view of it in mixed case for the pipeline, and the suggestions put back into capitals.

Telex and captions write everything in capitals. The features and rules take a short word in capitals for an acronym,
so that "LATTE" would never be a surname. The view has the same length, so that every offset holds for both texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from repair.core.types import Document, Finding, Suggestion
from repair.pipeline.unverified.flags import is_flag
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon
from repair.text.tokens import Token
from repair.text.wordlists import HONORIFICS


def in_mixed_case(document: Document) -> Document:
    """Return a document with the sentences that are in capitals in mixed case; the same object if it has none.

    Words that are likely to be names keep their first capital. A letter whose small form is longer stays.
    """
    if not _has_line_in_capitals(document.text):
        return document
    analysis, lexicon = AnalyzedText(document.text), Lexicon.load()
    parts: list[str] = []
    done = 0
    for sentence in analysis.sentences:
        tokens = analysis.tokens[sentence.start : sentence.stop]
        if len(tokens) < _LEAST_WORDS or not all(token.text.isupper() or not token.text.isalpha() for token in tokens):
            continue
        for number, token in enumerate(tokens):
            if _is_code(document.text, token, lexicon):
                continue
            keeps = 1 if token.capital or number == 0 else 0
            parts.append(document.text[done : token.start + keeps])
            parts.append(_lowered(document.text[token.start + keeps : token.end]))
            done = token.end
    if not done:
        return document
    return replace(document, text="".join(parts) + document.text[done:])


def _is_code(text: str, token: Token, lexicon: Lexicon) -> bool:
    """Return whether a word in capitals is a ticker ("NOC.N"), or has no vowel and is no known word ("VRCL")."""
    if not 1 < len(token.text) <= _LONGEST_CODE or not token.text.isalpha():
        return False
    if _TICKER_END.match(text, token.end):
        return True
    is_known = lexicon.knows(token.fold) or token.fold in HONORIFICS
    return not is_known and _VOWELS.isdisjoint(token.fold)


_LONGEST_CODE = 5  # letters
_VOWELS = frozenset("aeiouy")
_TICKER_END = re.compile(r"\.[A-Z]{1,2}\b(?!\.)")  # of an exchange
_LEAST_WORDS = 6  # words of a sentence that show it to be in capitals; a shorter one may consist of acronyms


def _has_line_in_capitals(text: str) -> bool:
    return text.isupper() or any(line.isupper() for line in text.split("\n") if line.count(" ") >= _LEAST_WORDS - 1)


def _lowered(text: str) -> str:
    return "".join(small if len(small := char.lower()) == 1 else char for char in text)


def in_capitals_again(document: Document, suggestions: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """Return the suggestions for the view of a document as suggestions for the document itself.

    A single word in capitals that no source has may be any rare word, and is not flagged as a name. A suggestion that
    only gives the view a capital changes nothing in the document, and is left out.
    """
    originals = (_of_original(document, suggestion) for suggestion in suggestions)
    return tuple(
        suggestion
        for suggestion in originals
        if suggestion.replacement != suggestion.surface and not _is_flagged_word(document, suggestion)
    )


def _is_flagged_word(document: Document, suggestion: Suggestion) -> bool:
    """Whether a suggestion flags one word of a line in capitals."""
    if not is_flag(suggestion) or not suggestion.surface.isupper() or len(suggestion.surface.split()) > 1:
        return False
    start = document.text.rfind("\n", 0, suggestion.span.start) + 1
    end = document.text.find("\n", suggestion.span.end)
    line = document.text[start : len(document.text) if end < 0 else end]
    return line.isupper() and line.count(" ") >= _LEAST_WORDS - 1


def findings_in_capitals(document: Document, found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings for the view of a document as findings for the document itself."""
    results = []
    for finding in found:
        span = finding.mention.span
        mention = replace(finding.mention, surface=document.text[span.start : span.end])
        suggestion = finding.suggestion and _of_original(document, finding.suggestion)
        results.append(replace(finding, mention=mention, suggestion=suggestion))
    return tuple(results)


def _of_original(document: Document, suggestion: Suggestion) -> Suggestion:
    surface = document.text[suggestion.span.start : suggestion.span.end]
    if surface == suggestion.surface:
        return suggestion
    replacement = suggestion.replacement
    if replacement is not None and surface.isupper():
        replacement = replacement.upper()
    return replace(suggestion, surface=surface, replacement=replacement)
