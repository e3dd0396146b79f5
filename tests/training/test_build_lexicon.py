"""The lists of the lexicon are built deterministically from the lists of their packages."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from repair.training import build_lexicon


@pytest.fixture
def scowl(tmp_path: Path) -> Path:
    (tmp_path / "english-words.10").write_text("house\nhouse's\nhouses\n", "latin-1")
    (tmp_path / "english-words.50").write_text("house\nlatte\ncaf\xe9\n", "latin-1")
    (tmp_path / "british-words.70").write_text("xylographic\n", "latin-1")
    (tmp_path / "english-words.95").write_text("zzyzx\n", "latin-1")
    return tmp_path


def test_a_word_has_the_class_of_its_most_common_list(scowl: Path) -> None:
    words = build_lexicon.english_words(scowl)
    assert {
        word: words.get(word) for word in ("house", "houses", "latte", "cafe", "xylographic", "zzyzx", "house's")
    } == {
        "house": 5,
        "houses": 5,
        "latte": 2,
        "cafe": 2,
        "xylographic": 1,
        "zzyzx": None,
        "house's": None,
    }


def test_weekdays_demonyms_and_titles_are_words(scowl: Path) -> None:
    words = build_lexicon.english_words(scowl)
    assert words["thursday"] == 5
    assert min(words["ukrainians"], words["minister"], words["a"]) >= 3


def test_a_list_is_written_sorted_and_deterministically(tmp_path: Path) -> None:
    hashes = {build_lexicon._write(tmp_path / "a.gz", classes) for classes in ({"b": 2, "aé": 1}, {"aé": 1, "b": 2})}
    assert len(hashes) == 1
    assert gzip.decompress((tmp_path / "a.gz").read_bytes()).decode() == "aé\t1\nb\t2\n"


def test_the_command_needs_one_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert build_lexicon.main([]) == 2
    assert "usage" in capsys.readouterr().err
