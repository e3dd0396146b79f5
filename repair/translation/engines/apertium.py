"""Apertium as a subprocess: rules and dictionaries, offline, whatever pairs are installed.

A process lives for one call, has a time limit, and is killed with all its children when it does not keep it.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence

from repair.core.errors import EngineError
from repair.translation.engines.base import FEW, UNKNOWN_WORDS, Limits, Mask, Status
from repair.translation.engines.languages import language

HOW = "`apt-get install apertium apertium-eng-spa` (a package for each pair of languages)"
MISSING = f"Apertium is not installed; run {HOW}"
NO_PAIRS = f"Apertium is installed without a pair of languages; run {HOW}"
NO_PAIR = "Apertium has no pair from {src} to {tgt} here (it has {pairs}); install its package"
HANGS = "Apertium did not answer within {seconds:g} seconds; nothing was translated"
DIED = "Apertium stopped with exit code {code}{why}; nothing was translated"
NONSENSE = "the answer of Apertium is malformed ({what}); nothing was translated"

_BATCH = 200  # sentences to one process
_STRETCH = 12  # no translation is this much longer than its original
_LIST_SECONDS = 15.0
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")

# Names that dictionaries know as names: a sentence around them is translated as a sentence around a name should be,
# which no made-up word brings about. Those that a pair does not keep are found by trying, once for each pair.
PEOPLE = tuple(
    "Pedro Carlos Elena Antonio Miguel Laura Alberto Daniel David Eduardo Emilio Fernando Gabriel Javier "
    "Jorge Julia Manuel Mario Pablo Roberto Teresa Vicente Francisco Nicolas Monica Sara Lucas Andrea".split()
)
PLACES = tuple(
    "Madrid Toledo Murcia Granada Boston Chicago Houston Denver Miami Seattle Dallas Toronto Lima Sydney Manila "
    "Budapest Kabul Beirut Atlanta Austin".split()
)
# Each is said of a name as subject, as genitive and after a preposition; a line for each language tried so far.
_TRIALS = {
    "en": ("{0} said that the mayor of {0} met {0} in the market.", "The president saw {0} yesterday."),
    "es": ("{0} dijo que el alcalde de {0} viajará con {0} al mercado.", "El presidente vio a {0} ayer."),
}


class Apertium:
    """The pairs that are installed on this machine, each a mode of the `apertium` command."""

    def __init__(self, program: str, modes: Mapping[tuple[str, str], str], *, limits: Limits | None = None) -> None:
        """Use ``program`` with its ``modes``, which say what to call the way from one language into another."""
        self._program, self._modes, self._limits = program, dict(modes), limits or Limits()
        self._masks: dict[tuple[str, str], tuple[Mask, ...]] = {}

    @classmethod
    def open(cls, program: str = "apertium", *, limits: Limits | None = None) -> Apertium:
        """Find the program and its pairs, or say how to get them."""
        found = shutil.which(program)
        if found is None:
            raise EngineError.of(MISSING)
        modes = _modes(_run([found, "-l"], "", _LIST_SECONDS))
        if not modes:
            raise EngineError.of(NO_PAIRS)
        return cls(found, modes, limits=limits)

    @property
    def name(self) -> str:
        """Apertium, as it stands in a signature."""
        return "apertium"

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The pairs of languages (two-letter codes) that are installed."""
        return tuple(sorted(self._modes))

    def masks(self, src: str, tgt: str) -> tuple[Mask, ...]:
        """Return names that this pair is seen to keep, then words that it cannot know."""
        if (src, tgt) not in self._masks:
            kept = self._kept((*PEOPLE, *PLACES), src, tgt)
            people = tuple(word for word in PEOPLE if word in kept)
            places = tuple(word for word in PLACES if word in kept)
            known = (Mask("stand-in", people, places),) if people and places else ()
            self._masks[src, tgt] = (*known, Mask("unknown word", UNKNOWN_WORDS, UNKNOWN_WORDS))
        return self._masks[src, tgt]

    def _kept(self, words: Sequence[str], src: str, tgt: str) -> frozenset[str]:
        """Return those of ``words`` that come back as often as they were said, and make no sentence end at them."""
        trials = _TRIALS.get(src, ("{0}, {0}.", "{0}."))
        said = [(word, trial) for word in words for trial in trials]
        answers = self.translate([trial.format(word) for word, trial in said], src, tgt)
        lost = {
            word
            for (word, trial), answer in zip(said, answers, strict=True)
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
            done += self._batch([_CONTROL.sub(" ", each).strip() for each in sentences[low : low + _BATCH]], mode)
        size = sum(map(len, sentences))
        if size > FEW and not any(done):
            raise EngineError.of(NONSENSE, what=f"no letters for {size:,}")
        return done

    def _batch(self, sentences: Sequence[str], mode: str) -> list[str]:
        asked = [sentence for sentence in sentences if sentence]
        if not asked:
            return list(sentences)
        answer = _run([self._program, "-u", mode], "\n\n".join(asked) + "\n\n", self._limits.seconds)
        lines = [line.strip() for line in _BLANK_LINE.split(answer.strip("\n"))]
        if len(lines) != len(asked):
            if len(asked) == 1:
                raise EngineError.of(NONSENSE, what=f"{len(lines)} lines for one sentence")
            # One of them upset the others: each is asked alone.
            lines = [line for sentence in asked for line in self._batch([sentence], mode)]
        for sentence, line in zip(asked, lines, strict=True):
            if len(line) > _STRETCH * len(sentence) + 200:
                raise EngineError.of(NONSENSE, what=f"{len(line):,} letters for {len(sentence):,}")
        waiting = iter(lines)
        return [" ".join(next(waiting).split()) if sentence else "" for sentence in sentences]


def status() -> Status:
    """Tell whether Apertium can be used here, and with which pairs."""
    try:
        pairs = Apertium.open().pairs
    except EngineError as error:
        return Status("apertium", usable=False, words=error.reason, how=HOW)
    return Status("apertium", usable=True, words=", ".join(f"{src}-{tgt}" for src, tgt in pairs), how=HOW)


def _modes(listing: str) -> dict[tuple[str, str], str]:
    """Return the modes in what `apertium -l` prints; of several for one pair the plainest."""
    modes: dict[tuple[str, str], str] = {}
    for mode in sorted(listing.split(), key=lambda mode: (len(mode), mode)):
        src, _, tgt = mode.partition("-")
        with contextlib.suppress(EngineError):
            modes.setdefault((language(src), language(tgt)), mode)
    return modes


def _run(command: Sequence[str], text: str, seconds: float) -> str:
    """Return what ``command`` answers to ``text``; it and its children are killed after ``seconds``."""
    try:
        # A session of its own, so that the whole pipe of programs behind it can be ended at once.
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
    except OSError as error:
        raise EngineError.of(DIED, code="none", why=f": {error.strerror}") from error
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
