"""The rest of a name: where one word is corrected and others beside it are misspelt or spaced otherwise.

"Ursula fon der Layen" becomes "Ursula von der Leyen" and not "Ursula fon der Leyen"; "Connor O Callaghan" becomes
"Conor O'Callaghan". Accepted other spellings of these words stay, and so do the given names of other people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from repair.pipeline.candidate_generation import similarity
from repair.pipeline.casing import occurrences
from repair.pipeline.detection import CopyContext
from repair.pipeline.name_origin import variant_in
from repair.text.analysis import AnalyzedText
from repair.text.given_names import near_spelling
from repair.text.normalize import fold
from repair.text.phonetics import consonant_skeleton, squash
from repair.text.romanisation import is_spelling_variant
from repair.text.romanisation_schemes import EVERY_MARKER
from repair.text.spelling_keys import in_one_style, same_name
from repair.text.wordlists import INNER_WORDS, PLACE_ADJECTIVES, TITLES

_MOST_WORDS = 4  # of a name on one side of the corrected ones
_MOST_OCCURRENCES = 8  # of a name in the sources that are examined
_LEAST_SIMILAR = 0.8  # share (0-1) of the letters of these words that copy and sources share
_MOST_LETTERS = 1  # by which they differ in length where copy and source have another number of words
_SHORT_WORD = 4  # letters of a word in lower case that may be a misspelt particle ("fon")


class Rest(NamedTuple):
    """A name with the words beside it: half-open token range in the copy, and the text that replaces it."""

    low: int
    high: int
    text: str


class _WordsBeside(NamedTuple):
    """The folded letters of the words before and after a name of the copy: of the next one, the next two, …"""

    before: list[str]
    after: list[str]


class _Side(NamedTuple):
    """Words beside a corrected name: how many the copy and the source have, and their similarity (0-1)."""

    in_copy: int
    in_source: int
    similarity: float


def rest_of_name(copy_context: CopyContext, low: int, high: int, replacement: str) -> Rest | None:
    """Return a corrected name with the words beside it, where these differ from the full name of the sources.

    Args:
        copy_context: The copy and its story.
        low: The first token that is replaced.
        high: The token after the last.
        replacement: The name that replaces them.

    Returns:
        The words from the first to the last that are to be replaced; None where the words beside the name are those of
        the sources, are accepted spellings of them, or belong to no listed name, or where the sources have several.
    """
    whole = _hyphenated_unit(copy_context, low, high, replacement) or _with_translated_word(
        copy_context, low, high, replacement
    )
    if whole is not None:
        return whole
    beside = _WordsBeside(
        list(_letters(copy_context.copy, low, -1, is_source=False)),
        list(_letters(copy_context.copy, high - 1, 1, is_source=False)),
    )
    if not any(beside):
        return None
    found: set[Rest] = set()
    for number, ngram in occurrences(copy_context.story, replacement, _MOST_OCCURRENCES):
        source = copy_context.story.texts[number]
        if ngram.text.isupper():
            continue  # a headline: its other words have no case of their own
        rest = _in_source(copy_context, (low, high), beside, source, (ngram.low, ngram.high))
        if rest is not None:
            found.add(rest)
    return found.pop() if len(found) == 1 else None


def _hyphenated_unit(copy_context: CopyContext, low: int, high: int, replacement: str) -> Rest | None:
    """Return a corrected syllable with the one that a hyphen joins to it, where the sources have its consonants there.

    The syllables of a given name are spelt in one way: "Dok-su" becomes "Duck-soo", and not "Duck-su". An accepted
    romanisation of both stays.
    """
    copy, story = copy_context.copy, copy_context.story
    found: set[Rest] = set()
    for number, ngram in occurrences(story, replacement, _MOST_OCCURRENCES):
        source = story.texts[number]
        if _share_consonants(copy, (high - 1, high), source, (ngram.high - 1, ngram.high), at=1):
            found.add(Rest(low, high + 1, source.surface(ngram.low, ngram.high + 1)))
        if _share_consonants(copy, (low - 1, low), source, (ngram.low - 1, ngram.low), at=0):
            found.add(Rest(low - 1, high, source.surface(ngram.low - 1, ngram.high)))
    unit = found.pop() if len(found) == 1 else None
    if unit is None or is_spelling_variant(copy.surface(unit.low, unit.high), unit.text, markers=EVERY_MARKER):
        return None
    return unit


def _share_consonants(
    copy: AnalyzedText, joint: tuple[int, int], source: AnalyzedText, joint_in_source: tuple[int, int], *, at: int
) -> bool:
    """Return whether a hyphen joins both pairs of tokens, and number ``at`` of them are different with one sound.

    Args:
        copy: The copy.
        joint: Two neighbouring tokens of it.
        source: A source.
        joint_in_source: Two neighbouring tokens of it.
        at: Which of the two tokens are compared, 0 or 1.
    """
    if not (copy.is_hyphenated(*joint) and source.is_hyphenated(*joint_in_source)):
        return False
    word, part = copy.folds[joint[at]], source.folds[joint_in_source[at]]
    return word != part and consonant_skeleton(word) == consonant_skeleton(part)


def _with_translated_word(copy_context: CopyContext, low: int, high: int, replacement: str) -> Rest | None:
    """Return a corrected word of a place with the adjective before it, where the sources have one in another language.

    All sources have it there: "Old Splavs" becomes "Staré Splavy", and not "Old Splavy".
    """
    copy, story, lexicon = copy_context.copy, copy_context.story, copy_context.lexicon
    if not copy.has_capital_before(low) or copy.gap(low - 1) != " " or copy.folds[low - 1] not in PLACE_ADJECTIVES:
        return None
    found = set()
    for number, ngram in occurrences(story, replacement, _MOST_OCCURRENCES):
        source, before = story.texts[number], ngram.low - 1
        if not source.has_capital_before(ngram.low) or source.gap(before) != " ":
            return None
        word, is_english = source.folds[before], source.tokens[before].text.isascii()
        if lexicon.given(word) or (is_english and lexicon.word(word)):
            return None
        found.add(Rest(low - 1, high, source.surface(before, ngram.high)))
    return found.pop() if len(found) == 1 else None


def _in_source(
    copy_context: CopyContext,
    place: tuple[int, int],
    beside: _WordsBeside,
    source: AnalyzedText,
    name: tuple[int, int],
) -> Rest | None:
    """Return the longest listed name around token range ``name`` of a source that fits around ``place`` of the copy."""
    (low, high), (first, last) = place, name
    before = [_Side(0, 0, 1.0), *_sides(beside.before, source, first, -1)]
    after = [_Side(0, 0, 1.0), *_sides(beside.after, source, last - 1, 1)]
    pairs = sorted(
        ((left, right) for left in before for right in after if left.in_source + right.in_source),
        key=lambda pair: (-pair[0].in_source - pair[1].in_source, -pair[0].similarity - pair[1].similarity),
    )
    for left, right in pairs:
        low_in_source, high_in_source = first - left.in_source, last + right.in_source
        if not copy_context.story_cache.is_person(source.surface(low_in_source, high_in_source)):
            continue
        low_changed = _first_changed(copy_context, (low - left.in_copy, low), source, (low_in_source, first))
        high_changed = _last_changed(copy_context, (high, high + right.in_copy), source, (last, high_in_source))
        if low_changed is None or high_changed is None:
            return None
        in_copy, in_source = zip(low_changed, high_changed, strict=True)
        if in_copy == place:
            return None
        return Rest(*in_copy, source.surface(*in_source))
    return None


def _sides(in_copy: Sequence[str], source: AnalyzedText, to: int, step: int) -> Iterator[_Side]:
    """Yield the words beside a name in the copy, given as `_letters`, that are like those beside token ``to``."""
    if not in_copy:
        return
    for in_source, letters in enumerate(_letters(source, to, step, is_source=True), 1):
        for count, others in enumerate(in_copy, 1):
            alike = similarity(others, letters)
            are_as_long = count == in_source or abs(len(others) - len(letters)) <= _MOST_LETTERS
            if are_as_long and alike >= _LEAST_SIMILAR:
                yield _Side(count, in_source, alike)


def _letters(text: AnalyzedText, at: int, step: int, *, is_source: bool) -> Iterator[str]:
    """Yield the folded letters of the next word, of the next two words, and so on, while they may be of one name."""
    letters = ""
    for _ in range(_MOST_WORDS):
        following = at + step
        if not (text.joinable(at, following) if step > 0 else text.joinable(following, at)):
            return
        word = text.folds[following]
        is_part = text.tokens[following].capital or word in INNER_WORDS
        if not is_part and (is_source or step > 0 or len(word) > _SHORT_WORD):
            return
        letters = letters + squash(word) if step > 0 else squash(word) + letters
        yield letters
        at = following


def _first_changed(
    copy_context: CopyContext, in_copy: tuple[int, int], source: AnalyzedText, in_source: tuple[int, int]
) -> tuple[int, int] | None:
    """Return where the words that differ begin, in copy and source: after those that both have at the start.

    Both ranges end before the corrected name. The result is their ends where no word differs, and None where the words
    of the copy may be right.
    """
    (low, high), (first, last) = in_copy, in_source
    while low < high and first < last and copy_context.copy.folds[low] == source.folds[first]:
        low, first = low + 1, first + 1
    if (low, first) == (high, last):
        return high, last
    return (low, first) if _are_changed(copy_context, (low, high), source.surface(first, last)) else None


def _last_changed(
    copy_context: CopyContext, in_copy: tuple[int, int], source: AnalyzedText, in_source: tuple[int, int]
) -> tuple[int, int] | None:
    """Return where the words that differ end, in copy and source; as `_first_changed`, behind the corrected name."""
    (low, high), (first, last) = in_copy, in_source
    while low < high and first < last and copy_context.copy.folds[high - 1] == source.folds[last - 1]:
        high, last = high - 1, last - 1
    if (high, last) == (low, first):
        return low, first
    return (high, last) if _are_changed(copy_context, (low, high), source.surface(first, last)) else None


def _is_given_name_otherwise(copy_context: CopyContext, at: int, part: str) -> bool:
    """Return whether a word of the copy is a given name that the sources have as ``part``, in another spelling only.

    It is right where it stands by itself, and beside a misspelt surname it is misspelt as well: "Victor Yokeres" is
    Viktor Gyökeres. A choice of "y", "i" and "j" is a matter of romanisation: "Sergey", "Sergei".
    """
    word, lexicon = copy_context.copy.folds[at], copy_context.lexicon
    if copy_context.story.words.get(word) or not (lexicon.given(word) and lexicon.given(part)):
        return False
    if in_one_style(word) == in_one_style(part):
        return False
    return same_name(word, part) or near_spelling(word, part)


def _are_changed(copy_context: CopyContext, place: tuple[int, int], name: str) -> bool:
    """Return whether words of the copy are those of ``name`` misspelt, and no right spelling or name of their own."""
    copy, lexicon = copy_context.copy, copy_context.lexicon
    low, high = place
    if low == high or not name:
        return False
    surface, words, parts = copy.surface(low, high), copy.folds[low:high], fold(name).replace("-", " ").split()
    if not TITLES.isdisjoint(words):
        return False
    if len(words) != len(parts) and squash(fold(surface)) == squash(fold(name)):
        return True
    if len(words) == len(parts) == 1 and _is_given_name_otherwise(copy_context, low, parts[0]):
        return True
    if same_name(surface, name) or variant_in(copy_context, surface, name) is not None:
        return False
    if len(words) != len(parts):
        return all(token.capital for token in copy.tokens[low:high])
    changed = [pair for pair in zip(range(low, high), words, parts, strict=True) if pair[1] != pair[2]]
    if all(same_name(word, part) for _, word, part in changed):
        return False
    if any(lexicon.given(word) or copy_context.story.words.get(word) for _, word, _ in changed):
        return False  # somebody else's given name, the same one in another language, or a right word of another name
    return all(copy.tokens[at].capital or part in INNER_WORDS for at, _, part in changed)
