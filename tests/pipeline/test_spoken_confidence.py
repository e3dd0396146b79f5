"""The confidence of names that sound like words: attested names, broken names, and given names of one sound."""

from __future__ import annotations

import pytest

from repair import Gazetteer, Repairer
from repair.pipeline.rules.speech.spoken_confidence import most_confidence, with_homophones, with_whole_names
from repair.pipeline.rules.speech.spoken_features import FEATURES, SpokenCandidate
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon

SPEECH = (
    "thank you and good morning everyone um we are pleased with our results you know and i think our teams did a great "
    "job so i'll stop here and we can take your questions {} thank you very much"
)
NAMES = ("Brian Wong", "Ruth Calloway", "Henrik Sowa", "Jean-Luc Maret", "Lakeside Partners")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


@pytest.fixture(scope="module")
def repairer() -> Repairer:
    return Repairer(Gazetteer.build(["\n".join(NAMES)]))


def candidate(low: int, high: int, name: str, kind: str = "rest", **values: float) -> SpokenCandidate:
    features = tuple(values.get(feature.replace(" ", "_"), 0.0) for feature in FEATURES)
    return SpokenCandidate(low, high, name, kind, features)


@pytest.mark.parametrize(
    ("words", "name", "kind", "expected"),
    [
        ("brian long", "Brian Wong", "rest", 0.75),
        ("tom brady", "Todd Brady", "first", 0.75),
        ("barry", "Perry", "given", 0.6),
        ("terry", "Perry", "given", 0.4),
        ("brian lonkoo", "Brian Wong", "rest", 1.0),
        ("brian long wait", "Brian Wong", "rest", 1.0),
        ("bret jordan", "Brett Jordan", "first", 1.0),
        ("karoleena", "Carolina", "given", 1.0),
        ("table", "Abel", "given", 1.0),
    ],
    ids=[
        "a surname", "a given name beside a surname", "a given name", "another given name", "no name", "more words",
        "one sound", "another spelling", "a word",
    ],
)  # fmt: skip
def test_a_name_that_people_bear_is_replaced_with_less_confidence(
    words: str, name: str, kind: str, expected: float, lexicon: Lexicon
) -> None:
    copy = AnalyzedText(words)
    assert most_confidence(copy, SpokenCandidate(0, len(copy.folds), name, kind), lexicon) == expected


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        ("good morning ruth calla and steve", 0.5),
        ("good morning ruth calla and leaf", 0.5),  # the last is misheard, too
        ("thanks ruth calla and steve", 0.5),
        ("thanks ruth calla and leaf", 1.0),
        ("good morning ruth calla and thank you", 1.0),
        ("the work of ruth calla and steve", 1.0),
        ("good morning ruth calla with the bank", 1.0),
    ],
)
def test_those_who_are_greeted_together_have_given_names(copy: str, expected: float, lexicon: Lexicon) -> None:
    text = AnalyzedText(copy)
    low = text.folds.index("ruth")
    assert most_confidence(text, SpokenCandidate(low, low + 2, "Ruth Calloway", "rest"), lexicon) == expected


@pytest.mark.parametrize(
    ("words", "name", "kind", "expected"),
    [
        ("nigel farage", "Nigel Farrar", "rest", 0.75),
        ("nigel faratch", "Nigel Farrar", "rest", 1.0),  # nobody bears it
        ("nigel farage", "Nigel Faraj", "rest", 1.0),  # one sound
        ("keir brennholt", "Keith Brennholt", "first", 0.75),
        ("keep brennholt", "Keith Brennholt", "first", 1.0),  # no given name
    ],
)
def test_a_rare_name_may_be_right(words: str, name: str, kind: str, expected: float, lexicon: Lexicon) -> None:
    assert most_confidence(AnalyzedText(words), SpokenCandidate(0, 2, name, kind), lexicon) == expected


def test_a_given_name_has_no_article(lexicon: Lexicon) -> None:
    candidate = SpokenCandidate(1, 2, "Perry", "given")
    copies = (AnalyzedText(f"{word} barry character") for word in ("our", "thanks"))
    assert [most_confidence(copy, candidate, lexicon) for copy in copies] == [0.4, 0.6]


def test_an_attested_name_is_suggested_with_less_confidence_than_other_words(repairer: Repairer) -> None:
    confidences = {
        words: [
            each.confidence for each in repairer.suggest(SPEECH.format(f"our next question comes from {words} please"))
        ]
        for words in ("brian long", "henrik sower")
    }
    assert confidences["brian long"] == [0.75] and confidences["henrik sower"] > [0.8]


def test_a_broken_name_is_replaced_as_a_whole(repairer: Repairer) -> None:
    found = repairer.suggest(SPEECH.format("our next question comes from ruth calla way please go ahead"))
    assert [(each.surface, each.replacement) for each in found] == [("ruth calla way", "Ruth Calloway")]


def test_the_confidence_of_a_part_goes_to_the_whole_that_sounds_more_alike() -> None:
    part = candidate(3, 5, "Ruth Calloway", vowel_similarity=0.8, whole_similarity=0.9)
    whole = candidate(3, 6, "Ruth Calloway", vowel_similarity=0.9, whole_similarity=0.9)
    other = candidate(3, 6, "Henrik Sowa", vowel_similarity=0.9, whole_similarity=0.9)
    less = candidate(2, 5, "Ruth Calloway", vowel_similarity=0.5, whole_similarity=0.5)
    assert with_whole_names((part, whole, other, less), (0.8, 0.3, 0.2, 0.1)) == [0.3, 0.8, 0.2, 0.1]
    assert with_whole_names((part, less), (0.8, 0.1)) == [0.8, 0.1]


@pytest.mark.parametrize(
    ("words", "name", "raised"),
    [
        ("john luke", "Jean-Luc", True),
        ("john luke", "Jean-Luc Jean-Luc", True),
        ("john, luke", "Jean-Luc", False),
        ("john mark", "Jean-Luc", False),
        ("and luke", "Jean-Luc", False),
        ("john luke", "Jean-Luc Maret", False),
        ("john", "Jean-Luc", False),
    ],
)
def test_two_given_names_that_sound_like_the_parts_of_a_hyphenated_one_are_it(
    words: str, name: str, raised: bool, lexicon: Lexicon
) -> None:
    copy = AnalyzedText(words)
    values = with_homophones(copy, [candidate(0, len(copy.folds), name, "whole")], [0.2], lexicon)
    assert values == [0.6 if raised else 0.2]
