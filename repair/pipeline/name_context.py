"""The context of a name in its story: its spelling, the words around it, how often it occurs by itself.

This does not depend on any copy, so it is computed once for all copies of a story.
"""

from __future__ import annotations

from typing import NamedTuple

from repair.core.caches import text_cache
from repair.core.computed_once import computed_once
from repair.pipeline.alignment import NameList
from repair.pipeline.story import SourceStory, StoryContext
from repair.text.analysis import AnalyzedText
from repair.text.name_ngrams import NameNgram
from repair.text.normalize import fold
from repair.text.phonetics import consonant_skeleton, squash
from repair.text.wordlists import CONNECTIVES, INNER_WORDS, NON_NAMES, ORGANISATION_WORDS, PLACE_WORDS, TITLES

MAX_OCCURRENCES = 12  # occurrences examined of one name, and of one form
MAX_GAP = 3  # steps from one word of a name to the next, over particles
WINDOW = 5  # words of context on either side
_MOST_OF_PERSON = 6  # further words of a person's name
_NO_SURNAMES = CONNECTIVES | PLACE_WORDS | ORGANISATION_WORDS


class Side(NamedTuple):
    """What is next to a range of tokens on one side; None where there is nothing.

    Attributes:
        word: The folded word next to it in its sentence.
        name: The next folded capitalised word of the sentence, over particles.
        rest: The next folded capitalised word that may belong to the same name.
        is_joined: Whether a capitalised word is right next to it in its run.
    """

    word: str | None
    name: str | None
    rest: str | None
    is_joined: bool


def left_side(analysis: AnalyzedText, low: int) -> Side:
    """Return what is left of a range that begins with token ``low``; cached with the text."""
    side = analysis.sides.get(low)
    if side is None:
        at, sentence = low - 1, analysis.sentences[analysis.sentence_of[low]]
        word = analysis.folds[at] if at >= sentence.start else None
        is_joined = at >= 0 and analysis.tokens[at].capital and analysis.joints[at] > 0
        side = _side(analysis, low, -1, (word, is_joined))
        analysis.sides[low] = side
    return side


def right_side(analysis: AnalyzedText, high: int) -> Side:
    """Return what is right of a range that ends before token ``high``; cached with the text."""
    side = analysis.sides.get(~high)
    if side is None:
        sentence, tokens = analysis.sentences[analysis.sentence_of[high - 1]], analysis.tokens
        word = analysis.folds[high] if high < sentence.stop else None
        is_joined = high < len(tokens) and tokens[high].capital and analysis.joints[high - 1] > 0
        side = _side(analysis, high - 1, 1, (word, is_joined))
        analysis.sides[~high] = side
    return side


def _side(analysis: AnalyzedText, edge: int, step: int, beside: tuple[str | None, bool]) -> Side:
    """Return what is beyond token ``edge`` in the direction of ``step``, given `Side.word` and `Side.is_joined`."""
    word, is_joined = beside
    name = None if word is None else _beyond(analysis, edge + step, step)
    rest = next_name(analysis, edge, step)
    return Side(word, name, None if rest is None else analysis.folds[rest], is_joined)


def are_joined_capitals(analysis: AnalyzedText, at: int) -> bool:
    """Return whether a token and the next have capitals and may belong to one name."""
    if not 0 <= at < len(analysis.tokens) - 1:
        return False
    return analysis.tokens[at].capital and analysis.tokens[at + 1].capital and analysis.joinable(at, at + 1)


def next_name(analysis: AnalyzedText, at: int, step: int) -> int | None:
    """Return the next capitalised word from ``at`` within the same run, over particles; ``step`` is -1 or 1."""
    tokens, joints, count = analysis.tokens, analysis.joints, len(analysis.tokens)
    for following in range(at + step, at + step * (MAX_GAP + 1), step):
        if not 0 <= following < count or not joints[following - 1 if step > 0 else following]:
            return None
        token = tokens[following]
        if token.capital:
            return following
        if token.fold not in INNER_WORDS:
            return None
    return None


def end_of_person(analysis: AnalyzedText, end: int) -> int:
    """Return the token after the person's name of which token ``end - 1`` is a part: "Bert" of "Bert de Wever".

    That is ``end`` where the name goes on as that of a place or an institution: "Suzenji Community Center".
    """
    last = end
    for _ in range(_MOST_OF_PERSON):
        following = next_name(analysis, last - 1, 1)
        if following is None or not CONNECTIVES.isdisjoint(analysis.folds[last:following]):
            break  # "Ana Sol and Bo"
        if analysis.folds[following] in _NO_SURNAMES:
            return end
        last = following + 1
    return last


def context_window(analysis: AnalyzedText, low: int, high: int) -> dict[str, int]:
    """Return the folded words around a range, within its sentence, with their distance (words, from 1).

    Args:
        analysis: The text.
        low: The first token of the range.
        high: The token after the last.
    """
    sentence, folds = analysis.sentences[analysis.sentence_of[low]], analysis.folds
    distances: dict[str, int] = {}
    for distance in range(1, WINDOW + 1):
        for at in (low - distance, high - 1 + distance):
            if sentence.start <= at < sentence.stop:
                distances.setdefault(folds[at], distance)
    return distances


def _beyond(analysis: AnalyzedText, at: int, step: int) -> str | None:
    """Return the next folded capitalised word from ``at``, over two particles at most ("Coalition of the …")."""
    sentence = analysis.sentences[analysis.sentence_of[at]]
    for _ in range(3):
        if not sentence.start <= at < sentence.stop:
            return None
        if analysis.tokens[at].capital:
            return analysis.folds[at]
        if analysis.folds[at] not in INNER_WORDS:
            return None
        at += step
    return None


class NameSpelling(NamedTuple):
    """The spelling of a name in letters and sounds.

    Attributes:
        folded, joined, backwards, skeleton: The folded text; without spaces; this backwards; its consonants.
        split, words: Its folded words, and those that are no particles.
    """

    folded: str
    joined: str
    backwards: str
    skeleton: str
    split: tuple[str, ...]
    words: tuple[str, ...]


@text_cache(maxsize=50_000)
def name_spelling(text: str) -> NameSpelling:
    """Return the spelling of a name; cached, since the names of a gazetteer come up in many stories."""
    folded = fold(text)
    joined, split = squash(folded), folded.replace("-", " ").split()
    words = [word for word in split if word not in NON_NAMES] or folded.split()
    skeleton = consonant_skeleton(folded)
    return NameSpelling(folded, joined, joined[::-1], skeleton, tuple(split), tuple(words))


class NameContext:
    """A name-like n-gram of a story: its spelling, and all its occurrences.

    All attributes are computed at once, since each candidate needs all of them.

    Attributes:
        spelling: Its letters and sounds.
        places: The number of the text and the token range of each occurrence.
        source_places: The same without the occurrences in a list of names.
        sources: The numbers of the sources that have it.
        lefts, rights: How often each folded word is left and right of its first `MAX_OCCURRENCES` occurrences.
        left_names, right_names: The capitalised words left and right of these, over particles.
        befores, afters: For each of these, the capitalised word before and after that may be of the same name.
        whole: The share of these (0-1) that are not part of a longer name.
        sentence_initial: The share of all occurrences (0-1) at the start of a sentence of a source.
    """

    def __init__(self, story: SourceStory, text: str) -> None:
        self.text, self.spelling = text, name_spelling(text)
        self._analyses = texts = story.texts
        self._near: dict[tuple[int, int], dict[str, int]] = {}
        self.places = story.ngrams[text]
        self.source_places = [place for place in self.places if not isinstance(texts[place.text], NameList)]
        self.sources = frozenset(number for number, _ in self.source_places)
        self.sentence_initial = sum(texts[n].tokens[ngram.low].first for n, ngram in self.source_places) / len(
            self.places
        )
        self._look_around()

    def _look_around(self) -> None:
        """Collect what is next to the first occurrences."""
        self.lefts: dict[str | None, int] = {}
        self.rights: dict[str | None, int] = {}
        self.befores: list[str | None] = []
        self.afters: list[str | None] = []
        left_names: dict[str, None] = {}
        right_names: dict[str, None] = {}
        parts = 0
        first = self.places[:MAX_OCCURRENCES]
        for number, ngram in first:
            analysis = self._analyses[number]
            left, right = left_side(analysis, ngram.low), right_side(analysis, ngram.high)
            self.lefts[left.word] = self.lefts.get(left.word, 0) + 1
            self.rights[right.word] = self.rights.get(right.word, 0) + 1
            self.befores.append(left.rest)
            self.afters.append(right.rest)
            if left.name is not None:
                left_names[left.name] = None
            if right.name is not None:
                right_names[right.name] = None
            parts += left.is_joined or right.is_joined
        self.left_names, self.right_names = tuple(left_names), tuple(right_names)
        self.whole = (len(first) - parts) / len(first)

    def near(self, number: int, ngram: NameNgram) -> dict[str, int]:
        """Return the `context_window` of one occurrence."""
        cached = self._near.get((number, ngram.low))
        if cached is None:
            cached = self._near[number, ngram.low] = context_window(self._analyses[number], ngram.low, ngram.high)
        return cached


def name_context_of(story: SourceStory, text: str) -> NameContext:
    """Return the context of a name-like n-gram in a story; computed once for all copies of the story."""
    context = story.context
    if context.base is not None and not context.adds_to(text):
        context = context.base
    names = _names_in(context)
    cached = names.get(text)
    if cached is None:
        cached = names[text] = NameContext(story, text)
    return cached


@computed_once
def _names_in(context: StoryContext) -> dict[str, NameContext]:
    """Return the contexts found so far of the names of a story."""
    return {}


def surnames_after(story: SourceStory, text: str) -> frozenset[str]:
    """Return the folded surnames after a name, such as a given name, that the sources never have without one.

    Args:
        story: The sources.
        text: The name.

    Returns:
        Nothing where a source has it after another name, at the end of a name or before a word for a place, where no
        source has it, or where they have it too often to read all places.
    """
    surnames = set()
    places = story.ngrams.get(text, ())
    if len(places) > MAX_OCCURRENCES:
        return frozenset()
    for number, ngram in places:
        analysis, before = story.texts[number], ngram.low - 1
        if before >= 0 and are_joined_capitals(analysis, before) and analysis.folds[before] not in TITLES:
            return frozenset()  # "Claudia Sheinbaum Pardo"
        following = next_name(analysis, ngram.high - 1, 1)
        if following is None or not _NO_SURNAMES.isdisjoint(analysis.folds[ngram.high : following + 1]):
            return frozenset()
        surnames.add(analysis.folds[following])
    return frozenset(surnames)
