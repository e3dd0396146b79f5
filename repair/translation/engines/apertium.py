"""Apertium in a subprocess: rules and dictionaries, offline, with the language pairs that are installed.

Each call starts a process with a time limit; after that it is killed with all its children.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence

from repair.core.errors import EngineError, reason_of
from repair.translation.engines.base import FEW, UNKNOWN_WORDS, Limits, Mask, Status
from repair.translation.engines.language_codes import language

HOW = "`apt-get install apertium apertium-eng-spa` (a package for each pair of languages)"
MISSING = f"Apertium is not installed; run {HOW}"
NO_PAIRS = f"Apertium is installed without a pair of languages; run {HOW}"
NO_PAIR = "Apertium has no pair from {src} to {tgt} here (it has {pairs}); install its package"
HANGS = "Apertium did not answer within {seconds:g} seconds; nothing was translated"
DIED = "Apertium stopped with exit code {code}{why}; nothing was translated"
NONSENSE = "the answer of Apertium is malformed ({what}); nothing was translated"

_BATCH = 200  # sentences to one process
_STRETCH = 12  # times the length of the original that no translation exceeds
_LIST_SECONDS = 15.0
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")

# Names that the dictionaries list as names, so that the sentence around them is translated as around a name. Invented
# words do not have this effect. A trial for each pair shows which of them it keeps.
PEOPLE = tuple(
    "Pedro Carlos Elena Antonio Miguel Laura Alberto Daniel David Eduardo Emilio Fernando Gabriel Javier "
    "Jorge Julia Manuel Mario Pablo Roberto Teresa Vicente Francisco Nicolas Monica Sara Lucas Andrea".split()
)
PLACES = tuple(
    "Madrid Toledo Murcia Granada Boston Chicago Houston Denver Miami Seattle Dallas Toronto Lima Sydney Manila "
    "Budapest Kabul Beirut Atlanta Austin".split()
)
# Trial sentences, a line for each source language: the name as subject, as genitive, and after a preposition.
_TRIALS = {
    "en": ("{0} said that the mayor of {0} met {0} in the market.", "The president saw {0} yesterday."),
    "es": ("{0} dijo que el alcalde de {0} viajará con {0} al mercado.", "El presidente vio a {0} ayer."),
}


class Apertium:
    """The language pairs that are installed on this machine, each a mode of the `apertium` command."""

    def __init__(self, program: str, modes: Mapping[tuple[str, str], str], *, limits: Limits | None = None) -> None:
        """Use ``program`` with its ``modes``, which map a language pair to the name of its mode."""
        self._program, self._modes, self._limits = program, dict(modes), limits or Limits()
        self._masks: dict[tuple[str, str], tuple[Mask, ...]] = {}

    @classmethod
    def open(cls, program: str = "apertium", *, limits: Limits | None = None) -> Apertium:
        """Find the program and its language pairs; raise `EngineError` if there are none."""
        executable = shutil.which(program)
        if executable is None:
            raise EngineError.of(MISSING)
        modes = _modes(_run([executable, "-l"], "", _LIST_SECONDS))
        if not modes:
            raise EngineError.of(NO_PAIRS)
        return cls(executable, modes, limits=limits)

    @property
    def name(self) -> str:
        """The name of the engine in a signature."""
        return "apertium"

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The pairs of languages (two-letter codes) that are installed."""
        return tuple(sorted(self._modes))

    def masks(self, src: str, tgt: str) -> tuple[Mask, ...]:
        """Return the names that this pair keeps in a trial, then invented words."""
        if (src, tgt) not in self._masks:
            preserved = self._preserved_words((*PEOPLE, *PLACES), src, tgt)
            people = tuple(word for word in PEOPLE if word in preserved)
            places = tuple(word for word in PLACES if word in preserved)
            stand_ins = (Mask("stand-in", people, places),) if people and places else ()
            self._masks[src, tgt] = (*stand_ins, Mask("unknown word", UNKNOWN_WORDS, UNKNOWN_WORDS))
        return self._masks[src, tgt]

    def _preserved_words(self, words: Sequence[str], src: str, tgt: str) -> frozenset[str]:
        """Return those of ``words`` that every trial sentence keeps, without ending the sentence after them."""
        trials = _TRIALS.get(src, ("{0}, {0}.", "{0}."))
        sentences = [(word, trial) for word in words for trial in trials]
        answers = self.translate([trial.format(word) for word, trial in sentences], src, tgt)
        lost = {
            word
            for (word, trial), answer in zip(sentences, answers, strict=True)
            if len(re.findall(rf"\b{word}\b", answer)) != trial.count("{0}") or re.search(rf"\b{word} [A-Z]", answer)
        }
        return frozenset(words) - lost

    def translate(self, sentences: Sequence[str], src: str, tgt: str) -> list[str]:
        """Return a translation for each sentence, "" where Apertium has none; or raise `EngineError`."""
        mode = self._modes.get((src, tgt))
        if mode is None:
            pairs = ", ".join(f"{one}-{other}" for one, other in self.pairs)
            raise EngineError.of(NO_PAIR, src=src, tgt=tgt, pairs=pairs)
        done: list[str] = []
        for low in range(0, len(sentences), _BATCH):
            done += self._batch(
                [_CONTROL.sub(" ", sentence).strip() for sentence in sentences[low : low + _BATCH]], mode
            )
        size = sum(map(len, sentences))
        if size > FEW and not any(done):
            raise EngineError.of(NONSENSE, what=f"no letters for {size:,}")
        return done

    def _batch(self, sentences: Sequence[str], mode: str) -> list[str]:
        requested = [sentence for sentence in sentences if sentence]
        if not requested:
            return list(sentences)
        output = _run([self._program, "-u", mode], "\n\n".join(requested) + "\n\n", self._limits.seconds)
        lines = [line.strip() for line in _BLANK_LINE.split(output.strip("\n"))]
        if len(lines) != len(requested):
            if len(requested) == 1:
                raise EngineError.of(NONSENSE, what=f"{len(lines)} lines for one sentence")
            # One sentence changed the number of lines; each is translated by itself.
            lines = [line for sentence in requested for line in self._batch([sentence], mode)]
        for sentence, line in zip(requested, lines, strict=True):
            if len(line) > _STRETCH * len(sentence) + 200:
                raise EngineError.of(NONSENSE, what=f"{len(line):,} letters for {len(sentence):,}")
        waiting = iter(lines)
        return [" ".join(next(waiting).split()) if sentence else "" for sentence in sentences]


def status() -> Status:
    """Tell whether Apertium can be used here, and with which pairs."""
    try:
        pairs = Apertium.open().pairs
    except EngineError as error:
        return Status("apertium", usable=False, details=error.reason, how=HOW)
    return Status("apertium", usable=True, details=", ".join(f"{src}-{tgt}" for src, tgt in pairs), how=HOW)


def _modes(listing: str) -> dict[tuple[str, str], str]:
    """Return the modes in the output of `apertium -l`; of several for one pair, the one with the simplest name."""
    modes: dict[tuple[str, str], str] = {}
    for mode in sorted(listing.split(), key=lambda mode: (len(mode), mode)):
        src, _, tgt = mode.partition("-")
        with contextlib.suppress(EngineError):
            modes.setdefault((language(src), language(tgt)), mode)
    return modes


def _run(command: Sequence[str], text: str, seconds: float) -> str:
    """Return the output of ``command`` for ``text``; it and its children are killed after ``seconds``."""
    try:
        # A session of its own, so that all programs of its pipeline can be killed together.
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
    except OSError as error:
        raise EngineError.of(DIED, code="none", why=f": {reason_of(error)}") from error
    try:
        out, complaint = process.communicate(text.encode("utf-8", "replace"), timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise EngineError.of(HANGS, seconds=seconds) from error
    finally:
        if process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    if process.returncode != 0:
        first = complaint.decode("utf-8", "replace").strip().partition("\n")[0][:200]
        raise EngineError.of(DIED, code=process.returncode, why=f": {first}" if first else "")
    try:
        return out.decode("utf-8")
    except UnicodeDecodeError as error:
        raise EngineError.of(NONSENSE, what="it is not UTF-8") from error
