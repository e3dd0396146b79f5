"""Names of a gazetteer in a text of another script or spelling, where the gazetteer does not have that form itself.

The letter tables of the noise channel tie a native word to a Latin one; a name is taken for it when it is the likeliest
of the gazetteer by far, and near to the likeliest of all spellings. Where that is in doubt nothing is tied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from repair.channel.transliteration import WORDS, LetterTable, Transliterations
from repair.core.types import Kind, Name, Span
from repair.gazetteer import Gazetteer
from repair.text.lexicon import Lexicon
from repair.text.normalize import fold
from repair.text.spelling_keys import spelling_keys
from repair.translation.inflection import bases

# How much less likely than the likeliest spelling a name may be (nats for each native letter): a surname alone, where
# a whole name stands elsewhere in the text, or on the average of the words of a whole name.
_STRICT = {"cyrillic": 1.2, "katakana": 1.4, "hangul": 0.7, "arabic": 0.75, "hebrew": 1.0}
_KNOWN, _WHOLE = 1.6, 1.3
_LOOSE = 2.2  # of any word
_CLEAR = 0.3  # by which a surname alone must be likelier than any other
_INFLECTED = 0.05
_ALIKE, _FREELY = (
    0.8,
    1.5,
)  # Jaro-Winkler similarity from which a given name is taken for another's, and what that costs
_SHORTEST = {"cyrillic": 3, "katakana": 3, "hangul": 6, "arabic": 4, "hebrew": 4}  # tokens of a name that stands alone
_MANY, _MOST = (
    2_000,
    50_000,
)  # words of a gazetteer: with more it takes more to tie one; names: with more nothing is tied
_NEAR = 20
_JOINTS = re.compile(r"[ \u00a0・=＝-]")
# What is written in one word with a name: prepositions and the article before it, particles and titles after it.
_BEFORE = {"arabic": ("وال", "بال", "ال", "و", "ب", "ل", "ف", "ك"), "hebrew": tuple("והבלמשכ")}
_AFTER = {"hangul": tuple("으로 에서 에게 까지 은 는 이 가 을 를 의 에 와 과 도 로 씨".split())}


@dataclass(frozen=True, slots=True)
class CrossScriptMatch:
    """A stretch of text (code points), the name it is tied to, and the form of the name that stands for it.

    ``plain``: whether the name stands there as it is, and not in some case.
    """

    span: Span
    name: Name
    target: str
    plain: bool = True


@dataclass(frozen=True, slots=True)
class _Word:
    span: Span
    text: str
    joined: bool  # to the word before it, by a space or a dot and nothing else
    opens: bool  # begins a sentence, where a capital says nothing


@dataclass(frozen=True, slots=True)
class _Alignment:
    """How a native word may be a Latin one: how much less likely than the likeliest, and where in it that stands."""

    loss: float
    low: int
    high: int
    plain: bool = True


class CrossScriptMatcher:
    """The words of a gazetteer's names, ready to be compared with native ones; made when first needed."""

    def __init__(self, gazetteer: Gazetteer, *, background: Lexicon | None = None) -> None:
        """Take the names of ``gazetteer``; nothing is read before something is to be tied."""
        self._gazetteer = gazetteer
        self._background = background or Lexicon.load()
        self._near: dict[tuple[str, str], dict[str, _Alignment]] = {}

    # --- the names

    @cached_property
    def _names(self) -> list[tuple[tuple[str, ...], Name]]:
        """The names that can be tied, with their words in plain letters."""
        names = self._gazetteer.names
        if len(names) > _MOST:
            return []
        found = [(tuple(map(_letters, re.split(r"[\s-]+", name.canonical))), name) for name in names]
        return [(words, name) for words, name in found if all(words) and self._proper(words, name)]

    def _proper(self, words: tuple[str, ...], name: Name) -> bool:
        """Tell whether a name is said alike in all languages, as people and towns are, and no everyday word."""
        if name.kind in (Kind.PERSON, Kind.PLACE):
            return True
        return len(words) == 1 and self._background.word(words[0]) < 3

    @cached_property
    def _lone(self) -> dict[str, list[tuple[Name, str]]]:
        """From a word to the names it can stand for alone, and how it is written there."""
        lone: dict[str, list[tuple[Name, str]]] = {}
        for words, name in self._names:
            if len(words) == 1 or (name.kind is Kind.PERSON and "-" not in name.canonical.split()[-1]):
                lone.setdefault(words[-1], []).append((name, name.canonical.split()[-1]))
        return lone

    @cached_property
    def _whole(self) -> dict[str, list[tuple[tuple[str, ...], Name]]]:
        """From the last word to the names of several words that end with it."""
        whole: dict[str, list[tuple[tuple[str, ...], Name]]] = {}
        for words, name in self._names:
            if len(words) > 1:
                whole.setdefault(words[-1], []).append((words, name))
        return whole

    @cached_property
    def _words(self) -> list[str]:
        return sorted({word for words, _ in self._names for word in words})

    @cached_property
    def _by_key(self) -> dict[str, dict[str, tuple[Name, str]]]:
        """From a key of spelling to the people so called, by whole name or surname."""
        found: dict[str, dict[str, tuple[Name, str]]] = {}
        for words, name in self._names:
            if name.kind is Kind.PERSON and len(words) > 1:
                for form in (name.canonical, name.canonical.split()[-1]):
                    for key in spelling_keys(form):
                        found.setdefault(key, {})[fold(form)] = (name, form)
        return found

    # --- the ties

    def respelled(self, surface: str) -> tuple[Name, str] | None:
        """Return the person whom another Latin spelling means by the rules of schools, and the form to stand for it.

        Zelenski and Selenskyj for Zelensky; nothing where two come into question.
        """
        found = {form: told for key in spelling_keys(surface) for form, told in self._by_key.get(key, {}).items()}
        return next(iter(found.values())) if len(found) == 1 else None

    def bearer(self, word: str) -> Name | None:
        """Return the one name that a folded Latin word is the surname of, or all of; None where there are several."""
        found = self._lone.get(_letters(word), [])
        return found[0][0] if found and len({name.id for name, _ in found}) == 1 else None

    def find(self, text: str) -> list[CrossScriptMatch]:
        """Return what in ``text`` is tied to a name, in order of place."""
        if text.isascii() or not any(pattern.search(text) for pattern in WORDS.values()):
            return []
        tied: list[CrossScriptMatch] = []
        for script in WORDS:
            words = list(_words_of(text, script))
            if words and self._names:
                tied += self._told(words, Transliterations.load().scripts[script])
        return sorted(tied, key=lambda one: one.span)

    def _told(self, words: Sequence[_Word], table: LetterTable) -> Iterator[CrossScriptMatch]:
        """Yield the ties of the words of one script: whole names first, for they speak for their surnames."""
        whole = self._wholes(words, table)
        known = {tied.name.id for _, tied in whole.values()}
        at, after = 0, False
        while at < len(words):
            if at in whole:
                at, tied = whole[at]
                yield tied
                after = True
                continue
            lone = self._lone_at(words, at, table, known, after)
            if lone is not None:
                yield lone
            after = lone is not None
            at += 1

    def _wholes(self, words: Sequence[_Word], table: LetterTable) -> dict[int, tuple[int, CrossScriptMatch]]:
        """Return the whole names: where each begins (number of the word), the word after it, and the tie."""
        found: dict[int, list[tuple[float, int, CrossScriptMatch]]] = {}
        for last, word in enumerate(words):
            for latin, fit in self._fits(word.text, table).items():
                for parts, name in self._whole.get(latin, ()) if fit.loss <= _WHOLE else ():
                    start = last + 1 - len(parts)
                    run = words[max(0, start) : last + 1]
                    if start < 0 or not _capital(run[0].text) or not all(each.joined for each in run[1:]):
                        continue
                    fits = [*(self._given(*each, table) for each in zip(run[:-1], parts[:-1], strict=True)), fit]
                    mean = sum(each.loss for each in fits) / len(fits)
                    if mean <= _WHOLE and max(each.loss for each in fits) <= _LOOSE:
                        low, high = run[0].span.start + fits[0].low, word.span.start + fit.high
                        told = CrossScriptMatch(Span(low, high), name, name.canonical, all(each.plain for each in fits))
                        found.setdefault(start, []).append((mean, last + 1, told))
            if (other := self._respelled_at(words, last, table)) is not None:
                found.setdefault(last - 1, []).append((_WHOLE, last + 1, other))
        likeliest = {at: min(each, key=lambda one: (-one[1], one[0])) for at, each in found.items()}
        return {at: (upto, tied) for at, (_, upto, tied) in likeliest.items()}

    def _given(self, word: _Word, part: str, table: LetterTable) -> _Alignment:
        """Return how well a word fits the part of a name before the surname, which languages say more freely."""
        fit = self._fits(word.text, table).get(part)
        if fit is not None:
            return fit
        best = table.read(table.tokens(word.text), count=1)
        # Oleksandr and Aleksandr are one man's name in two languages; Oleksandr and Oleksandra are not.
        alike = bool(best) and best[0].text.endswith("a") is part.endswith("a")
        alike = alike and JaroWinkler.similarity(best[0].text, part) >= _ALIKE
        return _Alignment(_FREELY if alike else _LOOSE + 1, 0, len(word.text))

    def _respelled_at(self, words: Sequence[_Word], last: int, table: LetterTable) -> CrossScriptMatch | None:
        """Return the person whose name two words say as another school spells it: Владимир for Volodymyr."""
        if last == 0 or not words[last].joined or not all(_capital(word.text) for word in words[last - 1 : last + 1]):
            return None
        read = [table.read(table.tokens(word.text), count=1) for word in words[last - 1 : last + 1]]
        told = self.respelled(" ".join(each[0].text for each in read)) if all(read) else None
        return (
            CrossScriptMatch(Span(words[last - 1].span.start, words[last].span.end), *told)
            if told is not None
            else None
        )

    def _lone_at(
        self, words: Sequence[_Word], at: int, table: LetterTable, known: set[str], after: bool
    ) -> CrossScriptMatch | None:
        """Return what word ``at`` alone is tied to; ``after``: whether the word before it is tied already."""
        word = words[at]
        if len(table.tokens(word.text)) < _SHORTEST[table.script] or not _capital(word.text):
            return None
        if not after and self._named(words, at, table):
            return None
        found = sorted(
            (fit.loss, name.id, name, form, fit)
            for part, fit in self._fits(word.text, table).items()
            for name, form in self._lone.get(part, ())
        )
        if not found:
            return None
        loss, _, name, form, fit = found[0]
        rival = next((other[0] for other in found if fold(other[3]) != fold(form)), _LOOSE + 1)
        strict = (
            _STRICT[table.script]
            * (0.5 if len(self._words) > _MANY else 1)
            * (0.5 if word.opens and table.script == "cyrillic" else 1)
        )
        allowed = _KNOWN if name.id in known else strict
        if loss > allowed or rival - loss < _CLEAR:
            return None
        return CrossScriptMatch(Span(word.span.start + fit.low, word.span.start + fit.high), name, form, fit.plain)

    def _named(self, words: Sequence[_Word], at: int, table: LetterTable) -> bool:
        """Tell whether word ``at`` belongs to a whole name that is not the gazetteer's."""
        if table.script == "katakana":
            return words[at].joined or (at + 1 < len(words) and words[at + 1].joined)
        if at == 0 or not words[at].joined or not _capital(words[at - 1].text):
            return False
        if table.script == "cyrillic" and not words[at - 1].opens:
            return True  # no title has a capital there
        before = table.tokens(words[at - 1].text)
        # Shorter ones are ordinary words too often.
        return len(before) > 3 and any(self._background.given(guess.text) > 1 for guess in table.read(before))

    def _fits(self, word: str, table: LetterTable) -> dict[str, _Alignment]:
        """Return the gazetteer's words that a native word may be."""
        key = (table.script, word)
        if key not in self._near:
            found: dict[str, _Alignment] = {}
            for form, low, high, more in _forms(word, table.script):
                for latin, loss in self._compared(form, table).items():
                    if loss + more <= _LOOSE and (latin not in found or loss + more < found[latin].loss):
                        found[latin] = _Alignment(loss + more, low, high, form == word[low:high])
            self._near[key] = found
        return self._near[key]

    def _compared(self, word: str, table: LetterTable) -> dict[str, float]:
        """Return for the gazetteer's words most like ``word`` by how much each is less likely than the likeliest."""
        native = table.tokens(word)
        guesses = table.read(native) if 1 < len(native) < 20 else []
        near = {
            latin
            for guess in guesses
            for latin, _, _ in process.extract(guess.text, self._words, scorer=JaroWinkler.similarity, limit=_NEAR)
        }
        return {latin: (guesses[0].share - table.log(latin, native)) / len(native) for latin in near}


def _words_of(text: str, script: str) -> Iterator[_Word]:
    """Yield the words of one script in ``text``."""
    done = -1
    for match in WORDS[script].finditer(text):
        gap = text[done : match.start()] if done >= 0 else ""
        before = text[: match.start()].rstrip(" \"'«„“(—–-")[-1:]
        opens = before in ("", ".", "!", "?", "…", "\n", ":")
        yield _Word(Span(*match.span()), match.group(), bool(_JOINTS.fullmatch(gap)), opens)
        done = match.end()


def _forms(word: str, script: str) -> Iterator[tuple[str, int, int, float]]:
    """Yield a word and the names that may be in it, where in it they stand, and what it costs to see them there."""
    size = len(word)
    yield word, 0, size, 0.0
    if script == "cyrillic":
        yield from ((base, 0, size, _INFLECTED) for base in bases(word, None)[:6])
    for prefix in _BEFORE.get(script, ()):
        if word.startswith(prefix) and size - len(prefix) > 3:
            yield word.removeprefix(prefix), len(prefix), size, _INFLECTED
    for suffix in _AFTER.get(script, ()):
        if word.endswith(suffix) and size - len(suffix) > 1:
            yield word.removesuffix(suffix), 0, size - len(suffix), _INFLECTED


def _capital(word: str) -> bool:
    """Tell whether a word has the capital of a name, or is of a script without capitals."""
    return not word[0].islower()


def _letters(word: str) -> str:
    return re.sub("[^a-z]", "", fold(word))
