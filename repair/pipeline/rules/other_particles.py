"""Names with another small word than in the sources: "Ursula van der Leyen", where they have Ursula von der Leyen.

A small word is a particle, or one that became an English function word: "Holiday In Express" for Holiday Inn Express.
All words of such a name are known, so that nothing is suspicious in it. Somebody whom the copy introduces otherwise, or
as a relative, may bear it. Arabic articles and patronymics are left out, since they are spelt in several right ways,
and so are conjunctions between two surnames ("y", "i").
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from repair.core.types import Kind, Suggestion
from repair.pipeline.candidate_generation import similarity
from repair.pipeline.detection import CopyContext
from repair.pipeline.rules.full_names import MOST_WORDS, full_names, is_presented_as_another
from repair.pipeline.rules.proposed_names import RuleReason, suggest_name
from repair.pipeline.rules.rule_context import RuleContext
from repair.text.normalize import fold
from repair.text.phonetics import squash
from repair.text.spelling_keys import same_name
from repair.text.wordlists import ARABIC_PARTICLES, FUNCTION, PARTICLES, PARTICLES_BETWEEN_SURNAMES

_OTHER = RuleReason(0.8, "near", "all words but one are those of {name}, and that one is another particle")
_EUROPEAN = PARTICLES - ARABIC_PARTICLES - PARTICLES_BETWEEN_SURNAMES
_MISSPELT = _OTHER._replace(text="all words but one are those of {name}, and that one is misspelt")
_ALIKE = 0.7  # similarity of letters (0-1) from which a function word is a misspelt word of a name
_FEWEST_WORDS = 3  # of a name with a particle inside
_MOST_WINDOWS = 400  # parts of one copy that are compared


def propose_other_particles(context: RuleContext) -> Iterator[Suggestion]:
    """Yield a suggestion for each person's full name that the sources have with another particle."""
    copy_context = context.copy_context
    copy = copy_context.copy
    places = sorted(at for word in copy.vocabulary.keys() & (_EUROPEAN | FUNCTION) for at in copy.places[word])
    windows = list(islice((window for at in places for window in _windows(copy_context, at)), _MOST_WINDOWS))
    names = _by_other_words(copy_context) if windows else {}
    last = 0
    for low, high, at in windows:
        words: tuple[str | None, ...] = (*copy.folds[low:at], None, *copy.folds[at + 1 : high])
        found = [name for name in names.get(words, ()) if _is_meant(copy_context, at, name, number=at - low)]
        if low >= last and len(found) == 1 and not is_presented_as_another(copy_context, low, high):
            last = high
            is_particle = not copy.tokens[at].capital
            reason = _OTHER if is_particle else _MISSPELT
            yield suggest_name(context, reason.propose(low, high, found[0], kind=Kind.PERSON if is_particle else None))


def _is_meant(copy_context: CopyContext, at: int, name: str, *, number: int) -> bool:
    """Return whether the small word at a place of the copy stands for word ``number`` of an otherwise equal name."""
    copy, part = copy_context.copy, fold(name).replace("-", " ").split()[number]
    if copy.tokens[at].capital:
        return similarity(copy.folds[at], part) >= _ALIKE
    is_other = part in _EUROPEAN and not same_name(copy.folds[at], part)
    return is_other and copy_context.story_cache.is_person(name)


def _windows(copy_context: CopyContext, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield the token ranges around a small word that may be a full name which the story lacks, the longest first.

    A particle has no capital, and a misspelt word of a name has one.
    """
    copy = copy_context.copy
    if copy.folds[at] not in (FUNCTION if copy.tokens[at].capital else _EUROPEAN):
        return
    for length in range(MOST_WORDS, _FEWEST_WORDS - 1, -1):
        for low in range(max(0, at - length + 2), at):
            high = low + length
            if high > len(copy.tokens) or not all(copy.joints[low : high - 1]):
                continue
            if not copy.tokens[low].capital or not copy.tokens[high - 1].capital:
                continue
            if squash(fold(copy.surface(low, high))) not in copy_context.story.joined:
                yield low, high, at


def _by_other_words(copy_context: CopyContext) -> dict[tuple[str | None, ...], set[str]]:
    """Return the full names by their folded words with None for one inside."""
    names: dict[tuple[str | None, ...], set[str]] = {}
    for count, of_length in full_names(copy_context).items():
        for name, words in of_length.items() if count >= _FEWEST_WORDS else ():
            for at in range(1, count - 1):
                names.setdefault((*words[:at], None, *words[at + 1 :]), set()).add(name)
    return names
