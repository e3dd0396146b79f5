"""The routes of the mixture of corruptions: the ways in which a name is mangled, and how often each is drawn.

The weights follow the frequencies in machine-translated news, not the ease of generation.
"""

from __future__ import annotations

# Relative weights of the routes; the unchanged share comes on top (see `CorruptionMixture.draw`).
WEIGHTS: dict[str, float] = {
    "kanji": 20,  # a Japanese name read by other sounds of its characters
    "slavic": 8,  # a Slavic name in a case, or in a wrong base form
    "icelandic": 4,  # an Icelandic or German name in a case, or in a wrong base form
    "gender": 2,  # a Slavic surname with or without its feminine ending
    "tail": 5,  # any name with another ending
    "subword": 12,  # a name with other pieces, as a model that writes in pieces confuses them
    "cyrillic": 10,  # a name spelled in a script and read back from it; so are katakana, hanzi, hebrew, arabic, hangul
    "romanised": 4,  # another accepted romanisation
    "katakana": 9,
    "chinese": 8,  # a Chinese name or place read by other sounds of its characters
    "hanzi": 7,
    "pinyin": 1.5,  # a foreign name as the syllables by which Chinese spells it
    "hebrew": 9,
    "arabic": 4,
    "vowels": 3,  # guessed vowels
    "hangul": 2,
    "sounds": 4,  # letters replaced by others of a similar sound
    "split": 3,  # a word in two, or two words in one
    "snap": 3,  # an English word or common name that sounds alike
    "acronym": 2.5,
    "ocr": 1.5,  # letters of similar shapes
    "typo": 1.5,
    "other": 1.5,  # an unrelated name
}
UNTOUCHED = 0.2  # share of the pairs that are unchanged, so that the model learns that most names are right
