"""Argos Translate: a widespread offline engine, with the language packages that are installed.

It runs in this process, without a time limit. It downloads nothing: packages must be installed beforehand.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from repair.core.errors import EngineError
from repair.translation.engines.base import UNKNOWN_WORDS, Limits, Mask, Status
from repair.translation.engines.language_codes import language

HOW = "`pip install argostranslate`, then `argospm install translate-es_en` (a package for each pair of languages)"
MISSING = f"Argos Translate is not installed; run {HOW}"
NO_PAIRS = f"Argos Translate is installed without a package of languages; run {HOW}"
NO_PAIR = "Argos Translate cannot translate from {src} to {tgt} here (only {pairs}); install the package of this pair"
FAILED = "Argos Translate failed ({why}); nothing was translated"


class Argos:
    """The packages of Argos Translate that are installed on this machine."""

    def __init__(self, languages: Sequence[Any], *, limits: Limits | None = None) -> None:
        """Use the installed ``languages``, as Argos Translate lists them."""
        self._languages = {language(available.code): available for available in languages}
        self._limits = limits or Limits()

    @classmethod
    def open(cls, *, limits: Limits | None = None) -> Argos:
        """Return the engine; raise `EngineError`, which tells what to install, if something is missing."""
        try:
            from argostranslate import translate
        except ImportError as error:
            raise EngineError.of(MISSING) from error
        engine = cls(translate.get_installed_languages(), limits=limits)
        if not engine.pairs:
            raise EngineError.of(NO_PAIRS)
        return engine

    @property
    def name(self) -> str:
        """The engine and its version, for signatures."""
        try:
            return f"argos@{version('argostranslate')}"
        except PackageNotFoundError:
            return "argos"

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The pairs of languages that can be translated, from and into."""
        every = [(src, tgt) for src in self._languages for tgt in self._languages if src != tgt]
        return [pair for pair in every if self._translation(*pair) is not None]

    def masks(self, src: str, tgt: str) -> tuple[Mask, ...]:
        """Return the masks for models of unknown training: the name itself, then invented words."""
        return Mask("as it is"), Mask("unknown word", UNKNOWN_WORDS, UNKNOWN_WORDS)

    def translate(self, sentences: Sequence[str], src: str, tgt: str) -> list[str]:
        """Return a translation for each sentence, or raise `EngineError`."""
        translation = self._translation(language(src), language(tgt))
        if translation is None:
            pairs = ", ".join(f"{one}-{other}" for one, other in self.pairs)
            raise EngineError.of(NO_PAIR, src=src, tgt=tgt, pairs=pairs or "none")
        try:
            answers = [translation.translate(sentence) for sentence in sentences]
        except Exception as error:  # its models and tokenizers raise errors of any class
            raise EngineError.of(FAILED, why=error) from error
        if not all(isinstance(answer, str) and len(answer) <= self._limits.answer for answer in answers):
            raise EngineError.of(FAILED, why="its answer is not a text")
        return answers

    def _translation(self, src: str, tgt: str) -> Any:
        """Return Argos' translation object for a language pair, None if it is not installed."""
        if src not in self._languages or tgt not in self._languages:
            return None
        return self._languages[src].get_translation(self._languages[tgt])


def status() -> Status:
    """Tell whether Argos Translate can be used here, and with which pairs."""
    try:
        pairs = Argos.open().pairs
    except EngineError as error:
        return Status("argos", usable=False, details=error.reason, how=HOW)
    return Status("argos", usable=True, details=", ".join(f"{src}-{tgt}" for src, tgt in pairs), how="--engine argos")
