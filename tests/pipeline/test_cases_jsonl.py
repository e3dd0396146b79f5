"""The case files through the shipped repairer: names to correct, names to leave alone, and known failures.

A line is ``{label, comment, sources, copy, expected}``. ``expected`` lists, in order of place, what must be
replaced: ``[surface, replacement, other right replacement…]``; nothing else may change. All proposals count,
those for review too. A case in ``known_failures.jsonl`` that begins to pass turns the build red: move its line.
``python tests/pipeline/test_cases_jsonl.py`` lists the cases that are in the wrong file.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from core_fixtures import plain_repairer

from repair.core.edits import apply, edits_of
from repair.core.resources import shipped_model
from repair.core.types import Action

FOLDER = Path(__file__).parents[1] / "cases"
FILES = ("mangled", "clean", "known_failures")

pytestmark = pytest.mark.skipif(
    not (shipped_model("evidence-1") / "evidence.json").exists(), reason="no evidence table is shipped"
)


@dataclass(frozen=True)
class Case:
    """One line of a case file."""

    label: str
    comment: str
    sources: tuple[str, ...]
    copy: str
    expected: tuple[tuple[str, ...], ...]

    @property
    def right(self) -> re.Pattern[str]:
        """The texts that are right after the proposals."""
        pieces, at = [], 0
        for surface, *replacements in self.expected:
            start = self.copy.index(surface, at)
            pieces += [re.escape(self.copy[at:start]), f"(?:{'|'.join(map(re.escape, replacements))})"]
            at = start + len(surface)
        return re.compile("".join([*pieces, re.escape(self.copy[at:])]))

    def repaired(self) -> str:
        """Return the copy with every proposal applied, spelling variants too where something is mangled."""
        suggestions = plain_repairer(*self.sources).suggest(self.copy)
        variants = (Action.VARIANT,) if self.expected else ()
        return apply(self.copy, edits_of(self.copy, suggestions, actions=(Action.APPLY, Action.REVIEW, *variants)))


def read(name: str) -> list[Case]:
    """Read one of the files."""
    cases = []
    for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        expected = tuple(tuple(each) for each in row["expected"])
        cases.append(Case(row["label"], row["comment"], tuple(row["sources"]), row["copy"], expected))
    return cases


MANGLED, CLEAN, FAILING = map(read, FILES)
FAILURES = [pytest.param(case, marks=pytest.mark.xfail(reason=case.comment), id=case.label) for case in FAILING]


def label(case: Case) -> str:
    return case.label


@pytest.mark.parametrize("case", MANGLED, ids=label)
def test_garbled_names_are_corrected_and_nothing_else(case: Case) -> None:
    assert case.right.fullmatch(case.repaired())


@pytest.mark.parametrize("case", CLEAN, ids=label)
def test_right_names_are_left_alone(case: Case) -> None:
    assert case.repaired() == case.copy


@pytest.mark.parametrize("case", FAILURES)
def test_known_failures_still_fail(case: Case) -> None:
    assert case.right.fullmatch(case.repaired())


def test_the_case_files_are_in_order() -> None:
    everything = [*MANGLED, *CLEAN, *FAILING]
    assert len({case.label for case in everything}) == len(everything)
    assert all(case.comment for case in everything)
    assert all(case.expected for case in MANGLED) and not any(case.expected for case in CLEAN)
    assert len(CLEAN) > len(MANGLED)
    for case in everything:
        assert all(len(entry) >= 2 and entry[0] not in entry[1:] for entry in case.expected)
        assert not case.right.fullmatch(case.copy) or not case.expected


def misplaced() -> list[str]:
    """Return the cases that are in the wrong file, one line each."""
    wrong_lines = []
    for name in FILES:
        for case in read(name):
            home = "clean" if not case.expected else "mangled"
            now = home if case.right.fullmatch(case.repaired()) else "known_failures"
            if now != name:
                wrong_lines.append(f"{case.label}: {name} -> {now}")
    return wrong_lines


if __name__ == "__main__":
    sys.stdout.write("\n".join([*misplaced(), ""]))
