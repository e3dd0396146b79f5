"""The benchmark's rules: what counts as found, as mended, and as neither."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repair.core.errors import FormatError
from repair.training.evaluation.benchmark import BenchmarkItem, Gold, Proposal, judge, load, reads_right

TEXT = "Torsten Vikrander opened it. Vikrander's ferry, the Odin Star, is sold to Kiev."


def gold(surface: str, *clean: str, nth: int = 0, text: str = TEXT) -> Gold:
    """Label the ``nth`` place of ``surface``."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(surface, start + 1)
    return Gold(start, start + len(surface), clean[0], clean[1:], "person", "")


def proposal(surface: str, replacement: str, confidence: float = 0.9, *, nth: int = 0, text: str = TEXT) -> Proposal:
    """Propose ``replacement`` at the ``nth`` place of ``surface``."""
    where = gold(surface, replacement, nth=nth, text=text)
    return Proposal(where.start, where.end, replacement, confidence)


def item(*golds: Gold, text: str = TEXT, variants: tuple[tuple[int, int], ...] = ()) -> BenchmarkItem:
    """Return a benchmark line made by hand."""
    return BenchmarkItem("one", "sv-en", "doc", len(text.split()), text, (), golds, variants)


FULL, ALONE = gold("Torsten Vikrander", "Torsten Wiklander"), gold("Vikrander", "Wiklander", nth=1)


def verdicts(case: BenchmarkItem, *proposals: Proposal) -> list[tuple[bool, bool]]:
    """Judge, and return found and right of each proposal that counts, in order of place."""
    judged = sorted(judge(case, proposals).proposals, key=lambda one: one.proposal.start)
    return [(one.found, one.right) for one in judged]


def test_the_very_label_is_right() -> None:
    result = judge(item(FULL), [proposal("Torsten Vikrander", "Torsten Wiklander")])
    assert (result.found, result.mended) == ((True,), (True,))
    assert (result.proposals[0].found, result.proposals[0].right) == (True, True)


@pytest.mark.parametrize(
    ("surface", "replacement", "right"),
    [
        ("Vikrander", "Wiklander", True),  # a part that makes the whole read right
        ("Torsten Vikrander opened", "Torsten Wiklander opened", True),  # more than the label
        ("Torsten Vikrander", "Wiklander", False),  # a part is lost
        ("Torsten Vikrander", "Torsten Wicklander", False),
        ("Torsten Vikrander", "Wiklander Torsten", True),  # the order of words does not count
        ("Torsten", "Thorsten", False),
    ],
)
def test_a_proposal_is_right_when_the_text_reads_right(surface: str, replacement: str, right: bool) -> None:
    assert verdicts(item(FULL), proposal(surface, replacement)) == [(True, right)]


@pytest.mark.parametrize("replacement", ["Wiklander", "Wiklander's", "Wiklander’s"])
def test_a_possessive_does_not_count(replacement: str) -> None:
    assert verdicts(item(ALONE), proposal("Vikrander's", replacement)) == [(True, True)]


def test_the_shape_of_quotes_does_not_count() -> None:
    text = "the “Pact of Harpers” met"
    case = item(gold("“Pact of Harpers”", "'Pact of Harbours'", text=text), text=text)
    assert verdicts(case, proposal("“Pact of Harpers”", '"Pact of Harbours"', text=text)) == [(True, True)]


def test_the_order_of_many_words_counts() -> None:
    text = "the one two three four five six seven met"
    label = gold("one two three four five six seven", "One Two Three Four Five Six Seven", text=text)
    turned = proposal("one two three four five six seven", "Two One Three Four Five Six Seven", text=text)
    assert verdicts(item(label, text=text), turned) == [(True, False)]


def test_any_accepted_reading_is_right() -> None:
    label = gold("Odin Star", "Oden Star", "Odense Star")
    assert verdicts(item(label), proposal("Odin Star", "Odense Star")) == [(True, True)]
    assert verdicts(item(label), proposal("Odin Star", "Olden Star")) == [(True, False)]


def test_two_proposals_may_mend_one_label_together() -> None:
    label = gold("Torsten Vikrander", "Torben Wiklander")
    both = (proposal("Torsten", "Torben"), proposal("Vikrander", "Wiklander"))
    assert verdicts(item(label), *both) == [(True, True), (True, True)]
    assert verdicts(item(label), both[0]) == [(True, False)]


def test_one_proposal_may_mend_two_labels() -> None:
    text = "met Torsten Vikrander today"
    labels = (gold("Torsten", "Torben", text=text), gold("Vikrander", "Wiklander", text=text))
    result = judge(item(*labels, text=text), [proposal("Torsten Vikrander", "Torben Wiklander", text=text)])
    assert result.mended == (True, True)
    assert [one.right for one in result.proposals] == [True]


def test_a_wrong_proposal_does_not_spoil_the_right_one_beside_it() -> None:
    case = item(FULL, ALONE)
    right, wrong = proposal("Torsten Vikrander", "Torsten Wiklander"), proposal("Vikrander", "Viking", nth=1)
    assert verdicts(case, right, wrong) == [(True, True), (True, False)]
    assert judge(case, [right, wrong]).mended == (True, False)


def test_a_proposal_on_a_right_name_is_a_false_alarm() -> None:
    assert verdicts(item(FULL), proposal("Odin Star", "Oden Star")) == [(False, False)]


def test_a_proposal_on_a_variant_counts_neither_way() -> None:
    kiev = gold("Kiev", "Kyiv")
    case = item(FULL, variants=((kiev.start, kiev.end),))
    assert verdicts(case, proposal("Kiev", "Kyiv"), proposal("Kiev", "Odesa")) == []


def test_a_label_is_stronger_than_a_variant() -> None:
    case = item(ALONE, variants=((ALONE.start, ALONE.end),))
    assert verdicts(case, proposal("Vikrander", "Wiklander", nth=1)) == [(True, True)]


def test_of_two_that_overlap_the_more_confident_stands() -> None:
    sure, unsure = proposal("Vikrander", "Viking", 0.9), proposal("Torsten Vikrander", "Torsten Wiklander", 0.8)
    assert verdicts(item(FULL), unsure, sure) == [(True, False)]
    assert verdicts(item(FULL), replace(unsure, confidence=0.95), sure) == [(True, True)]


def test_silence_finds_nothing() -> None:
    result = judge(item(FULL, ALONE), [])
    assert (result.proposals, result.found, result.mended) == ((), (False, False), (False, False))


def test_touching_is_not_overlapping() -> None:
    beside = Proposal(FULL.end, FULL.end + 1, "!", 0.9)
    assert verdicts(item(FULL), beside) == [(False, False)]


SPANS = st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda pair: (pair[0], pair[0] + pair[1]))
WORDS = st.sampled_from(["Odin", "Star", "Odin Star", "x", ""])


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(SPANS, WORDS), max_size=4), st.lists(st.tuples(SPANS, WORDS, st.floats(0, 1)), max_size=6))
def test_what_is_right_was_found_and_what_is_mended_was_touched(
    golds: list[tuple[tuple[int, int], str]], proposals: list[tuple[tuple[int, int], str, float]]
) -> None:
    labels, end = [], 0
    for (start, stop), clean in sorted(golds):
        if start >= end:
            labels.append(Gold(start, stop, clean, (), "", ""))
            end = stop
    case = item(*labels)
    result = judge(case, [Proposal(start, stop, text, p) for (start, stop), text, p in proposals])
    assert all(one.found for one in result.proposals if one.right)
    assert len(result.found) == len(result.mended) == len(labels)
    spans = sorted((one.proposal.start, one.proposal.end) for one in result.proposals)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


def test_reads_right_looks_no_further_than_the_spans() -> None:
    assert reads_right(TEXT, [FULL], [proposal("Torsten Vikrander", "Torsten Wiklander")])
    assert not reads_right(TEXT, [FULL, ALONE], [proposal("Torsten Vikrander", "Torsten Wiklander")])


LINE = {
    "id": "a",
    "pair": "sv-en",
    "doc": "d1",
    "text": TEXT,
    "clean": ["Wiklander opened it."],
    "gold": [{"start": 0, "end": 17, "clean": "Torsten Wiklander", "accept": ["T. Wiklander"], "type": "person"}],
    "variants": [{"start": 74, "end": 78}],
}


@pytest.mark.parametrize("name", ["bench.jsonl", "bench.jsonl.gz"])
def test_a_file_is_read_plain_or_packed(name: str, tmp_path: Path) -> None:
    raw = (
        json.dumps(LINE)
        + "\n\n"
        + json.dumps({"id": "b", "text": "x", "clean": "one text", "gold": [], "variants": []})
        + "\n"
    ).encode()
    path = tmp_path / name
    path.write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)
    first, second = load(path)
    assert first.gold == (Gold(0, 17, "Torsten Wiklander", ("T. Wiklander",), "person", ""),)
    assert first.variants == ((74, 78),)
    assert first.story == "sv-en/d1"
    assert first.words == len(TEXT.split())
    assert (second.clean, second.gold, second.doc) == (("one text",), (), "b")


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b'{"id": "a", "text": "x"}',
        b'{"text": "x", "clean": []}',
        b'{"id": "a", "text": "x", "clean": [], "gold": {}}',
        b'{"id": "a", "text": "x", "clean": [], "gold": [7]}',
        b'{"id": "a", "text": "x", "clean": 7}',
        b'{"id": "a", "text": "x", "clean": [], "gold": [{"start": "one", "end": 2, "clean": "y"}]}',
        b"\xff\xfe\x00",
    ],
)
def test_what_is_no_benchmark_is_refused_by_name(raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bench.jsonl"
    path.write_bytes(raw)
    with pytest.raises(FormatError, match=r"bench\.jsonl"):
        load(path)


@pytest.mark.parametrize("raw", [b"[]", b"7", b"null", b'"text"'])
def test_a_line_that_is_no_object_is_refused(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "bench.jsonl").write_bytes(raw)
    with pytest.raises(FormatError):
        load(tmp_path / "bench.jsonl")


def test_a_line_without_labels_is_copy_without_mangles(tmp_path: Path) -> None:
    (tmp_path / "bench.jsonl").write_text(json.dumps({"id": "b", "text": "x", "clean": []}), encoding="utf-8")
    assert load(tmp_path / "bench.jsonl")[0].gold == ()


def test_a_damaged_packed_file_is_refused(tmp_path: Path) -> None:
    raw = bytearray(gzip.compress(json.dumps(LINE).encode()))
    raw[20:40] = b"\xff" * 20
    (tmp_path / "bench.jsonl.gz").write_bytes(bytes(raw))
    with pytest.raises(FormatError):
        load(tmp_path / "bench.jsonl.gz")


def test_a_file_that_is_missing_or_not_packed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError):
        load(tmp_path / "none.jsonl")
    (tmp_path / "plain.gz").write_text(json.dumps(LINE), encoding="utf-8")
    with pytest.raises(FormatError):
        load(tmp_path / "plain.gz")
