"""Scanned prints: the labels stand where the names do, and say what they were."""

from __future__ import annotations

from test_cases import bench_item

from repair.text.normalize import fold
from repair.training.scanned_prints import scanned_items

CLEAN = "\n".join(
    f"In week {number} Nils Ekholm and Karin Lindqvist went from Örebro to Västervik, where Annika Bjørnsdatter waited."
    for number in range(200)
)
ITEMS = scanned_items([bench_item("one", "strike", CLEAN, (CLEAN,))])


def test_a_clean_text_is_scanned_twice_and_its_other_lines_are_the_source() -> None:
    assert len(ITEMS) == 2
    assert [item.clean[0].splitlines() for item in ITEMS] == [CLEAN.splitlines()[1::2], CLEAN.splitlines()[::2]]
    assert all(len(item.text.splitlines()) == 100 for item in ITEMS)
    assert {item.story for item in ITEMS} == {bench_item("one", "strike", CLEAN, (CLEAN,)).story}


def test_labels_are_garbled_names_of_the_source() -> None:
    golds = [(item.text[gold.start : gold.end], gold.clean) for item in ITEMS for gold in item.gold]
    assert golds and all(fold(read) != fold(right) for read, right in golds)
    assert {right for _, right in golds} <= {
        "In", "Nils Ekholm", "Karin Lindqvist", "Örebro", "Västervik", "Annika Bjørnsdatter"
    }  # fmt: skip


def test_a_name_that_only_lost_its_marks_is_a_variant() -> None:
    read = {fold(item.text[start:end]) for item in ITEMS for start, end in item.variants}
    assert read and read <= {"orebro", "vastervik", "annika bjornsdatter", "nils ekholm", "karin lindqvist", "in"}


def test_the_same_texts_give_the_same_scans() -> None:
    assert scanned_items([bench_item("one", "strike", CLEAN, (CLEAN,))]) == ITEMS
