"""Language of a text: short captions in other languages are told from English, whatever their case."""

from collections.abc import Callable

import pytest

from repair.text.analysis import AnalyzedText
from repair.text.language import is_english
from repair.text.lexicon import Lexicon

FOREIGN = {
    "es": "Los vecinos cerraron el puente.\nNo se sabe cuándo lo van a abrir, dice la alcaldesa.\nY nadie pregunta.",
    "fr": "Le maire est arrivé avec son fils.\nIl a parlé pendant une heure avec les gens du port.",
    "it": "La sindaca è arrivata con il figlio.\nHa parlato per un'ora con la gente del porto.",
    "pt": "O prefeito chegou com o filho.\nNinguém sabe o que ele disse ao pessoal do porto.",
}
ENGLISH = (
    "The mayor came with her son and spoke to the people of El Puerto de la Cruz for an hour.",
    "Le Monde and Les Echos reported that La Poste of France would close forty offices in the south.",
    "Dos Santos, de la Cruz and Von der Heide met in Los Angeles, and nobody was hurt in the end.",
)


@pytest.mark.parametrize("code", FOREIGN)
@pytest.mark.parametrize("case", [str, str.lower])
def test_captions_in_other_languages_are_not_english(code: str, case: Callable[[str], str]) -> None:
    assert is_english(AnalyzedText(case(FOREIGN[code])).tokens, Lexicon.load()) is False


@pytest.mark.parametrize("text", ENGLISH)
@pytest.mark.parametrize("case", [str, str.lower, str.upper])
def test_english_with_foreign_names_stays_english(text: str, case: Callable[[str], str]) -> None:
    assert is_english(AnalyzedText(case(text)).tokens, Lexicon.load()) is not False
