"""Full names of which one word is almost a known one: "Lando Norriss", "Javier Miley".

Detection takes the plural of a name, and a spelling that romanisation explains, for the name itself. In a full name
that differs in nothing else neither holds: a full name has no plural, and a name in Latin letters has one spelling.
The suggestions are always for review.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice

from repair.core.types import Suggestion
from repair.pipeline.detection import CopyContext
from repair.pipeline.introductions import introduced_anew, is_introduced_as_another
from repair.pipeline.name_context import next_name
from repair.pipeline.name_origin import is_romanised, origin_beside
from repair.pipeline.namesakes.genders import is_of_other_gender
from repair.pipeline.namesakes.statements import is_described_alike
from repair.pipeline.rules.full_names import FEWEST_WORDS, MOST_WORDS, full_names
from repair.pipeline.rules.proposed_names import RuleReason, suggest_name
from repair.pipeline.rules.rule_context import RuleContext
from repair.text.lexicon import COMMON_WORD
from repair.text.normalize import fold, folded_words
from repair.text.quotations import are_foreign
from repair.text.spelling_keys import plain_spellings, same_name, slavic

_ALMOST = RuleReason(0.8, "near", "one word is a letter or two from {name}, and all others are the same")
_FEWEST_LETTERS = 3  # of a word that is misspelt
_MOST_WINDOWS = 500  # parts of one copy that are compared
_MOST_PLACES = 40  # of one surname by itself that are corrected too

_Names = Mapping[tuple[str | None, ...], list[str]]


def propose_almost_known_names(context: RuleContext) -> Iterator[Suggestion]:
    """Yield a suggestion for each full name with one almost known word, and for its surname where it is alone."""
    copy_context = context.copy_context
    windows = list(islice(_windows(copy_context), _MOST_WINDOWS))
    if not windows:
        return
    names, end = _by_other_words(copy_context), 0
    surnames: dict[str, str] = {}
    for low, high, at in windows:
        words: list[str | None] = [*copy_context.copy.folds[low:high]]
        words[at - low] = None
        found = {name for name in names.get(tuple(words), ()) if _is_meant(copy_context, (low, high), at, name)}
        if low < end or len(found) != 1:
            continue
        (name,) = found
        end = high
        yield suggest_name(context, _ALMOST.propose(low, high, _with_words_of_copy(copy_context, low, at, name)))
        if at == high - 1 and not copy_context.lexicon.knows(copy_context.copy.folds[at]):
            surnames[copy_context.copy.folds[at]] = name.split()[-1]
    for word, surname in surnames.items():
        propose = partial(_ALMOST.propose, name=surname)
        yield from (suggest_name(context, propose(at, at + 1)) for at in _alone(copy_context, word))


def _with_words_of_copy(copy_context: CopyContext, low: int, at: int, name: str) -> str:
    """Return a name that begins at token ``low`` with the accents of the copy in all words but the one at ``at``."""
    words = name.split(" ")
    for number, word in enumerate(words, low):
        if number != at and number < len(copy_context.copy.tokens) and copy_context.copy.folds[number] == fold(word):
            words[number - low] = copy_context.copy.tokens[number].text
    return " ".join(words)


def _windows(copy_context: CopyContext) -> Iterator[tuple[int, int, int]]:
    """Yield the token ranges that may be a full name with one word that no source has, and the number of that word."""
    copy, story_words = copy_context.copy, copy_context.story.words
    left_alone = {at for words in copy_context.left_alone for at in words}
    for run in copy.runs:
        odd = {at for at in run if copy.tokens[at].capital and not story_words.get(copy.folds[at])}
        for at in sorted(odd):
            if copy_context.suspicious[at] or at in left_alone or len(copy.folds[at]) < _FEWEST_LETTERS:
                continue
            for length in range(MOST_WORDS, FEWEST_WORDS - 1, -1):
                for low in range(max(run.start, at - length + 1), min(at, run.stop - length) + 1):
                    if sum(other in odd for other in range(low, low + length)) == 1:
                        yield low, low + length, at


def _by_other_words(copy_context: CopyContext) -> _Names:
    """Return the full names by their folded words, with None for one of them."""
    names: dict[tuple[str | None, ...], list[str]] = defaultdict(list)
    for of_length in full_names(copy_context).values():
        for name, words in of_length.items():
            for at in range(len(words)):
                names[(*words[:at], None, *words[at + 1 :])].append(name)
    return names


def _is_meant(copy_context: CopyContext, place: tuple[int, int], at: int, name: str) -> bool:
    """Return whether a full name is the one meant at a place of the copy that differs from it in the word ``at``."""
    lexicon, words = copy_context.lexicon, folded_words(name)
    word, part = copy_context.copy.folds[at], words[at - place[0]]
    if not lexicon.given(words[0]) or lexicon.word(words[-1]) >= COMMON_WORD:
        return False  # "World Championships"
    if lexicon.word(words[0]) > lexicon.given(words[0]):
        return False  # "Winter Olympic Sports"
    if word + "s" != part and part + "s" != word and not _is_misspelt(copy_context, place, at, name):
        return False
    if _is_another(copy_context, place, name):
        return False
    # A word that is nobody's name is misspelt; people bear the others.
    is_known = any(lexicon.name_counts(word)) or lexicon.knows(word)
    return not is_known or is_described_alike(copy_context, place, name)


def _is_misspelt(copy_context: CopyContext, place: tuple[int, int], at: int, name: str) -> bool:
    """Return whether only romanisation explains how a word differs from a name that is not romanised."""
    words, number = name.replace("-", " ").split(), at - place[0]
    if number >= len(words):
        return False
    surface, written = copy_context.copy.surface(at, at + 1), words[number]
    if not same_name(surface, written):
        return False
    if not written.isascii():  # a name with accents has one spelling, and is written without them in few ways
        is_plain = fold(surface) in plain_spellings(written)
        return surface.isascii() and not is_plain and not origin_beside(copy_context, place, name)
    if not surface.isascii():
        return False
    if at == place[0] and copy_context.lexicon.given(copy_context.copy.folds[at]):
        return False  # the given name in another language: Viktor, Victor
    return not slavic(surface) and not slavic(name) and is_romanised(copy_context, place, name) is False


def _is_another(copy_context: CopyContext, place: tuple[int, int], name: str) -> bool:
    """Return whether the copy has the full name right elsewhere, or says that this is somebody else."""
    low, high = place
    copy = copy_context.copy
    words = folded_words(name)
    if any(copy.folds[at : at + len(words)] == words for at in copy.places.get(words[0], ())):
        return True
    if copy.folds[high - 1] == f"{words[-1]}s" and _is_in_another_language(copy_context, low):
        return True  # a genitive without an apostrophe, as in German
    if is_of_other_gender(copy_context, low, name):
        return True
    return introduced_anew(copy_context, high) or is_introduced_as_another(copy_context, low, high)


def _is_in_another_language(copy_context: CopyContext, at: int) -> bool:
    """Return whether the copy, or its sentence with token ``at``, is in another language."""
    copy = copy_context.copy
    sentence = copy.sentences[copy.sentence_of[at]]
    return copy_context.is_in_another_language or are_foreign(
        copy.text, copy.tokens[sentence.start : sentence.stop], copy_context.lexicon
    )


def _alone(copy_context: CopyContext, word: str) -> Iterator[int]:
    """Yield the places of a folded surname in the copy where no other word of a name is next to it."""
    copy = copy_context.copy
    for at in copy.places.get(word, ())[:_MOST_PLACES]:
        if copy.tokens[at].capital and next_name(copy, at, -1) is None and next_name(copy, at, 1) is None:
            yield at
