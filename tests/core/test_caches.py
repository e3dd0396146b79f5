"""Caches keep what is short, and nothing of a text with very long words."""

from __future__ import annotations

import gc
import weakref

import pytest
from core_fixtures import plain_repairer

from repair.core import caches
from repair.core.caches import LONG_TEXT, LONG_WORD, empty_caches_after, text_cache
from repair.core.types import Document


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Ana Sol spoke.", 1),
        ("", 1),
        ("x" * LONG_WORD, 1),
        (f"Ana {'x' * (LONG_WORD + 1)} spoke.", 0),
        ("Ana " * (LONG_TEXT // 4 + 1), 0),
    ],
)
def test_caches_are_emptied_after_very_long_words_and_texts(
    text: str, kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caches, "_caches", [])
    cached = text_cache(maxsize=10)(len)
    cached("Ana")
    empty_caches_after(text)
    assert cached.cache_info().currsize == kept


def test_tables_of_words_are_emptied_with_the_caches() -> None:
    table = caches.WordTable(len, maxsize=10)
    assert table["Ana"] == 3 and len(table) == 1
    empty_caches_after(f"Ana {'x' * (LONG_WORD + 1)} spoke.")
    assert not table


def test_a_table_of_words_is_freed_with_its_holder() -> None:
    table = caches.WordTable(len, maxsize=10)
    reference = weakref.ref(table)
    del table
    gc.collect()
    assert reference() is None


def test_no_cache_keeps_a_very_long_word_of_copy() -> None:
    repairer = plain_repairer("Transport Minister Torsten Wiklander spoke in Riga.")
    for word in ("Vikrander" * 300, "vikrander" * 300):
        repairer.suggest(Document("1", f"Transport Minister Torsten {word} spoke in Riga, Vikrander said."))
    assert len(caches._caches) > 20
    assert not any(cached.cache_info().currsize for cached in caches._caches)
    repairer.suggest(Document("2", "Transport Minister Torsten Vikrander spoke in Riga."))
    assert any(cached.cache_info().currsize for cached in caches._caches)
