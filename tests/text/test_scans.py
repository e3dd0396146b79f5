"""Scanned prints: many of their ordinary words are no words."""

from __future__ import annotations

from repair.text.lexicon import Lexicon
from repair.text.scans import misspelt_share
from repair.text.tokens import tokenize


def share(text: str) -> float:
    return misspelt_share(tokenize(text), Lexicon.load())


def test_the_share_counts_lower_case_words_that_nobody_knows() -> None:
    assert share("The goverument saıd thot the briclge was closcd on Monday.") > 0.3
    assert share("The government said that the bridge was closed on Monday.") == 0.0


def test_unknown_names_and_a_single_slip_do_not_count() -> None:
    assert share("Qwyzzlatch met Brxtolm in Vhandrel and spoke about the brigde of the town.") == 0.0
    assert share("") == 0.0
