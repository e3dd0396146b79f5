"""Engines for the tests: one that translates a few Spanish words, and others that fail in various ways."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence

import pytest

from repair.core.errors import EngineError
from repair.translation.engines import Apertium, Mask

SENTENCE = "Dolores Delgado se reunió con Juan Guerra y Consuelo Casas en La Paz."
KEPT = "Dolores Delgado met with Juan Guerra and Consuelo Casas in La Paz."
NAMES = ("Dolores Delgado", "Juan Guerra", "Consuelo Casas", "La Paz")

# Stories in each format; {} is the place of the sentence.
_HTML = "<p>{}</p>\n<p class='a'>Ayer vino Juan Guerra.</p>"
FORMS = {
    "a.txt": "{}\n\n  Ayer vino Juan Guerra.\n",
    "a.html": f"<!DOCTYPE html><html lang='es'><head><title>x</title></head><body>{_HTML}</body></html>",
    "a.srt": "1\n00:00:01,000 --> 00:00:02,000\n{}\n\n"
    "2\n00:00:03,000 --> 00:00:04,000\n<i>Ayer vino Juan Guerra.</i>\n",
    "a.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\n{}\n\n00:03.000 --> 00:04.000\nAyer vino Juan Guerra.\n",
    "a.nitf": "<?xml version='1.0'?><nitf><body><body.head><hedline><hl1>{}</hl1></hedline></body.head>"
    "<body.content><p>Ayer vino <person>Juan Guerra</person>.</p></body.content></body></nitf>",
    "a.json": '{{"uri": "x", "type": "text", "headline": "{}", "body_text": "Ayer vino Juan Guerra.", "version": "1"}}',
    "a.rss": "<rss version='2.0'><channel><title>x</title><item><title>{}</title>"
    "<description>Ayer vino Juan Guerra.</description></item></channel></rss>",
}

_WORDS = {
    "se reunió con": "met with", "y": "and", "en": "in", "la paz": "the peace", "delgado": "thin", "guerra": "war",
    "casas": "houses", "consuelo": "comfort", "dolores": "pains", "no": "not", "vino": "came", "ayer": "yesterday",
    "dijo que": "said that", "el alcalde de": "the mayor of", "habló": "spoke", "londres": "London",
}  # fmt: skip
_PATTERN = re.compile(rf"\b(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})\b", re.IGNORECASE)


def installed(pair: tuple[str, str]) -> bool:
    """Return whether Apertium is installed with this pair of languages."""
    return shutil.which("apertium") is not None and pair in Apertium.open().pairs


needs_apertium = pytest.mark.skipif(
    not installed(("es", "en")), reason="Apertium is not installed with English and Spanish (apertium-eng-spa)"
)


class Words:
    """Translates word by word, names included, and keeps its stand-ins; records the sentences."""

    name = "words@1"

    def __init__(self, *masks: Mask) -> None:
        self._masks = masks or (Mask("stand-in", ("Pedro", "Elena", "Carlos", "Laura"), ("Madrid", "Lima")),)
        self.requested: list[str] = []

    def masks(self, src: str, tgt: str) -> tuple[Mask, ...]:
        return self._masks

    def translate(self, sentences: Sequence[str], src: str, tgt: str) -> list[str]:
        self.requested += sentences
        return [self.translate_one(sentence) for sentence in sentences]

    def translate_one(self, sentence: str) -> str:
        return _PATTERN.sub(_upper, sentence)


def _upper(match: re.Match[str]) -> str:
    words = _WORDS[match.group().lower()]
    return words.title() if match.group()[0].isupper() else words


class Losing(Words):
    """Loses every stand-in, so that no masked name can be restored."""

    def translate_one(self, sentence: str) -> str:
        return re.sub(r"\b(Pedro|Elena|Carlos|Laura|Madrid|Lima)\b", "someone", super().translate_one(sentence))


class Doubling(Words):
    """Repeats every stand-in."""

    def translate_one(self, sentence: str) -> str:
        return re.sub(r"\b(Pedro|Elena|Carlos|Laura|Madrid|Lima)\b", r"\1 \1", super().translate_one(sentence))


class Silent(Words):
    """Returns unrelated words for every sentence."""

    def translate_one(self, sentence: str) -> str:
        return "Nothing at all."


class Dying(Words):
    """Fails from the ``last`` call on."""

    def __init__(self, last: int) -> None:
        super().__init__()
        self._remaining = last

    def translate(self, sentences: Sequence[str], src: str, tgt: str) -> list[str]:
        self._remaining -= 1
        if self._remaining < 0:
            raise EngineError("the engine died")
        return super().translate(sentences, src, tgt)
