"""Given names that were put into words: "Hope Özdağ", leader of a party, where the sources have its leader Ümit Özdağ.

The surname is right and rare, the story has one person of that name, and copy and sources describe the person alike.
The given name of the copy is an ordinary word; as it may be a relative's, the suggestions are always for review.
"""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import JaroWinkler

from repair.core.types import Kind, Suggestion
from repair.pipeline.detection import CopyContext
from repair.pipeline.namesakes.statements import is_described_alike
from repair.pipeline.rules.proposed_names import RuleReason, suggest_name
from repair.pipeline.rules.rule_context import RuleContext
from repair.pipeline.story_cache import FULL_NAME
from repair.text.analysis import AnalyzedText
from repair.text.capital_style import CapitalStyle
from repair.text.lexicon import COMMON_NAME, COMMON_WORD
from repair.text.normalize import fold
from repair.text.wordlists import (
    CALENDAR,
    DEMONYMS,
    FUNCTION,
    HONORIFICS,
    NON_NAMES,
    ORGANISATION_WORDS,
    ROLES,
    SPEECH,
    TITLE_MODIFIERS,
    TITLES,
)

_AS_WORD = RuleReason(0.6, "given", "the given name was probably translated; the sources have {name}")
_UNLIKE = 0.75  # Jaro-Winkler similarity from which the ranker judges the given name
_MOST_PLACES = 200  # in a text that are examined
# What stands before a surname and is no given name: "Premier Kristersson", "Then Kristersson", "Team Kristersson".
_BEFORE_SURNAMES = (
    CALENDAR | DEMONYMS | FUNCTION | HONORIFICS | NON_NAMES | ORGANISATION_WORDS | ROLES | TITLE_MODIFIERS | TITLES
)


def propose_given_names_as_words(context: RuleContext) -> Iterator[Suggestion]:
    """Yield a suggestion for each full name whose given name is a word and whose surname one person has."""
    copy_context = context.copy_context
    names: dict[str, str | None] = {}
    places: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for low, high in _places(copy_context):
        word, surname = copy_context.copy.folds[low], copy_context.copy.folds[high - 1]
        if surname not in names:
            names[surname] = _person_of(copy_context, surname)
        if names[surname] is not None:
            places.setdefault((word, surname), []).append((low, high))
    for (word, surname), of_name in places.items():
        name = names[surname]
        if name is None or JaroWinkler.similarity(word, fold(name).split()[0]) >= _UNLIKE:
            continue
        if any(is_described_alike(copy_context, place, name) for place in of_name):
            for place in of_name:
                yield suggest_name(context, _AS_WORD.propose(*place, name, kind=Kind.PERSON))


def _places(copy_context: CopyContext) -> Iterator[tuple[int, int]]:
    """Yield the token ranges of an ordinary word that the story lacks and a rare surname, also with "al-", it has."""
    copy, lexicon, words = copy_context.copy, copy_context.lexicon, copy_context.story.words
    examined = 0
    openings = [sentence.start for sentence in copy.sentences]
    for low in sorted({*copy_context.suspicious_words, *openings}):
        high = low + 1
        if not copy.tokens[low].capital or not _is_unknown_name(copy_context, low):
            continue
        if _is_article(copy, high):
            high += 1
        if high >= len(copy.tokens) or not copy.tokens[high].capital or not words.get(copy.folds[high]):
            continue
        if copy.gap(low) != " ":
            continue
        if lexicon.word(copy.folds[low]) < COMMON_WORD or _is_title(copy_context, low):
            continue
        if low and copy.joinable(low - 1, low) and copy_context.suspicious[low - 1]:
            continue
        if lexicon.surname(copy.folds[high]) <= COMMON_NAME and not lexicon.word(copy.folds[high]):
            examined += 1
            if examined > _MOST_PLACES:
                return
            yield low, high + 1


def _is_article(text: AnalyzedText, at: int) -> bool:
    """Return whether a word is the article before a surname: "al-Shaibani"."""
    is_inside = 0 <= at < len(text.tokens) - 1
    return is_inside and not text.tokens[at].capital and text.is_hyphenated(at, at + 1) and text.joinable(at - 1, at)


def _is_title(copy_context: CopyContext, at: int) -> bool:
    """Return whether a word is a title or another word that is no name, or an acronym in mixed-case copy: "PM"."""
    copy = copy_context.copy
    if copy.folds[at] in _BEFORE_SURNAMES:
        return True
    text = copy.tokens[at].text
    return len(text) > 1 and text.isupper() and copy.style(at) is CapitalStyle.PROSE


def _is_unknown_name(copy_context: CopyContext, at: int) -> bool:
    """Return whether no source has a word, and it may be a name: at the start of a sentence, a given name."""
    if copy_context.suspicious[at]:
        return True
    word = copy_context.copy.folds[at]
    is_name = copy_context.copy.tokens[at].first and copy_context.lexicon.given(word) >= COMMON_NAME
    return is_name and word not in FUNCTION | SPEECH and not copy_context.story.words.get(word)


def _person_of(copy_context: CopyContext, surname: str) -> str | None:
    """Return the one full name of two words with a surname, where the copy lacks its given name."""
    names: dict[str, str] = {}
    for analysis in copy_context.story.sources:
        for at in analysis.places.get(surname, ())[:_MOST_PLACES]:
            before = at - 2 if _is_article(analysis, at - 1) else at - 1
            if before < 0 or not analysis.joinable(at - 1, at) or not analysis.tokens[before].capital:
                continue
            text = analysis.surface(before, at + 1)
            if copy_context.listed(text) == FULL_NAME and len(text.split()) == 2:
                names.setdefault(fold(text), text)
    if len(names) != 1:
        return None
    ((folded, name),) = names.items()
    given, surname = folded.split()[0], name.split()[1]
    # Lists lack many Arabic given names, and the article shows that there is one.
    is_given_name = copy_context.lexicon.given(given) or (surname[0].islower() and not copy_context.lexicon.word(given))
    return name if is_given_name and given not in copy_context.copy.places else None
