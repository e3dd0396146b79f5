"""The lexicon: words that it has, words that it does not have, and damaged lists."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from repair.core.errors import ModelError
from repair.core.resources import shipped_model
from repair.text.lexicon import Lexicon


@pytest.fixture(scope="module")
def background() -> Lexicon:
    return Lexicon.load()


def test_same_folder_gives_the_same_object() -> None:
    assert Lexicon.load() is Lexicon.load()


@pytest.mark.parametrize("word", ["the", "said", "house", "thursday", "january", "running", "parties"])
def test_everyday_words_are_very_common(background: Lexicon, word: str) -> None:
    assert background.word(word) >= 4


@pytest.mark.parametrize("word", ["tech", "lockdown", "crypto", "app"])
def test_words_newer_than_the_word_lists_are_in_the_lexicon(background: Lexicon, word: str) -> None:
    assert background.word(word) == 2 and background.knows(word)


@pytest.mark.parametrize("word", ["latte", "petrel", "ambitiousness", "ukrainian", "rustle"])
def test_rare_words_are_in_the_lexicon(background: Lexicon, word: str) -> None:
    assert 1 <= background.word(word) <= 3


@pytest.mark.parametrize("word", ["rutte", "zelensky", "qwxyz", "", "\n", "\t", "the\t5", "the\n"])
def test_words_that_are_not_in_the_lexicon(background: Lexicon, word: str) -> None:
    assert background.word(word) == 0


@pytest.mark.parametrize(("name", "least"), [("mary", 3), ("emmanuel", 3), ("volodymyr", 1), ("keir", 1)])
def test_given_names(background: Lexicon, name: str, least: int) -> None:
    assert background.given(name) >= least


@pytest.mark.parametrize(("name", "least"), [("smith", 3), ("nakamura", 2), ("zelensky", 1), ("starmer", 1)])
def test_surnames(background: Lexicon, name: str, least: int) -> None:
    assert background.surname(name) >= least


@pytest.mark.parametrize("place", ["ukraine", "london", "new york", "kyiv", "alaska", "north korea", "tokyo"])
def test_famous_places(background: Lexicon, place: str) -> None:
    assert background.place(place) == 4


@pytest.mark.parametrize("place", ["rutte", "thursday", "macron", "coalition"])
def test_words_that_are_not_places(background: Lexicon, place: str) -> None:
    assert background.place(place) == 0


def test_demonyms(background: Lexicon) -> None:
    assert background.demonym("ukrainian") and background.demonym("ukrainians") and background.demonym("french")
    assert not background.demonym("ukraine") and not background.demonym("paris")


def test_lists_are_small_and_their_card_names_their_origin() -> None:
    folder = shipped_model("background")
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 2_500_000
    card = json.loads((folder / "card.json").read_text("utf-8"))
    assert all(row["licence"] for row in card["origin"])


def test_missing_list_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"words\.txt\.gz"):
        Lexicon.load(tmp_path / "nowhere").word("the")


def test_damaged_list_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "places.txt.gz").write_bytes(b"not gzip")
    with pytest.raises(ModelError, match=r"places\.txt\.gz"):
        Lexicon.load(tmp_path).place("london")


def test_every_line_of_a_list_is_found(tmp_path: Path) -> None:
    forms = {f"w{number}": number % 5 + 1 for number in range(2000)}
    lines = "".join(f"{form}\t{rank}\n" for form, rank in sorted(forms.items()))
    (tmp_path / "words.txt.gz").write_bytes(gzip.compress(lines.encode()))
    background = Lexicon.load(tmp_path)
    assert all(background.word(form) == rank for form, rank in forms.items())
    assert not any(map(background.word, ("", "v", "w", "w1999x", "w01", "z", "w1\t2\nw10")))
