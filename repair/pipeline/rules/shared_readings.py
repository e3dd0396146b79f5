"""Chinese readings of names: "Li Zaiming" for Lee Jae-myung, "Beijiang" for Bac Giang.

Korean, Vietnamese, Japanese and Cantonese names are written in Chinese characters, and translation from Chinese spells
them as these are read in Mandarin. No letter need agree. A suggestion is made where a word in pinyin and one name of
the story that is no pinyin can be readings of the same characters. It is always for review.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from rapidfuzz.distance import Indel

from repair.channel.han_readings import is_series_of_readings, may_be_same_characters, same_characters
from repair.core.caches import text_cache
from repair.core.computed_once import computed_once
from repair.core.types import Suggestion
from repair.pipeline.detection import CopyContext, SuspectForm
from repair.pipeline.introductions import introduced_anew
from repair.pipeline.rules.proposed_names import RuleReason, suggest_name
from repair.pipeline.rules.rule_context import RuleContext
from repair.pipeline.story import StoryContext
from repair.pipeline.story_cache import FULL_NAME
from repair.text.lexicon import COMMON_NAME
from repair.text.normalize import fold
from repair.text.phonetics import consonant_skeleton, squash
from repair.text.pinyin import FINAL, INITIAL, is_pinyin

# In the labelled copy all 46 such suggestions (of four different names) were right.
_CLEAR = RuleReason(0.9, "characters", "both can be readings of the same Chinese characters: {name}")
_POSSIBLE = _CLEAR._replace(confidence=0.75)
_LEAST, _LEAST_CLEAR = 4.0, 6.0  # log-likelihood ratio (nats) of two readings of the same characters
_MARGIN = 2.0  # nats by which the best name surpasses any other
_LEAST_LETTERS = 5
_ALIKE = 0.75  # similarity in letters from which the ranker decides
_MOST_NAMES = 500  # names of a story that are compared
_MOST_COMPARED = 250_000  # forms times names; the forms after that are left out
_SYLLABLE = rf"(?:{INITIAL}?(?:{FINAL}|o))"
_LETTERS_READ = frozenset("eiou")  # readings of one letter, as of the Korean surname O
_SPELLED_SYLLABLE = rf"(?:{INITIAL}(?:{FINAL}|o)|ang|ai|an|ao|a|eng|ei|en|er|e|ou|o)"  # "ui" is spelled "wei"
# "Sanae Takaichi" has more syllables, and "Euisun" has one that is not spelled so.
_CHINESE_NAME = re.compile(rf"{_SPELLED_SYLLABLE}{{2,4}}")
_CHINESE_WORD = re.compile(rf"{_SYLLABLE}{{1,3}}")  # a surname of two characters, or a given name of three
# Usual spellings of Korean names and the standard ones that the table of readings has.
_KOREAN = {
    "hee": "hui", "eui": "ui", "koo": "gu", "kwang": "gwang", "kwak": "gwak", "kwon": "gwon", "kang": "gang",
    "kim": "gim", "noh": "no", "ee": "i", "oo": "u", "young": "yeong", "sung": "seong", "kyung": "gyeong",
    "jung": "jeong", "hyun": "hyeon", "chul": "cheol", "duck": "deok", "duk": "deok", "suk": "seok",
    "hun": "heon", "sun": "seon", "keon": "geon", "yul": "yeol", "park": "bak", "choi": "choe",
    "chung": "jeong",
}  # fmt: skip
# The longest spelling first; "chun" has no "hun".
_KOREAN_SPELLING = re.compile("(?<!c)(?:" + "|".join(sorted(_KOREAN, key=len, reverse=True)) + ")")


class _Reading(NamedTuple):
    """The letters of a name, or of its part after a word that the copy has right; and that word (folded) or none.

    ``surname_first`` has the letters of a name of two words in the other order, which Chinese copy keeps for Japan.
    ``needs_surname`` is True where an English given name was left out: the form must have the surname, too.
    """

    letters: str
    before: str = ""
    surname_first: str = ""
    needs_surname: bool = False


class _Match(NamedTuple):
    """A form, the name whose characters it may be a reading of, and the log-likelihood ratio (nats)."""

    ratio: float
    form: SuspectForm
    name: str


def propose_shared_readings(context: RuleContext) -> Iterator[Suggestion]:
    """Yield a suggestion for each name of the story that the copy has in a Chinese reading."""
    copy_context = context.copy_context
    forms = [form for form in _forms(copy_context) if _is_pinyin(form, copy_context)]
    names = _names(copy_context) if forms else {}
    forms = forms[: _MOST_COMPARED // max(1, len(names))]
    matches = [match for form in forms if (match := _match(form, names, copy_context)) is not None]
    taken: set[int] = set()
    for match in sorted(matches, key=lambda match: (-match.ratio, match.form.places)):
        reason = _CLEAR if match.ratio >= _LEAST_CLEAR else _POSSIBLE
        for low, high in match.form.places:
            if taken.isdisjoint(range(low, high)) and not introduced_anew(copy_context, high):
                taken.update(range(low, high))
                yield suggest_name(context, reason.propose(low, high, match.name))


def _forms(copy_context: CopyContext) -> Iterator[SuspectForm]:
    """Yield the suspect forms, and those with the word before them that the story has elsewhere: "Li" of "Li Zaiming".

    Mandarin has few surnames, so that another person of the story often has the same one.
    """
    copy = copy_context.copy
    for form in copy_context.suspect_forms:
        yield form
        places = tuple((low - 1, high) for low, high in form.places if _follows_surname(copy_context, low))
        if not places or form.words > 1:
            continue
        text = fold(copy.surface(*places[0]))
        same = tuple(place for place in places if fold(copy.surface(*place)) == text)
        if squash(text) not in copy_context.story.joined:
            yield SuspectForm(text, squash(text), consonant_skeleton(text), same)


def _follows_surname(copy_context: CopyContext, low: int) -> bool:
    """Whether the word before a form may be its surname: a capitalised syllable that begins a name."""
    copy = copy_context.copy
    if not copy.has_capital_before(low) or copy.gap(low - 1) != " ":
        return False
    return not copy.has_capital_before(low - 1) or copy_context.lexicon.word(copy.folds[low - 2]) > 0


def _is_pinyin(form: SuspectForm, copy_context: CopyContext) -> bool:
    """Whether a form is a sequence of Mandarin syllables, and no word or name of another language."""
    copy, lexicon = copy_context.copy, copy_context.lexicon
    if len(form.joined) < _LEAST_LETTERS or not is_pinyin(form.joined, least=2):
        return False
    low, high = form.places[0]
    if not copy.surface(low, high).isascii() or not copy.tokens[low].text[0].isupper():
        return False
    return form.words > 1 or not lexicon.knows(form.fold)


def _words_before(form: SuspectForm, copy_context: CopyContext) -> frozenset[str]:
    """Return the capitalised words before a form in the same run, which may be the rest of the name."""
    copy = copy_context.copy
    before = (low - 1 for low, _ in form.places if low and copy.joinable(low - 1, low))
    return frozenset(copy.folds[number] for number in before if copy.tokens[number].capital)


def _names(copy_context: CopyContext) -> dict[str, _Reading]:
    """Return the names of the story that are no pinyin and that the copy lacks, with their letters.

    Where the copy has the first word of a name, its other words are listed too: "Duck-soo" of Han Duck-soo. An English
    given name before a Chinese one does not count.
    """
    names: dict[str, _Reading] = {}
    in_copy = copy_context.copy.places
    for text, (first, *rest) in chain.from_iterable(map(_of_several_parts, copy_context.story.context.layers)):
        if len(names) >= _MOST_NAMES:
            break
        if copy_context.listed(text) != FULL_NAME or all(word in in_copy for word in (first, *rest)):
            continue
        if any(len(word) == 1 and word not in _LETTERS_READ for word in (first, *rest)):
            continue  # "Plan A"
        surname_first = squash(rest[0] + first) if len(rest) == 1 and "-" not in text else ""
        is_of_hong_kong = _has_english_given_name(copy_context, first, rest)
        letters = squash("".join(rest if is_of_hong_kong else (first, *rest)))
        readings = {text: _Reading(letters, surname_first=surname_first, needs_surname=is_of_hong_kong)}
        if rest and first in in_copy:
            readings[text.split(maxsplit=1)[1]] = _Reading(squash("".join(rest)), first)
        names |= {
            name: reading
            for name, reading in readings.items()
            if len(reading.letters) >= _LEAST_LETTERS
            and (is_of_hong_kong or not _CHINESE_NAME.fullmatch(reading.letters))
            and _may_be_in_characters(reading)
        }
    return names


def _has_english_given_name(copy_context: CopyContext, first: str, rest: Sequence[str]) -> bool:
    """Return whether the first word of a name has no characters: "Paul" of Paul Chan Mo-po, not "Lee"."""
    return len(rest) > 1 and "-" in rest[-1] and copy_context.lexicon.given(first) >= COMMON_NAME


def _may_be_in_characters(reading: _Reading) -> bool:
    """Whether a name can be a series of readings, in one of its orders and spellings; few European names can."""
    spellings = (*_spellings(reading.letters), reading.surname_first)
    return any(spelling and is_series_of_readings(spelling) for spelling in spellings)


@computed_once
def _of_several_parts(context: StoryContext) -> Sequence[tuple[str, list[str]]]:
    """Return the n-grams that a context adds to its base and that have several words or a hyphen, with their words.

    A name in Chinese characters has a word or a part for each character or two.
    """
    return [
        (text, words)
        for text, folded in context.ngrams.added.items()
        if len(words := folded.split()) > 1 or (words and "-" in text)
    ]


def _match(form: SuspectForm, names: Mapping[str, _Reading], copy_context: CopyContext) -> _Match | None:
    """Return the one name that the form may be another reading of; None if there is none or several.

    The order may be another one where the form has no given name, as Japanese names in English order have.
    """
    before = _words_before(form, copy_context)
    is_mandarin = _is_mandarin(form, copy_context)
    ratios: dict[str, float] = {}
    for text, (letters, first, surname_first, needs_surname) in names.items():
        if (first and first not in before) or (needs_surname and form.words == 1):
            continue
        if Indel.normalized_similarity(form.joined, letters) < _ALIKE:
            ratio = max(_ratio(form.joined, spelling) for spelling in _spellings(letters))
            in_other_order = 0.0
            if surname_first and is_mandarin and set(form.fold.split()).isdisjoint(fold(text).split()):
                in_other_order = _ratio(form.joined, surname_first)
            if max(ratio, in_other_order) >= (_LEAST if ratio >= in_other_order else _LEAST_CLEAR):
                ratios[text] = max(ratio, in_other_order)
    if not ratios:
        return None
    best = max(ratios.values())
    near = [text for text, ratio in ratios.items() if best - ratio < _MARGIN]
    name = min(near, key=len)
    # "Bac Giang Province" is the same name as Bac Giang.
    return _Match(best, form, name) if all(names[name].letters in names[other].letters for other in near) else None


def _is_mandarin(form: SuspectForm, copy_context: CopyContext) -> bool:
    """Return whether a form is probably no Japanese name: its words are short, and no usual given names.

    A usual given name may be the surname that begins a Chinese name: "Lin Fangzheng".
    """
    lexicon, words = copy_context.lexicon, form.fold.split()
    is_surname = len(words) > 1 and lexicon.surname(words[0]) >= lexicon.given(words[0])
    return all(
        _CHINESE_WORD.fullmatch(word) is not None
        and (lexicon.given(word) < COMMON_NAME or (is_surname and word == words[0]))
        for word in words
    )


def _ratio(form: str, name: str) -> float:
    return same_characters(form, name) if may_be_same_characters(form, name) else 0.0


@text_cache(maxsize=20_000)
def _spellings(letters: str) -> tuple[str, ...]:
    """Return a name, and the name with usual Korean spellings replaced by the standard romanisation if it has some."""
    replaced = _KOREAN_SPELLING.sub(lambda match: _KOREAN[match.group()], letters)
    return (letters,) if replaced == letters else (letters, replaced)
