"""Words of one script in a text, and the names that may be inside a word: inflected, or joined to other words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from repair.channel.transliteration import WORDS
from repair.core.types import Span
from repair.translation.base_forms import base_forms

_AFFIX_COST = 0.05  # nats for each native letter
_MAX_BASES = 6  # of one inflected word
_LOOK_BACK = 64  # code points before a word in which the end of the sentence before it is looked for
_JOINTS = re.compile(r"[ \u00a0・=＝-]")
_SENTENCE_END = ("", ".", "!", "?", "…", "\n", ":")
# What is written in one word with a name: prepositions and articles before it, particles and titles after it.
_PREFIXES = {"arabic": ("وال", "بال", "ال", "و", "ب", "ل", "ف", "ك"), "hebrew": tuple("והבלמשכ")}
_SUFFIXES = {"hangul": tuple("으로 에서 에게 까지 은 는 이 가 을 를 의 에 와 과 도 로 씨".split())}


@dataclass(frozen=True, slots=True)
class ScriptWord:
    """A word of a text.

    Attributes:
        span: Its place (code points of the text).
        text: The word.
        joined: Whether only a space, a dot or a hyphen separates it from the word before it.
        sentence_initial: Whether it begins a sentence, where a capital is no evidence.
    """

    span: Span
    text: str
    joined: bool
    sentence_initial: bool


@dataclass(frozen=True, slots=True)
class EmbeddedForm:
    """A form that may be a name inside a word: the form, its range there (code points), and its cost.

    ``cost`` is in nats for each native letter.
    """

    text: str
    low: int
    high: int
    cost: float = 0.0


def script_words(text: str, script: str) -> Iterator[ScriptWord]:
    """Yield the words of ``script`` in ``text``, in order of place."""
    done = -1
    for match in WORDS[script].finditer(text):
        gap = text[done : match.start()] if done >= 0 else ""
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()].rstrip(" \"'«„“(—–-")[-1:]
        yield ScriptWord(Span(*match.span()), match.group(), bool(_JOINTS.fullmatch(gap)), before in _SENTENCE_END)
        done = match.end()


def embedded_forms(word: str, script: str) -> Iterator[EmbeddedForm]:
    """Yield a word itself, then the forms without inflection, prefixes or suffixes that may be a name."""
    size = len(word)
    yield EmbeddedForm(word, 0, size)
    if script == "cyrillic":
        yield from (EmbeddedForm(base, 0, size, _AFFIX_COST) for base in base_forms(word, None)[:_MAX_BASES])
    for prefix in _PREFIXES.get(script, ()):
        if word.startswith(prefix) and size - len(prefix) > 3:
            yield EmbeddedForm(word.removeprefix(prefix), len(prefix), size, _AFFIX_COST)
    for suffix in _SUFFIXES.get(script, ()):
        if word.endswith(suffix) and size - len(suffix) > 1:
            yield EmbeddedForm(word.removesuffix(suffix), 0, size - len(suffix), _AFFIX_COST)


def is_capitalized(word: str) -> bool:
    """Tell whether a word has the capital of a name, or is of a script without capitals."""
    return not word[0].islower()
