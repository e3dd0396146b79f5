"""An acronym in brackets after its own name is recognised by the initials."""

from __future__ import annotations

import pytest

from repair.text.acronyms import abbreviates_name_before
from repair.text.analysis import AnalyzedText


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He joined the Harbour Workers Union (HWU) in May.", True),
        ("He joined the Bank of Northern Fjords (BNF) in May.", True),
        ("He joined the Bank of Northern Fjords (BONF) in May.", True),
        ("He joined La Nueva Ola (LNO) in May.", True),
        ("He joined the Office for Harbour Wages and Safety (OHW) in May.", True),
        ("He joined the Office for Harbour Wages and Safety (OHWS) in May.", True),
        ("He joined the Office for Harbour Wages and Safety (OHV) in May.", False),
        ("And Safety (OHW) won.", False),
        ("He joined the Harbour Workers Union (HWO) in May.", False),
        ("He joined the Harbour Workers Union HWU in May.", False),
        ("He joined (HWU) in May.", False),
        ("(HWU) won.", False),
    ],
)
def test_initials_of_the_name_before(text: str, expected: bool) -> None:
    analysis = AnalyzedText(text)
    at = next(number for number, token in enumerate(analysis.tokens) if token.text.isupper())
    assert abbreviates_name_before(analysis, at, at + 1) is expected
