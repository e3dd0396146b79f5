"""Phrases: names made of ordinary words that were translated: "Coalition of Ambitiousness" for "… of the Willing".

Such names cannot be found by spelling. A phrase "Head of Tail" is suggested to be the only name of the story with that
head, where the story does not have the tail. A person with one translated word ("Sign Rutte" for Mark Rutte) is
suggested where a matching source sentence has that name. Both are always for review.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from rapidfuzz.distance import JaroWinkler

from repair.core.types import Kind, Reason, Suggestion
from repair.pipeline.detection import CopyContext
from repair.pipeline.rules.proposed_names import ProposedName, suggest_name
from repair.pipeline.rules.rule_context import RuleContext
from repair.pipeline.story_cache import FULL_NAME
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import COMMON_WORD, UNCOMMON_WORD
from repair.text.normalize import fold

WAS_TRANSLATED = (
    "the matching source sentence has {name}; “{word}” is also an ordinary word and was probably translated"
)
ONLY_ONE = "the sources have only one “{head} of …”, and it is this name"
_LONGEST_TAIL = 3  # capitalised words of a tail
_UNLIKE = 0.75  # Jaro-Winkler similarity from which the word may be garbled, which is for the ranker to judge
_MATCHING = 0.5  # similarity from which two sentences certainly match
_QUOTES = "\"“”«»„'‘’"
# In 788,000 words of machine output the rule matched two phrases, both acceptable and neither in quotation marks. These
# are too few for calibration, so without quotation marks the confidence is below the usual review threshold.
PLAIN, QUOTED = 0.30, 0.55
# In the same output, one name of a person matched, rightly; in 168,000 words of human translation, none did. These are
# too few cases for more than review.
TRANSLATED = 0.55
_GENERIC = frozenset(
    "university ministry department institute bank republic city state court house kingdom prime minister chief head "
    "president director minister secretary member king queen prince duke bishop archbishop mayor governor day battle "
    "county district province church cathedral college school faculty academy museum lord speaker statue".split()
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """ "Head of Tail" in a text: half-open token range, and the folded head and tail."""

    low: int
    high: int
    head: str
    tail: tuple[str, ...]


def propose_phrases(context: RuleContext) -> Iterator[Suggestion]:
    """Yield a suggestion for each phrase of the copy whose head belongs to exactly one other name of the story."""
    copy_context = context.copy_context
    phrases = [
        phrase
        for phrase in _phrases(copy_context.copy)
        if phrase.head not in _GENERIC and not any(copy_context.story.words.get(word) for word in phrase.tail)
    ]
    names = _names(copy_context) if phrases else {}
    for phrase in phrases:
        with_head = names.get(phrase.head, {})
        if len(with_head) != 1:
            continue
        (text,) = with_head
        if all(copy_context.lexicon.word(word) or not copy_context.lexicon.surname(word) for word in phrase.tail):
            confidence = QUOTED if _is_quoted(copy_context.copy, phrase.low) else PLAIN
            reason = Reason("frame", ONLY_ONE.format(head=text.split()[0]), 0.0)
            proposed = ProposedName(phrase.low, phrase.high, text, Kind.ORGANISATION, confidence, reason)
            yield suggest_name(context, proposed)


def _phrases(analysis: AnalyzedText) -> Iterator[Phrase]:
    """Yield the phrases "Head of Tail" and "Head of the Tail" of a text, in order."""
    tokens = analysis.tokens
    for of in analysis.places.get("of", ()):
        low = of - 1
        if (
            low < 0
            or not tokens[low].capital
            or of + 1 >= len(tokens)
            or tokens[of].text != "of"
            or not analysis.joinable(low, of)
        ):
            continue
        if analysis.has_capital_before(low):
            continue  # a longer name: "Security Council of …"
        at = of + 2 if tokens[of + 1].text == "the" else of + 1
        high = at
        while (
            high < len(tokens)
            and high - at < _LONGEST_TAIL
            and tokens[high].capital
            and analysis.joinable(high - 1, high)
        ):
            high += 1
        if high > at:
            yield Phrase(low, high, tokens[low].fold, tuple(analysis.folds[at:high]))


def _names(copy_context: CopyContext) -> dict[str, dict[str, None]]:
    """Return the spellings of each listed "Head of Tail" name of the story, by the head."""
    by_head: dict[str, dict[str, None]] = {}
    seen: dict[tuple[str, str], str] = {}
    for analysis in copy_context.story.texts:
        for phrase in _phrases(analysis):
            text = analysis.surface(phrase.low, phrase.high)
            if copy_context.names.listed(text) == FULL_NAME:
                spelling = seen.setdefault((phrase.head, fold(text)), text)
                by_head.setdefault(phrase.head, {})[spelling] = None
    return by_head


def propose_translated(context: RuleContext) -> Iterator[Suggestion]:
    """Yield a suggestion for each person's name of two words in the copy of which one was translated."""
    copy_context = context.copy_context
    copy, names = copy_context.copy, _TwoWordNames(copy_context)
    for low in chain.from_iterable(run[:-1] for run in copy.runs):
        high = low + 2
        if not copy.tokens[low].capital or not copy.tokens[low + 1].capital:
            continue
        if copy.has_capital_after(high):
            continue
        for translated in (0, 1):
            if copy_context.story.words.get(copy.folds[low + translated]):
                continue
            text = _intended_name(copy_context, names, low, translated)
            if text is not None and any(name.kind is Kind.PERSON for name in context.gazetteer.find(text)):
                reason = Reason("translated", WAS_TRANSLATED.format(name=text, word=text.split()[translated]), 0.0)
                proposed = ProposedName(low, high, text, Kind.PERSON, TRANSLATED, reason)
                yield suggest_name(context, proposed)


class _TwoWordNames:
    """The names of two words in the source sentences that certainly match a sentence of the copy."""

    def __init__(self, copy_context: CopyContext) -> None:
        self._copy_context = copy_context
        self._cached: dict[tuple[str, int, bool], dict[str, str]] = {}

    def beside(self, word: str, sentence: int, *, last: bool) -> dict[str, str]:
        """Return the names whose first or last word is a folded word, by their folded texts.

        Args:
            word: The word.
            sentence: The number of the sentence of the copy.
            last: Whether the word is the last of the two.
        """
        key = (word, sentence, last)
        matches = self._cached.get(key)
        if matches is None:
            matches = self._cached[key] = {}
            for number, analysis in enumerate(self._copy_context.story.texts):
                for at in self._places(number, analysis, word, sentence):
                    pair = (at - 1, at) if last else (at, at + 1)
                    if pair[0] < 0 or pair[1] >= len(analysis.tokens) or not analysis.joinable(*pair):
                        continue
                    text = analysis.surface(pair[0], pair[1] + 1)
                    if self._copy_context.listed(text) == FULL_NAME:
                        matches.setdefault(fold(text), text)
        return matches

    def _places(self, number: int, analysis: AnalyzedText, word: str, sentence: int) -> Iterator[int]:
        """Yield the places of a word in the matching sentences of one source."""
        places = analysis.places.get(word, ())
        alignment = self._copy_context.alignments[number][sentence] if places else ()
        for matching in sorted({match.sentence for match in alignment if match.similarity >= _MATCHING}):
            inside = analysis.sentences[matching]
            yield from places[bisect_left(places, inside.start) : bisect_left(places, inside.stop)]


def _intended_name(copy_context: CopyContext, names: _TwoWordNames, low: int, translated: int) -> str | None:
    """Return the name of two words that the words at ``low`` refer to.

    Word ``translated`` (0 or 1) differs. The result is None unless the matching source sentences have exactly one such
    name, its word is an ordinary one, dissimilar to that of the copy, and the copy's word is nobody's name.
    """
    copy, lexicon = copy_context.copy, copy_context.lexicon
    wrong, shared = copy.folds[low + translated], copy.folds[low + 1 - translated]
    if lexicon.personal_name(wrong) or lexicon.place(wrong):
        return None
    # A given name becomes an everyday word. A surname that is a word may be another person's: Donald Tusk.
    if lexicon.word(wrong) < COMMON_WORD if translated == 0 else lexicon.word(wrong) > 0:
        return None
    matches = names.beside(shared, copy.sentence_of[low], last=translated == 0)
    if len(matches) != 1:
        return None
    ((folded, name),) = matches.items()
    right = folded.split()
    unlike = len(right) == 2 and JaroWinkler.similarity(right[translated], wrong) < _UNLIKE
    return name if unlike and lexicon.word(right[translated]) >= UNCOMMON_WORD else None


def _is_quoted(analysis: AnalyzedText, low: int) -> bool:
    """Whether a quotation mark is directly before word ``low``."""
    start = analysis.tokens[low].start
    return start > 0 and analysis.text[start - 1] in _QUOTES
