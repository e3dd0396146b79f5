"""What corrects the confidence of the fitted model of spoken names, where the names themselves say more than it.

The calls that it was fitted on have complete lists of their speakers, and few names of some kinds. At a desk a list
lacks people, so that a name that people bear may be right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from repair.pipeline.rules.speech.spoken_features import FEATURES, SpokenCandidate
from repair.pipeline.rules.speech.spoken_frames import BEFORE, EDGES, frame_before
from repair.pipeline.rules.speech.spoken_list import MOST_WORDS
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import COMMON_NAME, Lexicon
from repair.text.normalize import fold
from repair.text.pronunciation import pronunciation, sound_similarity, vowel_pronunciation

# The confidence, measured, of a word that sounds just like a given name; its letters, and the class of the name.
_HOMOPHONE, _LEAST_LETTERS = 0.6, 5
# The most confidence in a name that replaces one that people bear. In calls 15 of 24 given names were right that sound
# nearly like that of the list, and 4 of 12 others; full names nearly all, but the lists of calls have everybody.
_MOST_GIVEN, _MOST_OTHER_GIVEN, _MOST_FULL = 0.6, 0.4, 0.75
# In the full name of one whom a speaker greets with others, since these have their given names alone.
_MOST_GREETED = 0.5
_NEARLY_ALIKE = 0.8  # similarity in sound (0-1) of two given names
# Words before a noun: "our Brandon character" has nobody's given name.
_BEFORE_NOUNS = frozenset("a an the our your my his her its their this that these those every each".split())
_MORE = 0.02  # by which a longer part of the copy sounds more like a name than a part of it
_WHOLE, _VOWELS = FEATURES.index("whole similarity"), FEATURES.index("vowel similarity")


def with_homophones(
    copy: AnalyzedText, candidates: Sequence[SpokenCandidate], confidences: Sequence[float], lexicon: Lexicon
) -> list[float]:
    """Return the confidences (0-1), raised for words that sound just like a given name of the list.

    A recogniser cannot hear the spelling of a name, so that the list decides: "Karoline" for Caroline, if it is no
    English word, and "John Luke" for Jean-Luc.
    """
    return [
        max(confidence, _HOMOPHONE)
        if _is_homophone(copy, candidate, lexicon) or _is_hyphenated_homophone(copy, candidate, lexicon)
        else confidence
        for candidate, confidence in zip(candidates, confidences, strict=True)
    ]


def _is_homophone(copy: AnalyzedText, candidate: SpokenCandidate, lexicon: Lexicon) -> bool:
    """Whether a candidate is one word that sounds like its given name; the name is rather that than a word or place."""
    if candidate.kind != "given" or candidate.high > candidate.low + 1:
        return False
    word, name = copy.folds[candidate.low], fold(candidate.name)
    frequency = lexicon.given(name)
    if len(word) < _LEAST_LETTERS or lexicon.word(word) or frequency < max(COMMON_NAME, lexicon.word(name)):
        return False
    return frequency >= lexicon.place(name) and vowel_pronunciation(word) == vowel_pronunciation(name)


def _is_hyphenated_homophone(copy: AnalyzedText, candidate: SpokenCandidate, lexicon: Lexicon) -> bool:
    """Whether a candidate is given names beside each other that sound like the parts of a hyphenated one."""
    names = set(candidate.name.split())  # the same name may be listed twice
    parts = fold(candidate.name).split()[0].split("-")
    words = copy.folds[candidate.low : candidate.high]
    if len(names) > 1 or len(parts) == 1 or len(words) != len(parts) or not all(map(lexicon.given, words)):
        return False
    if any(copy.gap(at) != " " for at in range(candidate.low, candidate.high - 1)):
        return False
    return all(
        part and word[0] == part[0] and pronunciation(word) == pronunciation(part)
        for word, part in zip(words, parts, strict=True)
    )


def with_whole_names(candidates: Sequence[SpokenCandidate], confidences: Sequence[float]) -> list[float]:
    """Return the confidences (0-1), where that of a part of a broken name goes to the whole of it.

    "Ruth Calla way" is replaced as a whole or not at all, wherever all its words sound more like the name than a part.
    """
    results = list(confidences)
    starting: dict[tuple[str, int], list[int]] = defaultdict(list)
    for number, candidate in enumerate(candidates):
        if candidate.features:
            starting[candidate.name, candidate.low].append(number)
    for part, candidate in enumerate(candidates):
        for low in range(candidate.low - MOST_WORDS, candidate.low + 1):
            for whole in starting.get((candidate.name, low), ()):
                if _is_whole_of(candidates[whole], candidate) and results[part] > results[whole]:
                    results[part], results[whole] = results[whole], results[part]
    return results


def _is_whole_of(whole: SpokenCandidate, part: SpokenCandidate) -> bool:
    """Whether a candidate has all words of another and more, and these sound more like the same name."""
    if not part.features or whole.high < part.high or whole.high - whole.low == part.high - part.low:
        return False
    more_alike = whole.features[_VOWELS] > part.features[_VOWELS] + _MORE
    return more_alike and whole.features[_WHOLE] >= part.features[_WHOLE]


def most_confidence(copy: AnalyzedText, candidate: SpokenCandidate, lexicon: Lexicon) -> float:
    """Return the most confidence (0-1) in a candidate: less than 1 where its words are a name that people bear.

    "Brian Long" may be right where the list has Brian Wong; "Bret Long" and Brett Long sound alike, so that the list
    decides.
    """
    words = copy.folds[candidate.low : candidate.high]
    if _is_greeted_with_others(copy, candidate, lexicon):
        return _MOST_GREETED
    heard, name = vowel_pronunciation("".join(words)), vowel_pronunciation(fold(candidate.name).replace(" ", ""))
    if heard == name:
        return 1.0
    if candidate.kind == "given":
        if len(words) > 1 or lexicon.given(words[0]) < COMMON_NAME:
            return 1.0
        if candidate.low and copy.folds[candidate.low - 1] in _BEFORE_NOUNS:
            return _MOST_OTHER_GIVEN
        return _MOST_GIVEN if sound_similarity(heard, name) >= _NEARLY_ALIKE else _MOST_OTHER_GIVEN
    if is_attested_full_name(words, lexicon) or _may_be_rare_name(candidate.kind, words, lexicon):
        return _MOST_FULL
    return 1.0


def _is_greeted_with_others(copy: AnalyzedText, candidate: SpokenCandidate, lexicon: Lexicon) -> bool:
    """Whether two words are given names of those whom a speaker greets: "good morning Ann Curly and Steve".

    After "good morning" the last may be misheard, too.
    """
    after = copy.folds[candidate.high : candidate.high + 2]
    is_pair = candidate.kind == "rest" and candidate.high - candidate.low == 2
    if not is_pair or len(after) < 2 or after[0] != "and" or after[1] in EDGES:
        return False
    before = dict(zip(BEFORE, frame_before(copy.folds, candidate.low), strict=True))
    is_name = lexicon.given(after[1]) >= COMMON_NAME
    return bool(before["greeting"] or (before["thanks"] and is_name))


def _may_be_rare_name(kind: str, words: Sequence[str], lexicon: Lexicon) -> bool:
    """Return whether two folded words may be a name that few people bear, as those of public figures often are.

    They are a frequent given name and a rare surname, or any given name beside a surname of the list.
    """
    if len(words) != 2:
        return False
    is_other_given_name = kind == "first" and bool(lexicon.given(words[0]))
    return is_other_given_name or (lexicon.given(words[0]) >= COMMON_NAME and bool(lexicon.surname(words[1])))


def is_attested_full_name(words: Sequence[str], lexicon: Lexicon) -> bool:
    """Return whether two folded words are a given name and a surname that is not rare."""
    return len(words) == 2 and bool(lexicon.given(words[0])) and lexicon.surname(words[1]) >= COMMON_NAME
