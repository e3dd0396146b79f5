"""Finding names of a gazetteer in text of another script, where the gazetteer does not have that form itself.

The letter tables of the noise channel say how likely a native word is for each Latin one. A word is matched to a name
that is by far the likeliest of the gazetteer and close to the likeliest of all spellings. In doubt nothing is matched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from repair.channel.transliteration import WORDS, LetterTable, Transliterations
from repair.core.types import Name, Span
from repair.gazetteer import Gazetteer
from repair.text.lexicon import RARE_NAME, Lexicon
from repair.text.normalize import fold
from repair.translation.cross_script_names import CrossScriptNames, NameForm, NameParts
from repair.translation.script_words import ScriptWord, embedded_forms, is_capitalized, script_words

# Largest cost of a match: how much less likely the name is than the likeliest spelling (nats for each native letter).
_MAX_COST = {"cyrillic": 1.2, "katakana": 1.4, "hangul": 0.7, "arabic": 0.75, "hebrew": 1.0}  # of a surname alone
_MAX_COST_KNOWN = 1.6  # of a surname alone whose whole name stands elsewhere in the text
_MAX_MEAN_COST = 1.3  # of the words of a whole name on average, and of its last word
_MAX_WORD_COST = 2.2  # of any word
_MIN_LEAD = 0.3  # by which a surname alone must be likelier than any other
# A given name may be the form of another language: similarity (Jaro-Winkler) from which it is, and what that costs.
_GIVEN_SIMILARITY, _GIVEN_COST = 0.8, 1.5
_MIN_TOKENS = {"cyrillic": 3, "katakana": 3, "hangul": 6, "arabic": 4, "hebrew": 4}  # of a name that stands alone
_MAX_TOKENS = 20
_MANY_WORDS = 2_000  # words of a gazetteer, above which a surname alone needs half the cost
_NEAREST = 20  # words of the gazetteer that are compared with each reading


@dataclass(frozen=True, slots=True)
class CrossScriptMatch:
    """A stretch of text that refers to a name.

    Attributes:
        span: Its place (code points of the text).
        name: The name.
        target: The form of the name to use in its place.
        is_base_form: Whether the name is not inflected there.
    """

    span: Span
    name: Name
    target: str
    is_base_form: bool = True


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well a native word fits a Latin one: the cost, and the range of the native word (code points) that does."""

    cost: float
    low: int
    high: int
    is_base_form: bool = True


@dataclass(frozen=True, slots=True)
class _WholeName:
    """A match of several words: its mean cost, and the number of the word after it."""

    cost: float
    end: int
    match: CrossScriptMatch


class CrossScriptMatcher:
    """Finds the names of one gazetteer in texts of other scripts. Its indexes are built when they are first used."""

    def __init__(self, gazetteer: Gazetteer, *, lexicon: Lexicon | None = None) -> None:
        self._lexicon = lexicon or Lexicon.load()
        self._names = CrossScriptNames(gazetteer, self._lexicon)
        self._fits: dict[tuple[str, str], dict[str, _Fit]] = {}

    def alternate_spelling(self, surface: str) -> NameForm | None:
        """Return the person whose name ``surface`` is in another romanisation, and the form to use.

        Selenskyj and Zelenski refer to Zelensky; None where no person or several people match.
        """
        return self._names.alternate_spelling(surface)

    def unique_bearer(self, word: str) -> Name | None:
        """Return the only name that consists of the Latin ``word`` or has it as surname, or None."""
        return self._names.unique_bearer(word)

    def find(self, text: str) -> list[CrossScriptMatch]:
        """Return the matches in ``text``, in order of place."""
        if text.isascii() or not any(pattern.search(text) for pattern in WORDS.values()):
            return []
        matches: list[CrossScriptMatch] = []
        for script in WORDS:
            words = list(script_words(text, script))
            if words and self._names:
                matches += self._matches(words, Transliterations.load().scripts[script])
        return sorted(matches, key=lambda match: match.span)

    def _matches(self, words: Sequence[ScriptWord], table: LetterTable) -> Iterator[CrossScriptMatch]:
        """Yield the matches in the words of one script. Whole names come first: they are evidence for surnames."""
        whole = self._whole_names(words, table)
        found_ids = {fit.match.name.id for fit in whole.values()}
        at, after_match = 0, False
        while at < len(words):
            if at in whole:
                yield whole[at].match
                at, after_match = whole[at].end, True
                continue
            # The word after a match cannot continue another person's name.
            match = None
            if after_match or not self._in_other_name(words, at, table):
                match = self._surname_match(words[at], table, found_ids)
            if match is not None:
                yield match
            after_match = match is not None
            at += 1

    def _whole_names(self, words: Sequence[ScriptWord], table: LetterTable) -> dict[int, _WholeName]:
        """Return the best whole name that begins at each word: the longest, then the likeliest."""
        by_start: dict[int, list[_WholeName]] = {}
        for last, word in enumerate(words):
            for latin, fit in self._word_fits(word.text, table).items():
                for parts in self._names.by_last_word.get(latin, ()) if fit.cost <= _MAX_MEAN_COST else ():
                    start = last + 1 - len(parts.words)
                    whole = self._whole_name(words, start, parts, (fit, table)) if start >= 0 else None
                    if whole is not None:
                        by_start.setdefault(start, []).append(whole)
            respelled = self._respelled_pair(words, last, table)
            if respelled is not None:
                by_start.setdefault(last - 1, []).append(_WholeName(_MAX_MEAN_COST, last + 1, respelled))
        return {
            start: min(starting, key=lambda whole: (-whole.end, whole.cost)) for start, starting in by_start.items()
        }

    def _whole_name(
        self, words: Sequence[ScriptWord], start: int, parts: NameParts, last: tuple[_Fit, LetterTable]
    ) -> _WholeName | None:
        """Return the match of the words from ``start`` on with a name, whose last word has the given fit."""
        fit, table = last
        run = words[start : start + len(parts.words)]
        if not is_capitalized(run[0].text) or not all(word.joined for word in run[1:]):
            return None
        fits = [*(self._given_name_fit(*pair, table) for pair in zip(run[:-1], parts.words[:-1], strict=True)), fit]
        mean = sum(fit.cost for fit in fits) / len(fits)
        if mean > _MAX_MEAN_COST or max(fit.cost for fit in fits) > _MAX_WORD_COST:
            return None
        span = Span(run[0].span.start + fits[0].low, run[-1].span.start + fit.high)
        is_base_form = all(fit.is_base_form for fit in fits)
        match = CrossScriptMatch(span, parts.name, parts.name.canonical, is_base_form)
        return _WholeName(mean, start + len(run), match)

    def _given_name_fit(self, word: ScriptWord, part: str, table: LetterTable) -> _Fit:
        """Return how well a word fits a part of a name before the surname, which varies more between languages."""
        fit = self._word_fits(word.text, table).get(part)
        if fit is not None:
            return fit
        best = table.read(table.tokens(word.text), count=1)
        # Oleksandr and Aleksandr are one name in two languages; Oleksandr and Oleksandra are not.
        similar = bool(best) and best[0].text.endswith("a") is part.endswith("a")
        similar = similar and JaroWinkler.similarity(best[0].text, part) >= _GIVEN_SIMILARITY
        return _Fit(_GIVEN_COST if similar else _MAX_WORD_COST + 1, 0, len(word.text))

    def _respelled_pair(self, words: Sequence[ScriptWord], last: int, table: LetterTable) -> CrossScriptMatch | None:
        """Return the person whose name two words spell in another romanisation: Владимир for Volodymyr."""
        pair = words[last - 1 : last + 1] if last else ()
        if not pair or not pair[1].joined or not all(is_capitalized(word.text) for word in pair):
            return None
        readings = [table.read(table.tokens(word.text), count=1) for word in pair]
        form = self.alternate_spelling(" ".join(reading[0].text for reading in readings)) if all(readings) else None
        if form is None:
            return None
        return CrossScriptMatch(Span(pair[0].span.start, pair[1].span.end), form.name, form.target)

    def _surname_match(self, word: ScriptWord, table: LetterTable, found_ids: set[str]) -> CrossScriptMatch | None:
        """Return the match of a word that stands alone; ``found_ids`` are the ids of the whole names in the text."""
        if len(table.tokens(word.text)) < _MIN_TOKENS[table.script] or not is_capitalized(word.text):
            return None
        ranked = sorted(
            (
                (fit, form)
                for latin, fit in self._word_fits(word.text, table).items()
                for form in self._names.single_words.get(latin, ())
            ),
            key=lambda reading: (reading[0].cost, reading[1].name.id, reading[1].target),
        )
        if not ranked:
            return None
        fit, form = ranked[0]
        rivals = (other.cost for other, rival in ranked if fold(rival.target) != fold(form.target))
        lead = next(rivals, _MAX_WORD_COST + 1) - fit.cost
        allowed = _MAX_COST_KNOWN if form.name.id in found_ids else self._max_cost(word, table.script)
        if fit.cost > allowed or lead < _MIN_LEAD:
            return None
        span = Span(word.span.start + fit.low, word.span.start + fit.high)
        return CrossScriptMatch(span, form.name, form.target, fit.is_base_form)

    def _max_cost(self, word: ScriptWord, script: str) -> float:
        """Return the largest cost of a surname alone, smaller where chance matches are likely."""
        cost = _MAX_COST[script]
        if len(self._names.words) > _MANY_WORDS:
            cost *= 0.5
        return cost * 0.5 if word.sentence_initial and script == "cyrillic" else cost

    def _in_other_name(self, words: Sequence[ScriptWord], at: int, table: LetterTable) -> bool:
        """Tell whether word ``at`` belongs to a whole name that is not in the gazetteer."""
        if table.script == "katakana":
            return words[at].joined or (at + 1 < len(words) and words[at + 1].joined)
        if at == 0 or not words[at].joined or not is_capitalized(words[at - 1].text):
            return False
        if table.script == "cyrillic" and not words[at - 1].sentence_initial:
            return True  # titles have no capital there
        before = table.tokens(words[at - 1].text)
        # Shorter words are too often ordinary ones.
        return len(before) > 3 and any(self._lexicon.given(guess.text) > RARE_NAME for guess in table.read(before))

    def _word_fits(self, word: str, table: LetterTable) -> dict[str, _Fit]:
        """Return the words of the gazetteer that a native word may refer to."""
        key = (table.script, word)
        if key not in self._fits:
            fits: dict[str, _Fit] = {}
            for form in embedded_forms(word, table.script):
                for latin, cost in self._costs(form.text, table).items():
                    total = cost + form.cost
                    if total <= _MAX_WORD_COST and (latin not in fits or total < fits[latin].cost):
                        fits[latin] = _Fit(total, form.low, form.high, form.text == word[form.low : form.high])
            self._fits[key] = fits
        return self._fits[key]

    def _costs(self, word: str, table: LetterTable) -> dict[str, float]:
        """Return the cost of each word of the gazetteer that is similar to a reading of ``word``."""
        native = table.tokens(word)
        readings = table.read(native) if 1 < len(native) < _MAX_TOKENS else []
        similar = {
            latin
            for reading in readings
            for latin, _, _ in process.extract(
                reading.text, self._names.words, scorer=JaroWinkler.similarity, limit=_NEAREST
            )
        }
        return {latin: (readings[0].share - table.log_probability(latin, native)) / len(native) for latin in similar}
