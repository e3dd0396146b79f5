"""Which sources report the story of a copy, and which of their sentences match its sentences."""

from __future__ import annotations

import tracemalloc
from typing import Any

import numpy as np
import pytest
from core_fixtures import BRIDGE, BRIDGE_COPY, ORCHARD, story
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from repair.core.types import Document
from repair.gazetteer.inverted_index import IndexBuilder, InvertedIndex
from repair.pipeline.alignment import IdfWeights, align
from repair.pipeline.source_retrieval import MAX_SOURCES, AnalysisCache, SourceIndex, counted
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon


@pytest.fixture(scope="module")
def background() -> Lexicon:
    return Lexicon.load()


@pytest.fixture(scope="module")
def archive(background: Lexicon) -> SourceIndex:
    texts = {"bridge/0": BRIDGE[0], "bridge/1": BRIDGE[1], "orchard": ORCHARD[0]}
    return SourceIndex([AnalyzedText(text, source) for source, text in texts.items()], background)


def test_a_rare_word_has_a_higher_weight_than_a_common_one(background: Lexicon) -> None:
    weights = IdfWeights(background)
    assert weights["haparanda"] > weights["minister"] > weights["the"]


def test_a_word_in_every_source_weighs_less_than_a_word_in_one(background: Lexicon) -> None:
    texts = [AnalyzedText(f"Haparanda {word}") for word in ("one", "two", "three", "four")]
    assert IdfWeights(background, texts)["haparanda"] < IdfWeights(background, texts[:1])["haparanda"]


def test_the_closest_source_is_the_most_similar_one(archive: SourceIndex) -> None:
    for text, source in ((BRIDGE[0], "bridge/0"), (BRIDGE[1], "bridge/1"), (ORCHARD[0], "orchard")):
        retrieved = archive.story(AnalyzedText(text))
        assert retrieved.closest_source.source == source
        assert retrieved.similarities[retrieved.texts.index(retrieved.closest_source)] == max(retrieved.similarities)


def test_copies_of_a_story_share_its_context_whichever_source_is_closest(archive: SourceIndex) -> None:
    first, second = (archive.story(AnalyzedText(text)) for text in BRIDGE[:2])
    assert first.closest_source is not second.closest_source
    assert first.context is second.context


def test_a_source_can_be_left_out(archive: SourceIndex) -> None:
    retrieved = archive.story(AnalyzedText(BRIDGE[0]), without=frozenset(["bridge/0"]))
    assert retrieved.texts[0].source == "bridge/1"
    assert "bridge/0" not in {analysis.source for analysis in retrieved.texts}


def test_sources_that_are_left_out_or_not_retrieved_are_not_analysed(background: Lexicon) -> None:
    texts = [Document(str(number), BRIDGE[0]) for number in range(3 * MAX_SOURCES)]
    maker = IndexBuilder()
    for text in texts:
        maker.add(AnalyzedText(text.text).folds)
    index = SourceIndex.over(InvertedIndex.of(maker.arrays()), texts, background)
    retrieved = index.story(AnalyzedText(BRIDGE_COPY), without=frozenset(["0", "23"])).texts
    assert isinstance(index.texts, AnalysisCache)
    assert list(index.texts.cached) == [int(text.source) for text in retrieved]
    assert len(retrieved) == MAX_SOURCES
    assert not {"0", "23"} & {text.source for text in retrieved}


def test_sources_of_another_story_have_little_affinity(archive: SourceIndex) -> None:
    assert max(archive.story(AnalyzedText("Kenyan runners won all the medals in Nairobi.")).similarities) < 0.1
    assert max(archive.story(AnalyzedText(BRIDGE_COPY)).similarities) > 0.3
    assert set(archive.story(AnalyzedText("")).similarities) <= {0.0}


def test_a_story_has_no_more_sources_than_allowed(background: Lexicon) -> None:
    many = SourceIndex([AnalyzedText(BRIDGE[0], str(number)) for number in range(3 * MAX_SOURCES)], background)
    assert len(many.story(AnalyzedText(BRIDGE_COPY)).texts) == MAX_SOURCES


def test_an_empty_index_retrieves_nothing(background: Lexicon) -> None:
    empty = SourceIndex([], background)
    assert empty.story(AnalyzedText(BRIDGE_COPY)).texts == ()


def test_a_sentence_is_aligned_with_the_one_that_shares_its_words(background: Lexicon) -> None:
    copy, source = AnalyzedText(BRIDGE_COPY), AnalyzedText(BRIDGE[0])
    alignment = align(copy, source, IdfWeights(background, [source]))
    assert [partners[0].sentence for partners in alignment] == [0, 1, 2]


def test_a_sentence_without_shared_words_is_found_by_its_place(background: Lexicon) -> None:
    source = AnalyzedText("Ships left Bergen early. Gulls cried above Ullensvang. Tugs returned to Bergen empty.")
    copy = AnalyzedText(
        "Ships left Bergen in the morning. Birds screamed over Ullesvang. Tugs returned to Bergen unladen."
    )
    alignment = align(copy, source, IdfWeights(background, [source]))
    assert alignment[1][0].sentence == 1
    assert alignment[1][0].score > alignment[1][0].similarity


def test_there_are_at_most_so_many_partners(background: Lexicon) -> None:
    source = AnalyzedText("The bridge opened. The bridge opened. The bridge opened. The bridge opened.")
    assert all(len(partners) <= 2 for partners in align(source, source, IdfWeights(background, [source])))


def test_nothing_is_aligned_with_nothing(background: Lexicon) -> None:
    weights = IdfWeights(background)
    assert align(AnalyzedText(""), AnalyzedText(BRIDGE[0]), weights) == []
    assert align(AnalyzedText("One. Two."), AnalyzedText(""), weights) == [[], []]


def test_a_story_has_its_names_in_any_spacing() -> None:
    source_story = story("Kestrel Moor is closed. Jean-Luc Brive left. Sergei Lodygin stayed in moor country.")
    assert "Kestrel Moor" in source_story.ngrams
    assert {"kestrelmoor", "jeanlucbrive"} <= source_story.joined
    assert source_story.capitals["moor"] == source_story.lowers["moor"] == 1
    assert source_story.words["moor"] == 2


SENTENCES = st.lists(
    st.lists(st.sampled_from("Bergen ships the left tugs Odda 9 minister".split()), min_size=1, max_size=6), max_size=6
)


@settings(max_examples=50, deadline=None)
@given(SENTENCES, SENTENCES)
def test_similarity_is_between_0_and_1(copy_words: list[list[str]], source_words: list[list[str]]) -> None:
    copy, source = (AnalyzedText("\n".join(" ".join(words) for words in text)) for text in (copy_words, source_words))
    alignment = align(copy, source, IdfWeights(Lexicon.load(), [source]))
    assert len(alignment) == len(copy.words)
    for partners in alignment:
        assert all(0 <= partner.similarity <= 1.0001 and partner.score >= partner.similarity for partner in partners)
        assert [p.score for p in partners] == sorted((p.score for p in partners), reverse=True)


def _long_story(sentences: int) -> tuple[AnalyzedText, AnalyzedText]:
    """Return two reports of one long story: each sentence has a word of its own, and every third is told otherwise."""
    words = [f"{first}{second}{third}" for first in "BDGKLM" for second in "aeiou" for third in range(60)][:sentences]
    copy = " ".join(f"The ship {word} left port {number} early." for number, word in enumerate(words))
    source = " ".join(
        f"Nobody saw anything {number % 7} there." if number % 3 == 0 else f"The old ship {word} left early."
        for number, word in enumerate(words)
    )
    return AnalyzedText(copy), AnalyzedText(source)


def test_a_long_text_is_aligned_as_a_short_one(background: Lexicon, monkeypatch: pytest.MonkeyPatch) -> None:
    copy, source = _long_story(90)
    weights = IdfWeights(background, [source])
    compared_all = align(copy, source, weights)
    monkeypatch.setattr("repair.pipeline.alignment._MOST_CELLS", 0)
    compared_some = align(copy, source, weights)
    for matches, others in zip(compared_all, compared_some, strict=True):
        assert [match.score for match in matches] == pytest.approx([other.score for other in others])


@pytest.mark.parametrize("unit", ["Ana. ", "Ana Sol, Sol. ", "The ship left port {} early. "])
def test_the_memory_of_an_alignment_grows_with_the_length(
    background: Lexicon, unit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("repair.pipeline.alignment._MOST_CELLS", 100_000)  # fewer than the pairs of either length

    def peak(sentences: int) -> int:
        text = "".join(unit.format(f"Bo{number}") for number in range(sentences))
        copy, source = AnalyzedText(text), AnalyzedText(text + "Ana Sol spoke in Lima.")
        weights = IdfWeights(background, [source])
        tracemalloc.start()
        try:
            align(copy, source, weights).best()
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(1_200) < 2.6 * peak(600)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=400), st.integers(61, 5000))
def test_the_sources_that_share_most_words_are_the_same_counted_or_sorted(numbers: list[int], sources: int) -> None:
    def best(result: tuple[NDArray[Any], NDArray[Any], NDArray[Any]]) -> list[int]:
        found, first, counts = result
        order = np.lexsort((first, -counts))[: 4 * MAX_SOURCES]
        return [int(number) for number in found[order]]

    postings = np.asarray(numbers, dtype=np.int32)
    assert best(counted(postings, sources)) == best(np.unique(postings, return_index=True, return_counts=True))
