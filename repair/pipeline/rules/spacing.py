"""Spacing: names whose words are run together, split, or in a translated order.

Their letters are right, so similarity does not detect them: "LePen", "Zelen sky", "Strip from Gaza". A suggestion is
made where the story has exactly one name with these letters and never has the copy's form. It is always for review.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from repair.core.computed_once import computed_once
from repair.core.types import Kind, Suggestion
from repair.pipeline.detection import CopyContext
from repair.pipeline.namesakes.statements import is_described_alike
from repair.pipeline.rules.proposed_names import ProposedName, RuleReason, suggest_name
from repair.pipeline.rules.rule_context import RuleContext
from repair.pipeline.story import StoryContext
from repair.pipeline.story_cache import FULL_NAME
from repair.pipeline.whole_names.words_in_speech import is_heard_with_list
from repair.text.analysis import AnalyzedText
from repair.text.capital_style import CapitalStyle
from repair.text.lexicon import LARGE_CITY, RARE_NAME, RARE_WORD, UNCOMMON_WORD
from repair.text.normalize import fold
from repair.text.phonetics import squash
from repair.text.pinyin import is_pinyin
from repair.text.wordlists import ORGANISATION_WORDS, PARTICLES, PLACE_WORDS

# All suggestions for joined or split names in the labelled copy were right, but some dozens of cases are too few for
# calibration.
_RUN_TOGETHER = RuleReason(0.9, "spacing", "the sources write it in {count} words: {name}")
_BRAND = _RUN_TOGETHER._replace(confidence=0.6)  # either spelling may be right: "DailyMail"
_WITH_PARTICLE = _RUN_TOGETHER._replace(confidence=0.8)
_APART = RuleReason(0.75, "spacing", "the sources write it with fewer spaces: {name}")
_WITH_CAPITALS = _APART._replace(confidence=0.45)  # both spellings of "Jin Ping" and "Viet Nam" are right somewhere
_AS_WORDS = _APART._replace(confidence=0.6)  # none in 210,000 words of copy
_APART_WITH_OTHERS = _APART._replace(confidence=0.85)  # the rest of the name is right
_REORDERED = RuleReason(0.7, "spacing", "the sources have these words as {name}")
_LEAST_LETTERS = 5  # of a name whose words are run together or split
_MOST_WORDS = 4  # that a name is split into
_POSSESSIVES = ("'s ", "’s ")  # within a name that was taken for words: "God's Will" for Godswill


def propose_spacing(context: RuleContext) -> Iterator[Suggestion]:
    """Yield a suggestion for each name of the story that the copy has with other spaces or in a translated order."""
    copy_context = context.copy_context
    if is_heard_with_list(copy_context):
        return  # a recogniser divides words as it likes; of some 40 such forms in calls none was a mangled name
    names = _NamesByLetters(copy_context)
    last = 0
    for form in _forms(copy_context, names):
        if form.low >= last and form.name.lower() != copy_context.copy.surface(form.low, form.high).lower():
            last = form.high
            yield suggest_name(context, form)


class _NamesByLetters:
    """The names of a story, and the parts of names, by their folded letters without spaces and hyphens."""

    def __init__(self, copy_context: CopyContext) -> None:
        self._listed = copy_context.listed
        self._tables = [_by_letters(context) for context in copy_context.story.context.layers]

    def get(self, letters: str) -> set[str]:
        """Return the names with these letters."""
        return {text for table in self._tables for text in table.get(letters, ()) if self._listed(text)}


@computed_once
def _by_letters(context: StoryContext) -> dict[str, list[str]]:
    """Return the n-grams that a context adds to its base by their letters."""
    ngrams: dict[str, list[str]] = defaultdict(list)
    for text, joined in context.ngrams.added_letters:
        if len(joined) >= _LEAST_LETTERS:
            ngrams[joined].append(text)
    return ngrams


def _forms(copy_context: CopyContext, names: _NamesByLetters) -> Iterator[ProposedName]:
    """Yield the words of the copy that have the letters of a name, in order of place."""
    copy = copy_context.copy
    before_from = {number - 1 for number in copy.places.get("from", ())} - {-1}
    words = copy_context.story.words
    unknown = [number for word in copy.vocabulary.keys() - words.keys() for number in copy.places[word]]
    for low in sorted(before_from.union(unknown)):
        token = copy.tokens[low]
        if words.get(token.fold):
            reordered = _reordered(copy_context, low) if low in before_from else None
            if reordered is not None:
                yield reordered
            continue
        if not token.text[0].isalpha():
            continue
        together = _only_spelling(names.get(squash(token.fold)))
        if together is not None and len(together.split()) > 1 and _has_inner_capital(token.text):
            reason = _RUN_TOGETHER if _is_of_people(copy_context, together) else _BRAND
            yield reason.propose(low, low + 1, together)
        elif token.capital:
            yield from _with_joined_particle(copy_context, names, low)
            yield from _apart(copy_context, names, low)


def _with_joined_particle(copy_context: CopyContext, names: _NamesByLetters, at: int) -> Iterator[ProposedName]:
    """Yield the full name in which token ``at`` is a particle and the next word: "Vander" of Alexander Van der Bellen.

    A surname alone is left, since many families write it in one word: "Vandenberg".
    """
    copy = copy_context.copy
    for low, high in ((at - 1, at + 1), (at - 1, at + 2)):
        if low < 0 or high > len(copy.tokens) or not all(copy.joints[low : high - 1]):
            return
        name = _only_spelling(names.get(_letters(copy, low, high)))
        words = [] if name is None else fold(name).split()
        if name is None or len(words) <= high - low or words[0] != copy.folds[low]:
            continue
        if words[1] in PARTICLES and copy_context.story_cache.is_person(name):
            yield _WITH_PARTICLE.propose(low, high, name)


def _apart(copy_context: CopyContext, names: _NamesByLetters, low: int) -> Iterator[ProposedName]:
    """Yield the name that the words from ``low`` on make up, where it has fewer words than the copy."""
    copy = copy_context.copy
    for high in range(low + 2, min(low + _MOST_WORDS, len(copy.tokens)) + 1):
        gap = copy.gap(high - 2)
        if gap not in _POSSESSIVES and (not copy.joints[high - 2] or gap.strip()):
            return
        name = _only_spelling(names.get(_letters(copy, low, high)))
        if name is not None and len(name.replace("-", " ").split()) < high - low:
            if " " not in name and any(copy.gap(at) in _POSSESSIVES for at in range(low, high - 1)):
                continue  # "God's Power" alone says nothing
            reason = _reason(copy_context, low, high, name)
            if reason is not None:
                yield reason.propose(low, high, name)
            return


def _reason(copy_context: CopyContext, low: int, high: int, name: str) -> RuleReason | None:
    """Return the reason for which words are ``name``, which was split; None where they may be right."""
    copy, is_in_longer_name = copy_context.copy, _is_in_longer_name(copy_context, low, high)
    if any(copy.gap(at) in _POSSESSIVES for at in range(low, high - 1)):
        has_it_right = fold(name).split()[0] in copy.places
        return None if has_it_right or not _is_of_person(copy_context, name) else _APART_WITH_OTHERS
    tail = [token.fold for token in copy.tokens[low + 1 : high] if copy.printed[token.start : token.end].islower()]
    if tail:
        are_words = all(copy_context.lexicon.word(word) > RARE_WORD for word in tail)
        # A right word and an ordinary one: "Delft works", not Delftworks.
        return None if are_words and _is_established(copy_context, low) and not is_in_longer_name else _APART
    if _are_words(copy_context, low, high):
        return _AS_WORDS
    if is_in_longer_name and _has_word(copy_context, low, high):
        return _APART_WITH_OTHERS
    if is_in_longer_name and not copy_context.lexicon.word(squash(fold(name))):
        return _AS_WORDS  # "Xi Jin Ping", not "Cyber Security Agency"
    is_in_prose = _has_word(copy_context, low, high) and copy.style(low) is CapitalStyle.PROSE
    return _AS_WORDS if is_in_prose and is_described_alike(copy_context, (low, high), name) else _WITH_CAPITALS


def _letters(copy: AnalyzedText, low: int, high: int) -> str:
    """Return the folded letters of words without spaces and hyphens, with the "s" of a possessive between them."""
    words = (copy.folds[at] + "s" * (at + 1 < high and copy.gap(at) in _POSSESSIVES) for at in range(low, high))
    return squash("".join(words))


def _is_in_longer_name(copy_context: CopyContext, low: int, high: int) -> bool:
    """Whether the words and a capitalised word beside them are a name of the story: "Merri weather" after "Lavinia"."""
    copy, joined = copy_context.copy, copy_context.story.joined
    if copy.has_capital_before(low) and _letters(copy, low - 1, high) in joined:
        return True
    return copy.has_capital_after(high) and _letters(copy, low, high + 1) in joined


def _are_words(copy_context: CopyContext, low: int, high: int) -> bool:
    """Whether a name was split into an ordinary word and another part: "Sea Croft", not "North East"."""
    is_ordinary = _ordinary_words(copy_context, low, high)
    return is_ordinary[:1] == [True] and not all(is_ordinary)


def _has_word(copy_context: CopyContext, low: int, high: int) -> bool:
    """Whether a name was split into words of which one is ordinary: "Good Luck", not "Jin Ping" or "Viet Nam"."""
    words = copy_context.copy.folds[low:high]
    return any(_ordinary_words(copy_context, low, high)) and not all(map(is_pinyin, words))


def _ordinary_words(copy_context: CopyContext, low: int, high: int) -> list[bool]:
    """Return which words are ordinary rather than names; none, where they are a place or a word in two spellings."""
    lexicon, words = copy_context.lexicon, copy_context.copy.folds[low:high]
    if lexicon.place(" ".join(words)) or lexicon.word("".join(words)):
        return []
    if words[0] in PARTICLES or any(lexicon.place(word) >= LARGE_CITY for word in words):
        return []
    return [lexicon.word(word) >= UNCOMMON_WORD + lexicon.given(word) for word in words]


def _is_of_people(copy_context: CopyContext, name: str) -> bool:
    """Whether a name has a given name or a surname, unlike brands that may be written in one word."""
    lexicon = copy_context.lexicon
    return any(
        max(lexicon.given(word), lexicon.surname(word)) > 1 and not (lexicon.place(word) or lexicon.demonym(word))
        for word in fold(name).split()
    )


def _is_of_person(copy_context: CopyContext, name: str) -> bool:
    """Whether a name may be that of a person: Godswill Akpabio, not Hellsgate Park."""
    if not (PLACE_WORDS | ORGANISATION_WORDS).isdisjoint(fold(name).split()):
        return False
    return all(found.kind not in (Kind.PLACE, Kind.ORGANISATION) for found in copy_context.names.find(name))


def _is_established(copy_context: CopyContext, number: int) -> bool:
    """Whether a word of the copy is an English word, a place, or a name that is not rare."""
    word, lexicon = copy_context.copy.folds[number], copy_context.lexicon
    return bool(lexicon.word(word) or lexicon.place(word)) or lexicon.personal_name(word) > RARE_NAME


def _reordered(copy_context: CopyContext, low: int) -> ProposedName | None:
    """Return the name "Gaza Strip" for "Strip from Gaza" at ``low``, if the story has it in that order only."""
    copy, high = copy_context.copy, low + 3
    if high > len(copy.tokens) or copy.folds[low + 1] != "from" or not copy.joints[low] or not copy.joints[low + 1]:
        return None
    if not (copy.tokens[low].capital and copy.tokens[low + 2].capital) or copy.tokens[low].first:
        return None
    if copy_context.lexicon.word(copy.folds[low]) < UNCOMMON_WORD:
        return None  # the second word is not the kind of place or thing but where somebody or something is from
    name = f"{copy.tokens[low + 2].text} {copy.tokens[low].text}"
    return _REORDERED.propose(low, high, name) if copy_context.listed(name) == FULL_NAME else None


def _only_spelling(names: set[str]) -> str | None:
    """Return the only name of a set, regardless of case; None if there are none or several."""
    folded = {fold(name) for name in names}
    return min(names) if len(folded) == 1 else None


def _has_inner_capital(word: str) -> bool:
    """Whether a capital follows a small letter, as where two words run together."""
    return any(first.islower() and other.isupper() for first, other in pairwise(word))
