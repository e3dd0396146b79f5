"""A story context on a shared base has the same data as one of its own, and is dropped with its last copy."""

from __future__ import annotations

import gc
import weakref

from hypothesis import given
from hypothesis import strategies as st

from repair.gazetteer import Gazetteer
from repair.pipeline.alignment import IdfWeights, NameList
from repair.pipeline.candidate_generation import similar_spellings
from repair.pipeline.casing import occurrences
from repair.pipeline.detection import CopyContext, suspect_forms
from repair.pipeline.name_context import name_context_of
from repair.pipeline.story import SourceStory, StoryContext
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon

WORDS = st.sampled_from("Wiklander Viklander Torsten de la came Brandmoen Oslo went and".split())
TEXTS = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)


@given(st.lists(TEXTS, max_size=3), st.lists(TEXTS, min_size=1, max_size=3), TEXTS)
def test_a_context_on_a_shared_base_has_the_same_names(sources: list[str], names: list[str], copy: str) -> None:
    base = StoryContext([AnalyzedText(text) for text in sources])
    texts = [*base.texts, NameList(names, 9)]
    layered, flat = (SourceStory((), [0.5] * len(texts), StoryContext(texts, each)) for each in (base, None))
    for what in ("words", "capitals", "lowers", "keys", "joined"):
        assert getattr(layered, what) == getattr(flat, what)
    assert list(layered.ngrams) == list(flat.ngrams)
    background, gazetteer = Lexicon.load(), Gazetteer.build([*sources, *names])
    contexts = [
        CopyContext(AnalyzedText(copy), story, IdfWeights(background, base.texts), background, gazetteer)
        for story in (layered, flat)
    ]
    assert contexts[0].suspicious == contexts[1].suspicious
    for form in suspect_forms(contexts[0]):
        assert similar_spellings(layered, form) == similar_spellings(flat, form)
    for ngram in flat.ngrams:
        assert occurrences(layered, ngram, 200) == occurrences(flat, ngram, 200)
        assert name_context_of(layered, ngram).places == name_context_of(flat, ngram).places


def test_a_story_is_dropped_with_its_last_copy() -> None:
    texts, background = [AnalyzedText("Torsten Wiklander came.")], Lexicon.load()
    story = SourceStory(texts, [1.0])
    copy = CopyContext(
        AnalyzedText("Vikrander came."), story, IdfWeights(background, texts), background, Gazetteer.build([])
    )
    reference = weakref.ref(story.context)
    del story, copy
    gc.collect()
    assert reference() is None
