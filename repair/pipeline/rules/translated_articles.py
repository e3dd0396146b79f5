"""Articles and particles within names that were translated: "Moktada the Sadr" for Moktada al-Sadr, "Bart the Weaver".

A translator takes the article of a surname, and often the surname, for ordinary words. The given name before it shows
who is meant, where the sources have one person of that name whose surname has an article. Epithets ("Selim the Grim")
are right. A particle becomes "of", before the surname of the sources: "Tarcisio of Freitas". The suggestions are always
for review.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import islice

from rapidfuzz.distance import Indel

from repair.core.types import Kind, Suggestion
from repair.pipeline.detection import CopyContext
from repair.pipeline.namesakes.statements import are_of_other_events
from repair.pipeline.rules.full_names import is_presented_as_another
from repair.pipeline.rules.proposed_names import RuleReason, suggest_name
from repair.pipeline.rules.rule_context import RuleContext
from repair.text.analysis import AnalyzedText
from repair.text.normalize import fold
from repair.text.wordlists import FUNCTION, NON_NAMES, PARTICLES_TRANSLATED_AS_OF

_SAME_SURNAME = RuleReason(0.95, "article", "the article of the name was translated; the sources have {name}")
_PARTICLE = RuleReason(0.8, "article", "the particle of the name was translated; the sources have {name}")
_AS_WORD = RuleReason(0.65, "article", "the surname was translated with its article; the sources have {name}")
_ARTICLES = frozenset("al el ul ad as an ar az ash de den der la le las los lo".split())
_EPITHETS = frozenset(
    "great grim terrible conqueror magnificent lawgiver wise bold brave good bad cruel just pious holy saint bald fat "
    "short tall pale proud silent young younger old elder fearless impaler confessor apostle prophet baptist martyr "
    "lion bear hammer red white black first second third fourth fifth sixth seventh eighth ninth tenth destroyer "
    "navigator traveller hermit monk king queen prince kid boy frog pooh plumber clown builder barbarian hutt "
    "rock man machine animal beast giant undertaker".split()
)
# Verbs with two objects: "told Karim the Treasury had agreed".
_WITH_TWO_OBJECTS = frozenset(
    "told tell tells gave give gives given showed show shows shown asked ask asks offered offer offers sent send sends "
    "handed hands taught teach promised promises bought brought sold lent awarded paid granted left made calls call "
    "called".split()
)
_SIMILAR = 0.7  # of the letters of two surnames
_MOST_PLACES = 100  # of "the", and of "of" between names, in the copy, and of a given name in one source


def propose_translated_articles(context: RuleContext) -> Iterator[Suggestion]:
    """Yield a suggestion for each "the" or "of" between a given name of the sources and a word with a capital."""
    copy_context = context.copy_context
    copy = copy_context.copy
    if copy_context.is_english is False:
        return
    between_names = (at for at in copy.places.get("of", ()) if _is_between_names(copy, at))
    for at in islice(between_names, 0 if are_of_other_events(copy_context) else _MOST_PLACES):
        if copy_context.lexicon.place(copy.folds[at + 1]) or is_presented_as_another(copy_context, at - 1, at + 2):
            continue  # "Saint Paul of Nantes", "the composer Hildegard of Bingen"
        names = _names_with(PARTICLES_TRANSLATED_AS_OF, copy_context, at)
        if len(names) == 1 and fold(min(names)).split()[-1] == copy.folds[at + 1]:
            yield suggest_name(context, _PARTICLE.propose(at - 1, at + 2, min(names), kind=Kind.PERSON))
    for at in copy.places.get("the", ())[:_MOST_PLACES]:
        if not _is_between_names(copy, at):
            continue
        names = _names_with(_ARTICLES, copy_context, at)
        if len({fold(name) for name in names}) != 1:
            continue
        name = min(names)
        surname, word = fold(name).replace("-", " ").split()[-1], copy.folds[at + 1]
        if Indel.normalized_similarity(word, surname) >= _SIMILAR:
            yield suggest_name(context, _SAME_SURNAME.propose(at - 1, at + 2, name, kind=Kind.PERSON))
        elif _may_be_translated(copy_context, word) and not copy.places.get(surname):
            yield suggest_name(context, _AS_WORD.propose(at - 1, at + 2, name, kind=Kind.PERSON))


def _is_between_names(copy: AnalyzedText, at: int) -> bool:
    """Return whether a lower-case word stands between two words with capitals, with one space on either side."""
    if not 0 < at < len(copy.tokens) - 1 or copy.tokens[at].capital:
        return False
    if not (copy.tokens[at - 1].capital and copy.tokens[at + 1].capital):
        return False
    if copy.folds[at - 1] in NON_NAMES | FUNCTION:
        return False  # "But the Mayor"
    is_object = at > 1 and copy.folds[at - 2] in _WITH_TWO_OBJECTS
    return not is_object and copy.gap(at - 1) == " " == copy.gap(at)


def _may_be_translated(copy_context: CopyContext, word: str) -> bool:
    """Return whether a word after "the" may be a surname put into English: an ordinary word that is no epithet."""
    return copy_context.lexicon.word(word) > 0 and word not in _EPITHETS


def _names_with(links: Container[str], copy_context: CopyContext, place: int) -> set[str]:
    """Return the names in the sources of a given name, an article or particle and a surname.

    Args:
        links: The articles or particles.
        copy_context: The copy and its story.
        place: The token of the copy between the given name and the surname. If a source has the same word after the
            given name, no name is returned.
    """
    given_name, word = copy_context.copy.folds[place - 1 : place + 1]
    names = set()
    for analysis in copy_context.story.sources:
        last = len(analysis.tokens) - 1
        for at in analysis.places.get(given_name, ())[:_MOST_PLACES]:
            if at + 2 > last or not analysis.tokens[at].capital or analysis.gap(at) != " ":
                continue
            if analysis.folds[at + 1] == word:
                return set()
            is_joined = analysis.gap(at + 1) in ("-", " ") and analysis.tokens[at + 2].capital
            if analysis.folds[at + 1] in links and is_joined:
                names.add(analysis.surface(at, at + 3))
    return names
