"""Training cases: the sources of each setting, the labels of candidates, and made-up versions of other outlets."""

from __future__ import annotations

import pytest
from core_fixtures import BRIDGE, BRIDGE_COPY, ORCHARD

from repair.gazetteer import Gazetteer
from repair.pipeline.candidate_generation import Candidate, candidates
from repair.pipeline.detection import CopyContext, suspect_forms
from repair.text.lexicon import Lexicon
from repair.text.tokens import sentences
from repair.training.cases import (
    ALL,
    HUMAN,
    LOOSE,
    OWN,
    archive_of,
    cases_of,
    context_in_setting,
    human_items,
    label,
    paraphrase,
)
from repair.training.evaluation.benchmark import BenchmarkItem, CharSpan, Gold
from repair.training.evaluation.folds import FOLDS


def bench_item(name: str, doc: str, text: str, clean: tuple[str, ...], **labels: str) -> BenchmarkItem:
    """Label every place of each mangled form (``form="Right Name"``)."""
    golds = []
    for form, right in labels.items():
        surface, at = form.replace("_", " "), -1
        while (at := text.find(surface, at + 1)) >= 0:
            golds.append(Gold(at, at + len(surface), right, (), "person", "kana"))
    return BenchmarkItem(name, "sv-en", doc, len(text.split()), text, clean, tuple(golds), ())


MANGLED = bench_item("one", "bridge", BRIDGE_COPY, BRIDGE, Vikrander="Wiklander")
PLUMS = bench_item("two", "orchard", ORCHARD[0], ORCHARD)
ITEMS = [MANGLED, PLUMS]


def context(item: BenchmarkItem, setting: str) -> CopyContext:
    lexicon = Lexicon.load()
    names = Gazetteer.build([clean for each in ITEMS for clean in each.clean])
    return context_in_setting(item, setting, archive_of(ITEMS, lexicon), lexicon, names)


def test_the_sources_are_those_of_the_story() -> None:
    assert [text.text for text in context(MANGLED, OWN).story.texts] == list(BRIDGE)
    assert {text.text for text in context(MANGLED, ALL).story.sources[:2]} == set(BRIDGE)


def test_a_human_translation_is_checked_against_other_stories_only() -> None:
    (item, *_) = human_items([MANGLED])
    assert not {text.text for text in context(item, HUMAN).story.sources} & set(BRIDGE)


def test_each_human_translation_is_taken_once_and_has_no_labels() -> None:
    human = human_items([*ITEMS, *ITEMS])
    assert sorted(item.text for item in human) == sorted((*BRIDGE, *ORCHARD))
    assert all(item.gold == () and item.clean == () for item in human)
    assert {item.story for item in human} == {item.story for item in ITEMS}


def words_in_order(part: str, sentence: str) -> bool:
    """Tell whether the words of ``part`` are in ``sentence`` in the same order."""
    rest = iter(sentence.split())
    return all(word in rest for word in part.split())


def test_an_outlet_keeps_some_sentences_with_all_their_names_and_some_other_words() -> None:
    text = " ".join(f"Minister Torsten number{number} Wiklander slowly sold the old ferry." for number in range(40))
    outlets = paraphrase([text], "one")
    assert outlets == paraphrase([text], "one") != paraphrase([text], "two")
    assert 2 <= len(outlets) <= 4
    cut = [text[low:high] for low, high in sentences(text)]
    for version in outlets:
        lines = version.split("\n")
        assert 0 < len(lines) < 40
        assert all(any(words_in_order(line, sentence) for sentence in cut) for line in lines)
        assert all(words_in_order("Minister Torsten Wiklander", line) for line in lines)
        assert sum(len(line.split()) for line in lines) < sum(len(sentence.split()) for sentence in cut)


def test_some_names_are_in_the_versions_of_some_outlets_only() -> None:
    text = " ".join(f"Number{number} Wiklander sold the old ferry." for number in range(40))
    outlets = paraphrase([text], "one")
    shared = [sum(f"Number{number} " in version for version in outlets) for number in range(40)]
    assert any(0 < count < len(outlets) for count in shared)


def test_without_clean_texts_there_are_no_outlets() -> None:
    assert paraphrase([], "one") == ()


def test_the_versions_of_outlets_have_only_words_of_their_sources() -> None:
    texts = context(MANGLED, LOOSE).story.texts
    assert {word for text in texts for word in text.text.split()} <= set(" ".join(BRIDGE).split())


def judged(item: BenchmarkItem, form: str, name: str) -> tuple[float, float]:
    """Return the label of a candidate, which is constructed if none is generated."""
    copy_context = context(item, OWN)
    suspect = next(each for each in suspect_forms(copy_context) if each.fold == form)
    candidate = next(
        (each for each in candidates(copy_context, suspect) if each.text == name), Candidate(suspect, name)
    )
    return label(item, copy_context, candidate)


def test_the_labelled_name_is_right_and_another_wrong() -> None:
    assert judged(MANGLED, "vikrander", "Wiklander") == (1.0, 1.0)
    assert judged(MANGLED, "vikrander", "Haparanda") == (0.0, 1.0)


def test_a_candidate_for_an_unlabelled_form_is_wrong() -> None:
    bare = bench_item("one", "bridge", BRIDGE_COPY, BRIDGE)
    assert judged(bare, "vikrander", "Wiklander") == (0.0, 1.0)


def test_a_candidate_for_a_variant_has_no_weight() -> None:
    places = tuple(CharSpan(gold.start, gold.end) for gold in MANGLED.gold)
    doubtful = BenchmarkItem("one", "sv-en", "bridge", 20, BRIDGE_COPY, BRIDGE, (), places)
    assert judged(doubtful, "vikrander", "Wiklander") == (0.0, 0.0)


@pytest.mark.parametrize(("name", "right"), [("Brandmoen", 1.0), ("Arvid", 0.0)])
def test_a_part_of_a_longer_label_may_be_right_by_itself(name: str, right: float) -> None:
    text = "They saw Arbid Brantmon today."
    source = "They saw Arvid Brandmoen today."
    item = bench_item("one", "part", text, (source,), Arbid_Brantmon="Arvid Brandmoen")
    assert judged(item, "brantmon", name) == (right, 1.0)


@pytest.mark.parametrize("setting", [OWN, ALL])
def test_every_document_becomes_a_case(setting: str) -> None:
    lexicon = Lexicon.load()
    calls: list[int] = []
    names = Gazetteer.build(BRIDGE)
    cases = cases_of(ITEMS, setting, archive_of(ITEMS, lexicon), names, lambda: calls.append(1))
    assert [case.item for case in cases] == ITEMS and len(calls) == 2
    for case in cases:
        assert all(each.right in (0.0, 1.0) and each.weight in (0.0, 1.0) for each in case.extracted)
        assert 0 <= case.fold < FOLDS
    assert any(each.right for each in cases[0].extracted)
    assert cases[1].extracted == []


def test_all_outputs_of_a_story_fall_into_one_fold() -> None:
    lexicon = Lexicon.load()
    twins = [MANGLED, bench_item("three", "bridge", BRIDGE[0], BRIDGE)]
    first, second = cases_of(twins, OWN, archive_of(twins, lexicon), Gazetteer.build(BRIDGE), lambda: None)
    assert first.fold == second.fold


def test_transcripts_of_one_call_by_several_recognisers_are_in_one_fold() -> None:
    def fold(recogniser: str, call: str) -> int:
        item = BenchmarkItem(f"{recogniser}.{call}", recogniser, call, 1, "Good morning.", (), (), ())
        return cases_of([item], OWN, archive_of([item], Lexicon.load()), Gazetteer.build([]), lambda: None)[0].fold

    folds = {call: fold("first", call) for call in "uvwxyz"}
    assert folds == {call: fold("second", call) for call in "uvwxyz"}
    assert len(set(folds.values())) > 1
