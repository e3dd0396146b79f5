"""Language of a text: short captions in other languages are told from English, whatever their case."""

from collections.abc import Callable

import pytest

from repair.text.analysis import AnalyzedText
from repair.text.language import detect_language, is_english, is_foreign_line
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


FOREIGN_LINES = (
    ("de", "Der Bürgermeister Jonas Weiß"),
    ("de", "Die Ministerin reist nach Riga."),
    ("fr", "Le président Hugo Marchal a rencontré Jonas Weiß."),
    ("es", "La alcaldesa habló con Jonas Weiß."),
    ("it", "Il sindaco ha incontrato Jonas Weiß."),
    ("id", "Presiden Hugo Marchal bertemu dengan Jonas Weiß di Jakarta."),
    ("hu", "Jonas Weiß találkozott a miniszterrel."),
    ("fi", "Ministeri tapasi ystävänsä Helsingissä."),
    ("tr", "Başbakan ile görüştü."),
    ("sw", "Rais alikutana na waziri mjini Nairobi."),
)
ENGLISH_LINES = (
    "Weiss met Marchal in Den Haag.",
    "weiss met marchal in kyiv",
    "Mayor Jonas Weisz spokr.",
    "El Niño hits Peru",
    "Bayern München v Real Madrid",
    "Photo: Jonas Weiß, Hugo Marchal",
    "Jonas Weiß, Zdeněk Dvořák, Łukasz Wójcik",
    "Le Monde",
    "Las Vegas Grand Prix",
    "Les Bleus Mbappé",
    "El Clasico: Barça",
    "Reporters: Yan Nanshi, Li Sibei, Hui Chenguang",
    "PSG win the Coupe de la Ligue",
    "Tbe steaincr lay iu tbc sand",
    "He ate a crème brûlée.",
    "",
)


@pytest.mark.parametrize(("code", "line"), FOREIGN_LINES)
def test_a_line_in_another_language_is_told_from_english(code: str, line: str) -> None:
    tokens = AnalyzedText(line).tokens
    assert is_foreign_line(tokens, Lexicon.load())
    assert detect_language(tokens, Lexicon.load()) == code


@pytest.mark.parametrize("line", ENGLISH_LINES)
def test_an_english_line_with_foreign_names_is_not_foreign(line: str) -> None:
    tokens = AnalyzedText(line).tokens
    assert not is_foreign_line(tokens, Lexicon.load())
    assert detect_language(tokens, Lexicon.load()) == "en"
