"""Surnames that were put into words: "Diosdado Hair", a minister, where the sources have minister Diosdado Cabello.

The given name is right, and of the people of the story who have it the sources describe one as the copy does. The word
of the copy is an ordinary one, and nobody's name. The suggestions are always for review.
"""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import JaroWinkler

from repair.core.types import Kind, Suggestion
from repair.pipeline.detection import CopyContext
from repair.pipeline.name_context import are_joined_capitals
from repair.pipeline.namesakes.statements import is_described_alike
from repair.pipeline.rules.proposed_names import RuleReason, suggest_name
from repair.pipeline.rules.rule_context import RuleContext
from repair.pipeline.rules.source_titles import SourceTitles, titles_of
from repair.pipeline.story_cache import FULL_NAME
from repair.text.capital_style import CapitalStyle
from repair.text.lexicon import COMMON_WORD, LARGE_CITY
from repair.text.normalize import fold
from repair.text.title_terms import excludes
from repair.text.wordlists import CONTESTS, EVENTS, FUNCTION, NON_NAMES, ORGANISATION_WORDS, PLACE_WORDS, SPEECH

_AS_WORD = RuleReason(0.6, "surname", "the surname was probably translated; the sources have {name}")
_UNLIKE = 0.75  # Jaro-Winkler similarity from which the ranker judges the surname
_MOST_PLACES = 200  # in a text that are examined
_NO_SURNAMES = CONTESTS | EVENTS | FUNCTION | NON_NAMES | ORGANISATION_WORDS | PLACE_WORDS | SPEECH


def propose_surnames_as_words(context: RuleContext) -> Iterator[Suggestion]:
    """Yield a suggestion for each full name whose surname is a word and whose given name is a person's."""
    copy_context = context.copy_context
    names: dict[str, list[str]] = {}
    for low in _places(copy_context):
        given, word = copy_context.copy.folds[low : low + 2]
        if given not in names:
            names[given] = _people_of(copy_context, given)
        alike = [name for name in names[given] if is_described_alike(copy_context, (low, low + 2), name)]
        if len(alike) != 1 or JaroWinkler.similarity(word, fold(alike[0]).split()[-1]) >= _UNLIKE:
            continue
        if not has_another_title(copy_context, low, alike[0]):
            yield suggest_name(context, _AS_WORD.propose(low, low + 2, alike[0], kind=Kind.PERSON))


def has_another_title(copy_context: CopyContext, low: int, name: str) -> bool:
    """Return whether the copy gives a title that the person of the sources does not hold: "PM Donald Tusk"."""
    held = {source_title.mention.title for source_title in SourceTitles.of_story(copy_context).of(name) or ()}
    return bool(held) and any(
        mention.name is not None
        and mention.name[0] <= low < mention.name[1]
        and all(excludes(title, mention.title) for title in held)
        for mention in titles_of(copy_context.copy, copy_context.lexicon)
    )


def _places(copy_context: CopyContext) -> Iterator[int]:
    """Yield the places of a given name of the story before an ordinary word that the story lacks, the two alone."""
    copy, lexicon, words = copy_context.copy, copy_context.lexicon, copy_context.story.words
    examined = 0
    for high in copy_context.suspicious_words:
        low = high - 1
        if not are_joined_capitals(copy, low) or copy.gap(low) != " " or copy.style(low) is not CapitalStyle.PROSE:
            continue
        word = copy.folds[low]
        is_given_name = lexicon.given(word) > lexicon.word(word) and lexicon.place(word) < LARGE_CITY
        if not is_given_name or not words.get(word) or not _is_ordinary(copy_context, copy.folds[high]):
            continue
        if are_joined_capitals(copy, high) or (are_joined_capitals(copy, low - 1) and copy_context.suspicious[low - 1]):
            continue
        examined += 1
        if examined > _MOST_PLACES:
            return
        yield low


def _is_ordinary(copy_context: CopyContext, word: str) -> bool:
    """Return whether a word is an ordinary one, of which no name is made."""
    lexicon = copy_context.lexicon
    return lexicon.word(word) >= COMMON_WORD and not lexicon.surname(word) and word not in _NO_SURNAMES


def _people_of(copy_context: CopyContext, given: str) -> list[str]:
    """Return the full names of two words with a given name, of whose surnames the copy has none."""
    names: dict[str, str] = {}
    for analysis in copy_context.story.sources:
        for at in analysis.places.get(given, ())[:_MOST_PLACES]:
            if not are_joined_capitals(analysis, at):
                continue
            text = analysis.surface(at, at + 2)
            if copy_context.listed(text) == FULL_NAME and len(text.split()) == 2:
                names.setdefault(fold(text), text)
    return [name for folded, name in names.items() if folded.split()[-1] not in copy_context.copy.places]
