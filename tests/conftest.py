"""What the tests share: a command-line runner, and a stand-in for the core that needs no model.

The stand-in knows a few fixed names; tests of the real core build their own gazetteers.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import io
import json
import os
import re
import sys
import types
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from chromium_fixture import chromium
from databases import all_migrations, database, migrated_files, new_database, postgres, store
from hypothesis import HealthCheck, settings
from pwdlib.hashers.argon2 import Argon2Hasher

import repair
from repair.cli.app import main
from repair.core import edits as applying
from repair.core.errors import GazetteerError, ModelError, RepairError
from repair.core.notices import CheckedCopy, CopyNotice
from repair.core.types import (
    Action,
    Alias,
    Alternative,
    Citation,
    Document,
    Finding,
    Kind,
    Mention,
    Name,
    Outcome,
    Provenance,
    Reason,
    Repaired,
    Span,
    Suggestion,
)
from repair.gazetteer.name_search import NameSearch, search_arrays
from repair.text.tokens import snippet

__all__ = ["all_migrations", "chromium", "database", "migrated_files", "new_database", "postgres", "store"]

SYSTEM_TESTS = Path(__file__).parent / "system"
MAX_WORKERS = 8  # each holds PyTorch and the shipped models in memory


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return the number of test processes for ``-n auto``: one per core, and none beside this one for single files."""
    if config.args_source is config.ArgsSource.ARGS and not any(map(os.path.isdir, config.args)):
        return 0
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MAX_WORKERS)


def pytest_configure(config: pytest.Config) -> None:
    """Have each of several test processes, which inherit the environment, compute with one thread."""
    if getattr(config.option, "numprocesses", None):
        for library in ("OMP", "OPENBLAS", "MKL"):
            os.environ.setdefault(f"{library}_NUM_THREADS", "1")


@pytest.hookimpl(tryfirst=True)  # before -m selects by marker
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of tests/system/, and put those marked `torch` first, or skip them where it is not installed.

    Several processes begin with a part of the tests each. So only one of them has to import PyTorch.
    """
    missing = [name for name in ("torch", "transformers") if importlib.util.find_spec(name) is None]
    for item in items:
        if SYSTEM_TESTS in item.path.parents:
            item.add_marker(pytest.mark.system)
        if missing and item.get_closest_marker("torch"):
            item.add_marker(pytest.mark.skip(reason=f"{missing[0]} is not installed: pip install 'repair[train]'"))
    items.sort(key=lambda item: item.get_closest_marker("torch") is None)


# The time of an example depends on the machine and is not a property of the code. The default run has the same
# examples each time, so that a commit passes or fails; HYPOTHESIS_PROFILE=thorough draws others, and more, at each run.
_ANY_MACHINE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", _ANY_MACHINE, max_examples=30, derandomize=True)
settings.register_profile("thorough", _ANY_MACHINE, max_examples=200)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Hash passwords at the least cost; at the real one a test with several of them would take a second."""
    with pytest.MonkeyPatch.context() as patch:
        hasher = Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1)
        patch.setattr("repair.review.passwords._argon2", hasher)
        yield


# Mangled form, proposal, confidence, action; longer forms first.
KNOWN_MANGLES = (
    ("Mark Latte", "Mark Rutte", 0.98, Action.APPLY),
    ("MARK LATTE", "Mark Rutte", 0.98, Action.APPLY),
    ("Kiel Starmer", "Keir Starmer", 0.71, Action.REVIEW),
    ("Petrekin", None, None, Action.FLAG),
    ("Latte", "Rutte", 0.95, Action.APPLY),
)
CLEAN = "NATO Secretary General Mark Rutte met Prime Minister Keir Starmer.\n"
COPY = "NATO chief Mark Latte and Kiel Starmer met.\nLatte left.\nPetrekin reported.\n"


@dataclass(frozen=True)
class Options:
    """The thresholds of the stand-in."""

    apply_at: float = 0.9
    review_at: float = 0.5
    flag: bool = True
    house: object = None


@dataclass(frozen=True)
class FakeGazetteer:
    """The right names of `KNOWN_MANGLES` that the sources hold, kept as JSON."""

    names: tuple[Name, ...]
    sources: tuple[Document, ...] = ()
    hash: str = "0badcafe"

    @classmethod
    def build(
        cls, documents: Iterable[Document | str], *, progress: object = None, guard: object = None
    ) -> FakeGazetteer:
        """Return a gazetteer of the fixed names that occur in the documents."""
        read = tuple(Document("0", each, "text") if isinstance(each, str) else each for each in documents)
        provenances: dict[str, list[Provenance]] = {}
        for document in read:
            for match in re.finditer("Mark Rutte|Keir Starmer", document.text):
                place = Provenance(document.source, document.id, Span(*match.span()))
                provenances.setdefault(match.group(), []).append(place)
        names = (
            Name(surface, surface, Kind.PERSON, (Alias(surface, len(places), seen=tuple(places)),), ("President",))
            for surface, places in sorted(provenances.items())
        )
        return cls(tuple(names), read)

    @classmethod
    def load(cls, path: Path) -> FakeGazetteer:
        """Read what `save` wrote."""
        try:
            surfaces = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise GazetteerError("there is no such gazetteer", "build it", path=path) from error
        except ValueError as error:
            raise GazetteerError("the gazetteer is damaged", "build it again", path=path) from error
        return cls(tuple(Name(each, each, Kind.PERSON, (Alias(each, 1),)) for each in surfaces))

    @property
    def name_search(self) -> NameSearch:
        """The index of the words of the names."""
        return NameSearch(search_arrays([name.canonical] for name in self.names))

    def save(self, path: Path) -> None:
        """Write the names as a list."""
        path.write_text(json.dumps([name.canonical for name in self.names]), encoding="utf-8")

    def find(self, query: str) -> tuple[Name, ...]:
        """Return the names that hold ``query``."""
        return tuple(name for name in self.names if query.lower() in name.canonical.lower())


class FakeRepairer:
    """Finds the forms of `KNOWN_MANGLES`, and refuses any text that contains REFUSE."""

    signature = "repair:test"

    def __init__(self, gazetteer: FakeGazetteer, *, scorer: Path | None = None, options: Options | None = None) -> None:
        if scorer is not None and not (scorer / "card.json").exists():
            raise ModelError("this is no model directory", "give one with a card.json", path=scorer)
        self.options = options or Options()
        self.gazetteer = gazetteer

    def suggest(self, document: Document | str) -> tuple[Suggestion, ...]:
        """Return a suggestion for every known mangled form."""
        text = document if isinstance(document, str) else document.text
        if "REFUSE" in text:
            raise RepairError("this text is refused")
        suggestions: list[Suggestion] = []
        for surface, replacement, confidence, action in KNOWN_MANGLES:
            for match in re.finditer(re.escape(surface), text):
                span = Span(*match.span())
                overlaps = any(other.span.start < span.end and span.start < other.span.end for other in suggestions)
                if overlaps or (action is Action.FLAG and not self.options.flag):
                    continue
                suggestions.append(
                    Suggestion.at(
                        Document("d", text),
                        span,
                        replacement,
                        confidence=confidence,
                        kind=Kind.PERSON,
                        action=action,
                        alternatives=(Alternative("Mark Ritter", 0.01),) if replacement else (),
                        evidence=(Citation("clean.txt", snippet(CLEAN, 23, 33)),) if replacement else (),
                        reasons=(Reason("sound", "sounds alike", 2.5),) if replacement else (),
                        signature=self.signature,
                    )
                )
        return tuple(sorted(suggestions, key=lambda each: each.span))

    def suggest_all(self, documents: Iterable[Document | str]) -> Iterator[tuple[Suggestion, ...]]:
        """Yield the suggestions for each document."""
        for document in documents:
            yield self.suggest(document)

    def with_feedback(self, feedback: object) -> FakeRepairer:
        """Return the repairer, which takes no decisions into account."""
        return self

    def check_all(self, documents: Iterable[Document]) -> Iterator[CheckedCopy]:
        """Yield the suggestions for each document, and a notice about one with the word NOTICED."""
        for document in documents:
            notices = (CopyNotice("noticed", "The copy was noticed."),) if "NOTICED" in document.text else ()
            yield CheckedCopy(self.suggest(document), notices)

    def clean(self, document: Document | str) -> Repaired:
        """Apply the certain corrections."""
        text = document if isinstance(document, str) else document.text
        return applying.repaired(text, self.suggest(text))

    def explain(self, document: Document | str) -> tuple[Finding, ...]:
        """Return a finding for each suggestion."""
        return tuple(
            Finding(
                Mention("d", each.span, each.surface, each.kind),
                Outcome.SUGGESTED if each.replacement else Outcome.UNVERIFIED,
                "it sounds like a known name" if each.replacement else "no source has it",
                each.alternatives,
                each.reasons,
                each,
            )
            for each in self.suggest(document)
        )


@dataclass(frozen=True)
class Result:
    """The result of a command: its exit status, standard output as bytes, and standard error."""

    code: int
    data: bytes
    words: str

    @property
    def text(self) -> str:
        """Standard output as text."""
        return self.data.decode("utf-8")


Run = Callable[..., Result]


@functools.cache
def import_users_of_the_core() -> None:
    """Import what binds the real core at its top: imported later, it would keep the stand-ins for other tests."""
    package = Path(repair.__file__).parent
    for path in sorted(package.rglob("*.py")):
        if re.search(r"^from repair\.(gazetteer|pipeline\.(repairer|options)) import", path.read_text("utf-8"), re.M):
            module = ".".join(("repair", *path.relative_to(package).with_suffix("").parts))
            importlib.import_module(module.removesuffix(".__init__"))


@pytest.fixture
def fake_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the stand-ins where the commands look for the core."""
    import_users_of_the_core()
    gazetteer = types.ModuleType("repair.gazetteer")
    gazetteer.__dict__["Gazetteer"] = FakeGazetteer
    gazetteer.__path__ = list(sys.modules["repair.gazetteer"].__path__)  # its other modules are the real ones
    repairer = types.ModuleType("repair.pipeline.repairer")
    repairer.__dict__.update(Repairer=FakeRepairer)
    options = types.ModuleType("repair.pipeline.options")
    options.__dict__.update(Options=Options)
    monkeypatch.setitem(sys.modules, "repair.pipeline.options", options)
    monkeypatch.setitem(sys.modules, "repair.gazetteer", gazetteer)
    monkeypatch.setitem(sys.modules, "repair.pipeline.repairer", repairer)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs a command line in ``tmp_path`` and returns the result."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, stdin: bytes = b"") -> Result:
        out, err = io.BytesIO(), io.BytesIO()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
            patch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="ascii"))
            patch.setattr(sys, "stderr", io.TextIOWrapper(err, encoding="ascii"))
            with pytest.raises(SystemExit) as stopped:
                main(arguments)
            sys.stdout.flush()
            sys.stderr.flush()
            # Once out of this block, the wrappers close what they wrap.
            data, words = out.getvalue(), err.getvalue().decode("utf-8")
        code = stopped.value.code
        return Result(code if isinstance(code, int) else 0, data, words)

    return call


@pytest.fixture
def desk(tmp_path: Path, fake_core: None) -> Path:
    """Return a folder with one clean story and one mangled one, with the stand-in core."""
    (tmp_path / "clean.txt").write_text(CLEAN, encoding="utf-8")
    (tmp_path / "copy.txt").write_text(COPY, encoding="utf-8")
    return tmp_path
