"""Pinyin: words of Mandarin syllables."""

from __future__ import annotations

import pytest

from repair.text.pinyin import is_pinyin


@pytest.mark.parametrize("word", ["wei", "liu", "xiaoping", "chengzhong", "beijing", "bofan"])
def test_syllables_of_mandarin(word: str) -> None:
    assert is_pinyin(word)


@pytest.mark.parametrize("word", ["", "mishustin", "kim", "ozore", "hyun", "wang li", "rapanui", "liebe", "a" * 40])
def test_other_words(word: str) -> None:
    assert not is_pinyin(word)


def test_a_least_number_of_syllables() -> None:
    assert is_pinyin("weiping", least=2) and not is_pinyin("zhu", least=2)
