"""Times other tools on the same copy and names, and the bare tokenizer as a lower bound.

Each is a function from (copies, names, folder) to seconds of processor time, which a busy machine changes little. None
solves the task of `repair`: the first two are given the mangled forms beforehand.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

from rapidfuzz import fuzz, process
from speed_copy import Copy

from repair.text.normalize import fold
from repair.text.tokens import Token, tokenize

DISTANCE = 2  # edits that symspellpy may undo
FEW = 20  # articles that are enough for the slow ones
Timed = Callable[[Sequence[Copy], Sequence[str], Path], float]


def words_alone(copies: Sequence[Copy], names: Sequence[str], folder: Path) -> float:
    """Tokenize every copy and do nothing else."""
    return _clocked(lambda: [tokenize(copy.text) for copy in copies])


def exact_match(copies: Sequence[Copy], names: Sequence[str], folder: Path) -> float:
    """Find the exact spellings of the names with the automaton of pyahocorasick."""
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for name in names:
        automaton.add_word(name, name)
    automaton.make_automaton()
    return _clocked(lambda: [list(automaton.iter(copy.text)) for copy in copies])


def symspell(copies: Sequence[Copy], names: Sequence[str], folder: Path) -> float:
    """Look up every capital word that no name has, with symspellpy over the words of the names."""
    from symspellpy import SymSpell, Verbosity

    words_of_names = {fold(word) for name in names for word in name.split()}
    table = SymSpell(max_dictionary_edit_distance=DISTANCE, prefix_length=7)
    for word in words_of_names:
        table.create_dictionary_entry(word, 1)

    def look(token: Token) -> object:
        return table.lookup(token.fold, Verbosity.TOP, max_edit_distance=DISTANCE)

    return _clocked(lambda: [look(token) for copy in copies for token in _unknown(copy, words_of_names)])


def fuzzy(copies: Sequence[Copy], names: Sequence[str], folder: Path) -> float:
    """Take the nearest of all names for every capital word that no name has, with rapidfuzz."""
    words_of_names = {fold(word) for name in names for word in name.split()}
    folded = [fold(name) for name in names]

    def look(token: Token) -> object:
        return process.extractOne(token.fold, folded, scorer=fuzz.ratio, score_cutoff=70)

    return _clocked(lambda: [look(token) for copy in copies for token in _unknown(copy, words_of_names)])


def spacy_ner(copies: Sequence[Copy], names: Sequence[str], folder: Path) -> float:
    """Find the entities with spaCy's English model, and take the most similar name by Jaro-Winkler for each."""
    from repair.training.evaluation.baselines import BaselineSources
    from repair.training.evaluation.spacy_baseline import installed_model, spacy_pipeline

    model = installed_model()
    if model is None:
        raise ModuleNotFoundError("spacy with an English model")
    propose = spacy_pipeline(model).fit(BaselineSources((), ("\n".join(names),)))
    return _clocked(lambda: [propose(copy.text) for copy in copies])


def codespell(copies: Sequence[Copy], names: Sequence[str], folder: Path) -> float:
    """Run codespell over files of the copy, the mangled forms its dictionary."""
    if find_spec("codespell_lib") is None:
        raise ModuleNotFoundError("codespell")
    table = folder / "codespell.txt"
    table.write_text("".join(f"{wrong.lower()}->{right.lower()}\n" for wrong, right in _mangles(copies)))
    command = [sys.executable, "-m", "codespell_lib", "-D", str(table), "-i", "0", str(_laid_out(copies, folder))]
    return _run(command)


def typos(copies: Sequence[Copy], names: Sequence[str], folder: Path) -> float:
    """Run typos over files of the copy, the mangled forms its dictionary."""
    settings = folder / "typos.toml"
    words = "".join(f"{json.dumps(wrong.lower())} = {json.dumps(right.lower())}\n" for wrong, right in _mangles(copies))
    settings.write_text(f"[default.extend-words]\n{words}")
    tool = shutil.which("typos", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if tool is None:
        raise ModuleNotFoundError("typos")
    return _run([tool, "--isolated", "--threads", "1", "--config", str(settings), str(_laid_out(copies, folder))])


# The peer, and on how many of the articles it is run (0: all).
PEERS: dict[str, tuple[Timed, int]] = {
    "words alone": (words_alone, 0),
    "pyahocorasick, exact": (exact_match, 0),
    "typos, told the mangles": (typos, 0),
    "codespell, told the mangles": (codespell, 0),
    "symspellpy, two edits": (symspell, 0),
    "rapidfuzz, every name": (fuzzy, FEW),
    "spaCy NER + Jaro-Winkler": (spacy_ner, FEW),
}


def _mangles(copies: Sequence[Copy]) -> list[tuple[str, str]]:
    return sorted({(wrong, right) for copy in copies for wrong, right in copy.mangled if wrong.isascii()})


def _unknown(copy: Copy, words_of_names: set[str]) -> list[Token]:
    return [
        token for token in tokenize(copy.text) if token.capital and not token.first and token.fold not in words_of_names
    ]


def _laid_out(copies: Sequence[Copy], folder: Path) -> Path:
    out = folder / "copy"
    if not out.exists():
        out.mkdir()
        for number, copy in enumerate(copies):
            (out / f"{number:05}.txt").write_text(copy.text, encoding="utf-8")
    return out


def _clocked(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _run(command: list[str]) -> float:
    """Run a tool and return the processor time it took, its start included."""
    before = os.times()
    done = subprocess.run(command, capture_output=True, text=True)
    after = os.times()
    if done.returncode not in (0, 2, 65) and not done.stdout:
        raise RuntimeError(f"{command[0]}: {done.stderr[-300:]}")
    return after.children_user + after.children_system - before.children_user - before.children_system
