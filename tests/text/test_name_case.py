"""The case of names that are known in capitals only."""

from __future__ import annotations

import pytest

from repair.text.lexicon import Lexicon
from repair.text.name_case import from_capitals, name_from_capitals


@pytest.mark.parametrize(
    ("capitals", "name"),
    [
        ("MCDONOUGH", "McDonough"), ("MACDONALD", "MacDonald"), ("MACRON", "Macron"), ("O'NEILL", "O'Neill"),
        ("YA'U", "Ya'u"), ("ÅSE", "Åse"), ("UNESCO", "UNESCO"), ("GDP", "GDP"), ("XI", "Xi"),
        ("MARK", "Mark"),
    ],
)  # fmt: skip
def test_a_word_in_capitals_is_written_as_a_name(capitals: str, name: str) -> None:
    assert from_capitals(capitals, Lexicon.load(), first=True) == name


def test_particles_inside_a_name_are_small_and_numerals_are_not() -> None:
    lexicon = Lexicon.load()
    assert from_capitals("VON", lexicon, first=False) == "von"
    assert from_capitals("VON", lexicon, first=True) == "Von"
    assert from_capitals("XIV", lexicon, first=False) == "XIV"


@pytest.mark.parametrize(
    ("capitals", "name"),
    [
        ("CONOR O'CALLAGHAN", "Conor O'Callaghan"),
        ("KIM KEON-HEE", "Kim Keon-hee"),
        ("WLADYSLAW KOSINIAK-KAMYSZ", "Wladyslaw Kosiniak-Kamysz"),
        ("JEAN-LUC MODEST", "Jean-Luc Modest"),
        ("BART DE WEVER", "Bart de Wever"),
        ("POPE LEO XIV", "Pope Leo XIV"),
    ],
)
def test_a_whole_name_in_capitals_is_written_as_a_name(capitals: str, name: str) -> None:
    assert name_from_capitals(capitals, Lexicon.load()) == name
