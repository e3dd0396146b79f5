"""Casing: the case and the accents in which a replacement is written into the copy.

They follow the running text of the sources. Capitals of a headline, byline, speaker label or telex line do not count,
and a copy without any accents gets none.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import islice
from weakref import WeakKeyDictionary

from rapidfuzz.distance import Indel

from repair.core.characters import APOSTROPHES
from repair.core.copy_kind import CopyKind
from repair.pipeline.detection import CopyContext
from repair.pipeline.story import NgramPlace, SourceStory, StoryContext
from repair.text.acronyms import KNOWN_ACRONYMS
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon
from repair.text.normalize import fold
from repair.text.tokens import tokenize
from repair.text.wordlists import PARTICLES

_ROMAN = re.compile(r"(?:x{0,3}(?:ix|iv|v?i{0,3}))")
_MAC = frozenset(
    "macallister macarthur macaulay macbride macdonald macdonnell macdougall macdowell macfarlane macgregor macintosh "
    "macintyre macivor mackinnon maclachlan maclaren maclean macleod macmahon macmillan macneil macneill macpherson "
    "macqueen macrae mactavish".split()
)
_APOSTROPHE = re.compile(rf"([{APOSTROPHES}])")
_LONGEST_ACRONYM = 5
_SURNAME_LETTERS = 4  # from which a word in capitals after a given name is a surname in capitals for style
_STYLED_RUN = 3  # adjacent words in capitals from which the capitals are for style
_BEFORE_PLURALS = frozenset("the both two three these those".split())
_FARTHEST = 12  # words examined on either side of a word in capitals
_MOST_PLACES = 200  # occurrences of a name, or of a word in one text, that are examined
_ENOUGH = 200  # letters from which a copy without accents uses none
_LEAST_ACCENTED = 4  # letters of a word that shows whether the copy drops accents
_ENOUGH_IN_CAPITALS = 60  # the same for its lines in capitals


def spell(copy_context: CopyContext, low: int, high: int, replacement: str) -> str:
    """Return the replacement as it is written at the tokens ``[low, high)`` of the copy.

    The case is that of the running text of the sources. All words have the accents of the sources, or none has; a word
    that does not change keeps accents that no source has. Lines in capitals are left to `core.edits.fit`.

    Args:
        copy_context: The copy and its story.
        low: The first token that is replaced.
        high: The token after the last.
        replacement: The name as the sources spell it.
    """
    text = _as_in_running_text(copy_context, replacement)
    replaced = copy_context.copy.tokens[low:high]
    text = _with_accents_of_copy(text, {token.fold: token.text for token in replaced})
    if _is_plural(copy_context, low, high, text):
        text += "s"
    if not text.isascii() and not _takes_accents(copy_context, replaced[0].start):
        text = without_accents(text)
    return text


def _is_plural(copy_context: CopyContext, low: int, high: int, name: str) -> bool:
    """Whether the copy has a surname in the plural, and the name is in the singular: "the Starmmers".

    An article before a single word that ends in "s" shows a plural, where the other letters are nearer to the name.
    """
    copy = copy_context.copy
    word, right = copy.folds[low], fold(name)
    if high != low + 1 or low == 0 or " " in name or right[-1:] == "s" or word[-1:] != "s":
        return False
    if copy.folds[low - 1] not in _BEFORE_PLURALS or copy.gap(low - 1) != " ":
        return False
    is_followed = high < len(copy.tokens) and copy.joinable(low, high) and copy.tokens[high].capital
    nearer = Indel.normalized_similarity(word[:-1], right) > Indel.normalized_similarity(word, right)
    return nearer and not is_followed


def occurrences(story: SourceStory, text: str, most: int) -> list[NgramPlace]:
    """Return the occurrences of a name in the story, regardless of case and accents.

    Args:
        story: The sources.
        text: The name.
        most: How many occurrences at most.
    """
    folded = fold(text)
    spellings = (spelling for context in story.context.layers for spelling in _by_fold(context).get(folded, ()))
    return list(islice((place for spelling in spellings for place in story.ngrams.get(spelling, ())), most))


def _by_fold(context: StoryContext) -> Mapping[str, list[str]]:
    """Return the n-grams that a context adds to its base, by their folded form."""
    by_fold = _BY_FOLD.get(context)
    if by_fold is None:
        by_fold = _BY_FOLD[context] = defaultdict(list)
        for text in context.ngrams.added:
            by_fold[fold(text)].append(text)
    return by_fold


_BY_FOLD: WeakKeyDictionary[StoryContext, dict[str, list[str]]] = WeakKeyDictionary()


def without_accents(text: str) -> str:
    """Return the text in unaccented Latin letters, by the standard romanisation; other scripts stay as they are.

    >>> without_accents("Þorgerður Katrín"), without_accents("ŁÓDŹ"), without_accents("Åse Bjørnæs")
    ('Thorgerdur Katrin', 'LODZ', 'Ase Bjornaes')
    """
    text = unicodedata.normalize("NFC", text)
    letters: list[str] = []
    for number, char in enumerate(text):
        plain = fold(char) if char.isalpha() and not char.isascii() else ""
        if unicodedata.combining(char) and letters and letters[-1][-1:].isascii() and letters[-1][-1:].isalpha():
            continue  # a combining mark on a Latin letter
        if not (plain and plain.isascii() and plain.isalpha()):
            letters.append(char)
        elif char.isupper():
            in_capitals = text[number + 1 : number + 2].isupper() or text[max(0, number - 1) : number].isupper()
            letters.append(plain.upper() if in_capitals else plain[0].upper() + plain[1:])
        else:
            letters.append(plain)
    return "".join(letters)


def is_for_style(analysis: AnalyzedText, number: int) -> bool:
    """Return whether a word is in capitals for style: in a line in capitals, a byline, a label, or as a surname.

    The result is False for words of one letter and words that are not in capitals.
    """
    word = analysis.tokens[number].text
    if not _in_capitals(word):
        return False
    sentence = analysis.sentences[analysis.sentence_of[number]]
    low, high = number, number + 1
    while low > max(sentence.start, number - _FARTHEST) and analysis.tokens[low - 1].text.isupper():
        low -= 1
    while high < min(sentence.stop, number + _FARTHEST) and analysis.tokens[high].text.isupper():
        high += 1
    if high - low >= _STYLED_RUN or (high - low > 1 and high - low == len(sentence)):
        return True
    if low == sentence.start and analysis.text[analysis.tokens[high - 1].end :][:2].strip()[:1] in (":", ",", "("):
        return True  # a speaker label or a dateline
    before = number - 1
    if before < sentence.start or not analysis.joinable(before, number) or len(word) < _SURNAME_LETTERS:
        return False
    given = analysis.tokens[before].text
    return given.istitle() and Lexicon.load().given(fold(given)) > 0


def from_capitals(word: str, lexicon: Lexicon, *, first: bool) -> str:
    """Return a word in capitals with the case of a name: acronyms stay, particles inside a name become lower case.

    Args:
        word: The word, in capitals.
        lexicon: Known words and names.
        first: Whether it is the first word of the name, which is never a particle or a numeral.

    >>> known = Lexicon.load()
    >>> [from_capitals(word, known, first=True) for word in ("MCDONOUGH", "O'NEILL", "NATO", "GDP", "GROSSMANN")]
    ['McDonough', "O'Neill", 'NATO', 'GDP', 'Grossmann']
    """
    numeral = not first and _ROMAN.fullmatch(fold(word))  # but "XI JINPING"
    if numeral or _is_acronym(fold(word), lexicon):
        return word
    lower = word.replace("İ", "i").lower()
    if not first and fold(lower) in PARTICLES:
        return lower
    head, *rest = _APOSTROPHE.split(lower)
    if rest and len(head) == 1:
        return head.upper() + "".join(part[:1].upper() + part[1:] for part in rest)
    if lower in _MAC:
        return "Mac" + lower[3:].capitalize()
    if lower.startswith("mc") and len(lower) > 3:
        return "Mc" + lower[2:].capitalize()
    return word[0] + lower[1:]


def _as_in_running_text(copy_context: CopyContext, replacement: str) -> str:
    """Return the most frequent spelling of the name in the running text of the sources; ties go to more accents."""
    spellings: Counter[str] = Counter()
    for number, ngram in occurrences(copy_context.story, replacement, _MOST_PLACES):
        analysis = copy_context.story.texts[number]
        if not any(is_for_style(analysis, at) for at in range(ngram.low, ngram.high)):
            spellings[ngram.text] += 1
    if spellings:
        return max(spellings, key=lambda text: (spellings[text], _accents(text), text == replacement))
    pieces, done = [], 0
    for token in tokenize(replacement):
        word = (
            _word_in_running_text(copy_context, token.text, first=not done) if _in_capitals(token.text) else token.text
        )
        pieces += [replacement[done : token.start], word]
        done = token.end
    return "".join([*pieces, replacement[done:]])


def _word_in_running_text(copy_context: CopyContext, word: str, *, first: bool) -> str:
    """Return the spelling of a word in capitals in the running text of the sources, or else of the copy."""
    for texts in (copy_context.story.texts, (copy_context.copy,)):
        spellings = _in_running_text(texts, fold(word))
        if spellings:
            return max(spellings, key=lambda text: (spellings[text], _accents(text), text))
    return from_capitals(word, copy_context.lexicon, first=first)


def _in_running_text(texts: Sequence[AnalyzedText], word: str) -> Counter[str]:
    """Return how often each spelling of a folded word occurs with a capital that is not for style."""
    return Counter(
        analysis.tokens[at].text
        for analysis in texts
        for at in analysis.places.get(word, ())[:_MOST_PLACES]
        if analysis.tokens[at].capital and not is_for_style(analysis, at)
    )


def _with_accents_of_copy(text: str, copy: Mapping[str, str]) -> str:
    """Return the name with the copy's accents in words that have none in the sources."""
    pieces, done = [], 0
    for token in tokenize(text):
        copy_word = copy.get(token.fold, "")
        keep = token.text.isascii() and _accents(copy_word) and not _in_capitals(copy_word)
        pieces += [text[done : token.start], copy_word if keep else token.text]
        done = token.end
    return "".join([*pieces, text[done:]])


def _takes_accents(copy_context: CopyContext, start: int) -> bool:
    """Return whether the copy uses accents: it has one, is too short to tell, or is a scan of a print with them."""
    if copy_context.has_misread_letters or copy_context.kind is CopyKind.SCANNED:
        return True  # character recognition loses the accents of the print
    text = copy_context.copy.text
    end = text.find("\n", start)
    if text[text.rfind("\n", 0, start) + 1 : end if end >= 0 else len(text)].isupper():
        accented, letters = _accents_and_letters(_lines_in_capitals(text))
        if accented or letters >= _ENOUGH_IN_CAPITALS:
            return accented
    accented, letters = _accents_and_letters(text)
    return accented or (letters < _ENOUGH and not _drops_accents(copy_context))


def _drops_accents(copy_context: CopyContext) -> bool:
    """Whether the copy writes a capitalised word without accents, and the sources only with them."""
    copy, story = copy_context.copy, copy_context.story
    for number in copy.capital_at:
        token = copy.tokens[number]
        if token.text.isascii() and story.words.get(token.fold) and len(token.fold) >= _LEAST_ACCENTED:
            spellings = (
                analysis.tokens[at].text
                for analysis in story.texts
                for at in analysis.places.get(token.fold, ())[:_MOST_PLACES]
            )
            if all(map(_accents, spellings)):
                return True
    return False


@lru_cache(maxsize=8)
def _lines_in_capitals(text: str) -> str:
    """Return the lines of a text that are entirely in capitals."""
    return "\n".join(line for line in text.splitlines() if line.isupper())


@lru_cache(maxsize=8)
def _accents_and_letters(text: str) -> tuple[bool, int]:
    """Return whether a text has a Latin letter with an accent, and how many letters it has."""
    return not text.isascii() and _accents(text) > 0, sum(map(str.isalpha, text))


def _accents(text: str) -> int:
    """Return how many letters of a text are Latin letters other than A to Z."""
    if text.isascii():
        return 0
    return sum(not char.isascii() and char.isalpha() and fold(char).isascii() for char in text)


def _in_capitals(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _is_acronym(word: str, lexicon: Lexicon) -> bool:
    """Return whether a folded word, seen in capitals only, keeps them as an acronym."""
    if word in KNOWN_ACRONYMS:
        return True
    if len(word) > _LONGEST_ACRONYM or not word.isalpha() or word in PARTICLES:
        return not word.isalpha() and any(map(str.isdigit, word))
    return not lexicon.knows(word) and lexicon.name_counts(word) == (0, 0)
