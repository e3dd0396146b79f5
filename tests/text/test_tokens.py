"""Words of a text: the fast patterns find the same as the simple ones."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from repair.core.characters import INVISIBLE
from repair.text import addresses, damage, prose, tokens

TEXTS = st.text(f"aZé9٣ \n\r\t-\u2010.:?&#@/_%=$()[]'’á»√Å{damage.LOST}{INVISIBLE}東", max_size=40)


@given(TEXTS)
def test_words_are_the_same_with_and_without_the_pattern_for_east_asian_letters(text: str) -> None:
    plain = text.replace("東", "")
    assert tokens._parts_with_east_asian(tokens._LETTER).split(plain) == tokens._PARTS.split(plain)


@given(TEXTS)
def test_words_are_the_same_with_the_pattern_for_combining_marks(text: str) -> None:
    plain, marked = tokens._LETTER, rf"(?:{tokens._LETTER}[{tokens._MARKS}]*)"
    assert tokens._parts_with_east_asian(marked).split(text) == tokens._parts_with_east_asian(plain).split(text)


@given(st.text("aZéÅñ \n-.'", max_size=40))
def test_letters_and_their_accents_are_composed(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert [word.text for word in tokens.tokenize(decomposed)] == [word.text for word in tokens.tokenize(text)]


@given(TEXTS)
def test_the_search_for_addresses_stops_where_one_may_be(text: str) -> None:
    alternatives = re.compile(r"[@＠#＃_/\\%=$]|:(?=[\w:])|\.(?=\w)|(?<=[^\W\d_])\d|\](?=\()|\((?=\))")
    assert starts(addresses._TRIGGER, text) == starts(alternatives, text)


@given(TEXTS)
def test_the_search_for_damage_stops_where_some_may_be(text: str) -> None:
    alternatives = re.compile(rf"[{damage.LOST}√≈ƒÃÄÅ]|á(?=[º»])|\?(?=\w)|&(?=[#A-Za-z])")
    assert starts(damage._SUSPECT, text) == starts(alternatives, text)


@given(TEXTS)
def test_what_breaks_a_word_is_an_invisible_character_or_a_hyphen_at_a_line_end(text: str) -> None:
    letter = r"[^\W\d_]"
    at_line_end = rf"(?<={letter})[-\u2010][{INVISIBLE} \t]{{0,4}}\r?\n[ \t]{{0,8}}(?={letter})"
    alternatives = re.compile(rf"[{INVISIBLE}]+|{at_line_end}")
    assert [match.span() for match in prose._JOINERS.finditer(text)] == [
        match.span() for match in alternatives.finditer(text)
    ]


def starts(pattern: re.Pattern[str], text: str) -> list[int]:
    return [match.start() for match in pattern.finditer(text)]
