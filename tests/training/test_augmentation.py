"""Augmentation replaces only people whose names are right in the copy, at all their places."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_cases import bench_item

from repair.gazetteer import Gazetteer
from repair.text.lexicon import Lexicon
from repair.training import augmentation
from repair.training.cases import OTHER, archive_of, cases_of
from repair.training.evaluation.benchmark import BenchmarkItem

SOURCE = (
    "Spokeswoman Karin Lindqvist said in Berlin that the strike was over. Lindqvist thanked Nils Ekholm, who had "
    "asked for talks on Thursday."
)
COPY = "The strike is over, spokeswoman Karin Lindqvist said in Berlin. Nils Ekholn asked for talks, Lindqvist said."
ELSEWHERE = "The farmer Anatol Rusnac sold plums to Marek Dvorsky. Rusnac grows them with Ingrid Halvorsen near Oslo."
ITEM = bench_item("one", "strike", COPY, (SOURCE,), Ekholn="Ekholm")
OTHERS = bench_item("two", "plums", ELSEWHERE, (ELSEWHERE,))
PEOPLE = {"Anatol", "Rusnac", "Marek", "Dvorsky", "Ingrid", "Halvorsen"}


@pytest.fixture
def swapped(monkeypatch: pytest.MonkeyPatch) -> BenchmarkItem:
    """The story of the strike with another spokeswoman."""
    monkeypatch.setattr(augmentation, "_SHARE", 1.0)
    monkeypatch.setattr(augmentation, "_EVERY", 1)
    return next(item for item in augmentation.with_others([ITEM, OTHERS], Lexicon.load()) if item.doc == "strike")


def test_a_person_with_a_right_name_in_the_copy_is_swapped_in_all_clean_texts(swapped: BenchmarkItem) -> None:
    before, after = SOURCE.split(), swapped.clean[0].split()
    swaps = {old: new for old, new in zip(before, after, strict=True) if old != new}
    assert swaps.keys() == {"Karin", "Lindqvist"}
    assert set(swaps.values()) <= PEOPLE | {"Nils", "Ekholm"}
    assert "Lindqvist" not in swapped.clean[0]


def test_copy_and_labels_are_unchanged(swapped: BenchmarkItem) -> None:
    assert replace(swapped, clean=ITEM.clean) == ITEM


def test_swapping_is_deterministic(swapped: BenchmarkItem) -> None:
    assert swapped in augmentation.with_others([ITEM, OTHERS], Lexicon.load())


def test_the_label_is_right_and_a_swapped_person_wrong(swapped: BenchmarkItem) -> None:
    lexicon = Lexicon.load()
    (case,) = cases_of([swapped], OTHER, archive_of([swapped], lexicon), Gazetteer.build(swapped.clean), lambda: None)
    wrong = {each.candidate.form.fold for each in case.extracted if not each.right}
    assert wrong & {"karin", "lindqvist", "karin lindqvist"}
    candidates = [each.candidate for each in case.extracted if each.right]
    right = {(candidate.form.fold, candidate.text) for candidate in candidates}
    assert not right or right <= {("ekholn", "Ekholm"), ("nils ekholn", "Nils Ekholm")}


def test_an_item_without_a_person_to_swap_is_left_out() -> None:
    plain = bench_item("one", "rain", "It rained in Berlin.", ("It rained in Berlin.",))
    assert augmentation.with_others([plain], Lexicon.load()) == []
