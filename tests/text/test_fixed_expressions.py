"""Fixed expressions: in the title of a work, the name of a place keeps its spelling."""

from __future__ import annotations

import pytest

from repair.text.analysis import AnalyzedText
from repair.text.fixed_expressions import in_fixed_expression


@pytest.mark.parametrize(
    ("text", "is_title"),
    [
        ("She wrote “Night Ferry to Bombay”, which won.", True),
        ("She wrote “Night Ferry to Bombay,” which won.", True),
        ('She wrote "Night Ferry to Bombay," which won.', True),
        ("She wrote “Night Ferry to Bombay.” It won.", True),
        ("She wrote “Who Left Bombay?” and went.", True),
        ("“We left for Bombay,” she said.", False),
        ("“Bombay,” she said.", False),
        ("She left “the ferry” for Bombay, which won.", False),
    ],
)
def test_a_title_in_quotation_marks_may_end_in_a_punctuation_mark(text: str, is_title: bool) -> None:
    analysis = AnalyzedText(text)
    at = analysis.folds.index("bombay")
    assert in_fixed_expression(analysis, at, at + 1) is is_title
