"""A typed name replaces the whole mention, so that it doubles no word beside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repair.core.types import Span
from repair.text.normalize import fold
from repair.text.widening import repeats_neighbour, sentence_around, widened_span


def amended(copy: str, typed: str) -> str:
    """Return ``copy``, in which the marked word stands in brackets, with ``typed`` in its place."""
    text, span = marked(copy)
    wide = widened_span(text, span, typed)
    return text[: wide.start] + typed + text[wide.end :]


def marked(copy: str) -> tuple[str, Span]:
    start, end = copy.index("["), copy.index("]") - 1
    return copy.replace("[", "").replace("]", ""), Span(start, end)


@pytest.mark.parametrize(
    ("copy", "typed", "after"),
    [
        ("Then Nora [Velde] Mae Strand said", "Nora Velde Mae Strand Strand", "Then Nora Velde Mae Strand Strand said"),
        ("Then Nora [Velde] Mae Strand said", "Nora Veldt Mae Strand", "Then Nora Veldt Mae Strand said"),
        ("for [Hall]\nOrmond’s plan", "Paul Hall Ormond", "for Paul Hall Ormond’s plan"),
        ("Jean-[Pier] Motte left", "Jean-Pierre Motte", "Jean-Pierre Motte left"),
        ("said J. [Ormund] today", "J. Ormond", "said J. Ormond today"),
        ("the [Hague] court", "The Hague", "The Hague court"),
        ("[Mary] of the Fields spoke", "Marie of the Fields", "Marie of the Fields spoke"),
        ("ORMOND [HAL] SPOKE", "Ormond Hall", "Ormond Hall SPOKE"),
        ("Élodie [Marton] said", "Elodie Martin", "Elodie Martin said"),
        ("so Alise [Loken] Yee said", "Alice Loken Yeo", "so Alice Loken Yeo Yee said"),
        ("so Alise [Loken] Yeeling’s plan", "Alice Loken Yeeling", "so Alice Loken Yeeling’s plan"),
        # One word misspelled beside its double is that one word.
        ("in Pago [Pagoo] today", "Pago", "in Pago Pago today"),
        # Another sentence, another name, or a word that the name does not have at that end.
        ("with Ormond. [Hal] spoke", "Hall Ormond", "with Ormond. Hall Ormond spoke"),
        ("Ormond, [Hal] and Vane", "Hall Ormond", "Ormond, Hall Ormond and Vane"),
        ("saw [Hal] and left", "Hall and Vane", "saw Hall and Vane and left"),
        ("Ormond [Hal] spoke", "Hall Geun Ormond", "Ormond Hall Geun Ormond spoke"),
        ("a [Hal] spoke", "…", "a … spoke"),
    ],
)
def test_the_whole_mention_is_replaced(copy: str, typed: str, after: str) -> None:
    assert amended(copy, typed) == after


@pytest.mark.parametrize(
    ("copy", "typed", "doubled"),
    [
        ("in Pago [Pagoo] today", "Pago", True),
        ("Ormond [Hal] spoke", "Hall Ormond", True),
        ("saw [Hal] and left", "Hall and Vane", False),
        ("with Ormond. [Hal] spoke", "Hall Ormond", False),
    ],
)
def test_a_word_that_the_name_would_repeat_is_noticed(copy: str, typed: str, doubled: bool) -> None:
    assert repeats_neighbour(*marked(copy), typed) is doubled


def test_the_sentence_around_a_span_is_returned() -> None:
    text, span = marked("First one. Then Nora [Velde] left! Last.\n")
    assert sentence_around(text, span) == ("Then Nora ", " left!")


NAMES = st.lists(
    st.sampled_from(["Abara", "Ibsen", "Okuyo", "Ulmet", "Ying", "Zworf", "Drexk", "Hall"]),
    min_size=2, max_size=6, unique=True,
)  # fmt: skip


@given(st.data(), NAMES)
def test_a_whole_name_typed_for_a_part_of_it_is_not_doubled(data: st.DataObject, name: list[str]) -> None:
    low = data.draw(st.integers(0, len(name) - 1))
    high = data.draw(st.integers(low + 1, len(name)))
    gap = data.draw(st.sampled_from([" ", "\n", " ", "-"]))
    before, part, after = (gap.join(words) for words in (name[:low], name[low:high], name[high:]))
    copy = f"then {before}{gap if before else ''}[{part}]{gap if after else ''}{after} spoke"
    assert amended(copy, " ".join(name)) == f"then {' '.join(name)} spoke"


WORDS = st.lists(st.sampled_from(["Ab", "abe", "Ob", "Öb", "ob", "said", "Ab's"]), max_size=6)


@given(WORDS, st.lists(st.sampled_from(["Ab", "Abb", "Ob"]), min_size=1, max_size=2), WORDS,
       st.lists(st.sampled_from(["Ab", "Ob", "abe", "said"]), min_size=1, max_size=5))  # fmt: skip
def test_a_word_doubled_at_the_edge_of_an_edit_is_always_noticed(
    before: list[str], part: list[str], after: list[str], typed: list[str]
) -> None:
    text = " ".join([*before, *part, *after])
    start = len(" ".join(before)) + bool(before)
    span = Span(start, start + len(" ".join(part)))
    wide = widened_span(text, span, " ".join(typed))
    assert wide.start <= span.start and span.end <= wide.end
    left, right = text[: wide.start].split(), text[wide.end :].split()
    seams = [(left[-1], typed[0])] if left else []
    seams += [(typed[-1], right[0])] if right and text[wide.end] == " " else []
    doubled = any(fold(first) == fold(other) for first, other in seams)
    assert not doubled or repeats_neighbour(text, wide, " ".join(typed))


def test_long_copy_and_long_names_take_linear_time() -> None:
    text = "Abara " * 20_000
    wide = widened_span(text, Span(60_000, 60_005), " ".join(["Abara", "Ibsen"] * 16))
    assert wide.end - wide.start < 200
