"""The letters in which two spellings differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repair.review.letters import LetterRun, compare_letters


def marked(runs: tuple[LetterRun, ...]) -> str:
    """Return a spelling with brackets around the differing letters."""
    return "".join(f"[{run.text}]" if run.differs else run.text for run in runs)


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        ("Latte", "Rutte", "[La]tte", "[Ru]tte"),
        ("Kazuya Shiomizu", "Kazuya Shiomi", "Kazuya Shiomi[zu]", "Kazuya Shiomi"),
        ("Zelenskyy", "Zelensky", "Zelensky[y]", "Zelensky"),
        ("Coalition", "Bund", "[Coalition]", "[Bund]"),
        ("Jose\u0301", "Jose", "Jos[e\u0301]", "Jos[e]"),
    ],
)
def test_differing_letters_are_marked(before: str, after: str, old: str, new: str) -> None:
    compared = compare_letters(before, after)
    assert (marked(compared.before), marked(compared.after)) == (old, new)


@given(st.text(max_size=200), st.text(max_size=200))
def test_the_comparison_covers_both_spellings_and_pairs_equal_letters(before: str, after: str) -> None:
    compared = compare_letters(before, after)
    assert "".join(run.text for run in compared.before) == before
    assert "".join(run.text for run in compared.after) == after
    same = ["".join(run.text for run in runs if not run.differs) for runs in (compared.before, compared.after)]
    assert same[0] == same[1]
